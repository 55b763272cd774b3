import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import equal from 'fast-deep-equal';
import type { Case } from '../../../src/cases/case.ts';
import { type Call, loadWorld, type Stage, type Value } from '../../../src/mock/index.ts';
import type { Granted } from '../../../src/portal/check-credentials.ts';
import { identify } from '../../../src/portal/identify.ts';
import { type PortalFacts, renderPlan, requestsOf, requestsOfAll } from '../../../src/portal/plan.ts';
import { findMissing, scopesByMethod, whyUnavailable } from '../../../src/portal/run-context.ts';
import { loadCases } from '../../../src/run/case-list.ts';
import { loadContract } from '../../../src/run/load.ts';
import { readSettings } from '../../../src/target/environment.ts';
import { TargetError } from '../../../src/target/preflight.ts';
import { createClient } from '../../../src/wire/client.ts';
import { refusal, type WatchOptions, watchPortal } from './support.ts';

const contract = loadContract();
const cases = loadCases('pairwise');
const scopeOf = scopesByMethod(contract);
const FACTS: PortalFacts = {
  user: 'Klaus Weber (user 1)',
  admin: true,
  scopes: ['im', 'imbot', 'user'],
  methods: new Set(cases.map((one) => one.request.method.toLowerCase())),
};

describe('who the webhook is', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-identify-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('is asked in three questions', async () => {
    const { facts, calls } = await ask({});
    assert.deepEqual(calls, ['profile', 'scope', 'methods']);
    assert.equal(facts.user, 'Klaus Weber (user 1)');
    assert.equal(facts.admin, true);
    const [webhook] = (await loadWorld()).webhooks;
    assert.deepEqual(facts.scopes, webhook?.scopes.toSorted());
    assert.ok(facts.methods?.has('imbot.chat.sendtyping'));
    assert.deepEqual(findMissing(cases, facts, scopeOf), { missingScopes: {}, missingMethods: {} });
  });

  it('is none whom the portal knows', async () => {
    const unknown = { B24_WEBHOOK: '/rest/1/nosuchwebhookcode/' };
    await assert.rejects(ask({}, unknown), (error) => {
      assert.ok(error instanceof TargetError);
      assert.match(
        error.message,
        /^https:\S+ refuses the webhook in B24_WEBHOOK: \w+ \(.+\)\.\nThat means: .+\.\nCheck /,
      );
      assert.ok(!error.message.includes('nosuchwebhookcode'));
      return true;
    });
  });

  for (const [what, status, reason] of [
    ['a page instead of JSON', 200, /an empty body \(HTTP 200\)\.\n.*a proxy or a login page/],
    ['a redirect to a login page', 302, /a redirect \(HTTP 302\) to \/login\/\.\nThat means: a login page/],
    [
      'a failure of the server',
      502,
      /HTTP 502: a gateway gets no valid answer from the portal\.\nTry again later/,
    ],
  ] as const)
    it(`cannot be told from ${what}`, async () => {
      const answer = async () => ({ status, headers: { location: '/login/' } });
      await assert.rejects(ask({ answer }), (error) => {
        assert.ok(error instanceof TargetError);
        assert.match(error.message, reason);
        return true;
      });
    });

  it('leaves the methods to the cases where the portal does not list them', async () => {
    const { facts } = await ask({ answer: refuse('methods') });
    assert.equal(facts.methods, undefined);
    assert.deepEqual(findMissing(cases, facts, scopeOf).missingMethods, {});
    assert.match(plan({ ...FACTS, methods: undefined }), /methods {6}not listed\n/);
  });

  it('leaves it to the cases where the portal does not list the scopes', async () => {
    const { facts } = await ask({ answer: refuse('scope') });
    assert.equal(facts.scopes, undefined);
    assert.deepEqual(findMissing(cases, facts, scopeOf).missingScopes, {});
    assert.match(plan(facts), /; scopes not listed\n/);
  });

  it('may do nothing where the portal lists that it has no scopes', async () => {
    const { facts } = await ask({ answer: listing('scope', []) });
    assert.deepEqual(facts.scopes, []);
    assert.ok(findMissing(cases, facts, scopeOf).missingScopes['imbot.chat.sendtyping'] === 'imbot');
  });

  it('reads a list that PHP writes as an object, as its keys do not count up from 0', async () => {
    const { facts } = await ask({ answer: listing('scope', { 0: 'imbot', 2: 'user' }) });
    assert.deepEqual(facts.scopes, ['imbot', 'user']);
  });

  const listing = (method: string, result: Value) => (call: Call, run: Stage['run']) =>
    call.method === method ? { status: 200, headers: {}, body: { result } } : run(call);

  const refuse = (method: string) => (call: Call, run: Stage['run']) =>
    call.method === method ? refusal(400, 'ERROR_METHOD_NOT_FOUND') : run(call);

  async function ask(options: Omit<WatchOptions, 'scratch'>, change: Record<string, string> = {}) {
    const portal = await watchPortal({ ...options, scratch });
    const client = createClient({ ca: portal.mock.ca });
    try {
      const webhook = change.B24_WEBHOOK && { B24_WEBHOOK: portal.mock.httpsUrl + change.B24_WEBHOOK };
      const facts = await identify(readSettings({ ...portal.oneWebhook, ...webhook }), client);
      return { facts, calls: portal.calls };
    } finally {
      await client.close();
      await portal.close();
    }
  }
});

describe('what a webhook or portal lacks', () => {
  const context = { unusable: {}, granted: {} };
  const typing = cases.find(
    (one) => one.request.method === 'imbot.chat.sendTyping' && one.request.credential.webhook === 'own',
  );

  it('is named for the cases that need it', () => {
    assert.ok(typing);
    const noScope = { ...context, ...findMissing(cases, { ...FACTS, scopes: ['user'] }, scopeOf) };
    assert.equal(
      whyUnavailable(typing, noScope, scopeOf),
      'needs the scope imbot for the webhook in B24_WEBHOOK',
    );
    const methods = new Set(FACTS.methods);
    methods.delete('imbot.chat.sendtyping');
    const noMethod = { ...context, ...findMissing(cases, { ...FACTS, methods }, scopeOf) };
    assert.equal(whyUnavailable(typing, noMethod, scopeOf), 'the portal has no method imbot.chat.sendTyping');
    const refused = cases.find(
      ({ request, expected }) =>
        request.method === 'imbot.chat.sendTyping' &&
        expected.kind === 'error' &&
        expected.error.code === 'DIALOG_ID_EMPTY',
    );
    assert.ok(refused);
    assert.equal(
      whyUnavailable(refused, noMethod, scopeOf),
      'the portal has no method imbot.chat.sendTyping',
      'its errors are as little to be seen',
    );
    const madeUp = cases.find(
      ({ expected }) => expected.kind === 'error' && expected.error.code === 'ERROR_METHOD_NOT_FOUND',
    );
    assert.ok(madeUp);
    assert.equal(whyUnavailable(madeUp, noMethod, scopeOf), undefined, 'it is there to be unknown');
    const all = { ...context, ...findMissing(cases, FACTS, scopeOf) };
    assert.equal(whyUnavailable(typing, all, scopeOf), undefined);
  });

  it('is looked at method by method for the credentials beside the webhook', () => {
    const of = (method: string, credential: Case['request']['credential']) => {
      const found = cases.find(
        ({ request }) => request.method === method && equal(request.credential, credential),
      );
      assert.ok(found, `${method} by ${JSON.stringify(credential)}`);
      return found;
    };
    const why = (testCase: Case, granted: Granted): string | undefined =>
      whyUnavailable(testCase, { ...context, ...findMissing(cases, FACTS, scopeOf), granted }, scopeOf);
    const byToken = of('user.get', { token: 'own', in: 'json' });
    assert.equal(
      why(byToken, { token: ['imbot'] }),
      'the access token lacks the scope user or user_brief or user_basic of user.get',
    );
    assert.equal(why(byToken, { token: ['imbot', 'user_brief'] }), undefined);
    assert.equal(
      why(of('imbot.chat.sendTyping', { token: 'own', in: 'json' }), { token: ['imbot'] }),
      undefined,
    );
    const without = of('imbot.chat.add', { webhook: 'noScope' });
    assert.match(
      why(without, { webhookNoScope: ['user', 'imbot'] }) ?? '',
      /^B24_WEBHOOK_NO_SCOPE has the scope of imbot\.chat\.add \(imbot\), and cannot show that it is refused without$/,
    );
    assert.equal(why(without, { webhookNoScope: ['crm'] }), undefined);
    assert.equal(why(without, {}), undefined, 'where the portal does not tell');
  });
});

describe('methods that the portal does not have', () => {
  const scopes: Record<string, string> = { 'imbot.chat.sendtyping': 'imbot', 'user.get': 'user' };
  const known = (method: string): string | undefined => scopes[method.toLowerCase()];
  const reading = (method: string) => {
    const found = cases.find(
      (one) =>
        one.expected.kind === 'success' &&
        one.request.credential.webhook === 'own' &&
        one.before.length === 0,
    );
    assert.ok(found);
    return { ...found, needs: [], request: { ...found.request, method, parameters: {} } };
  };
  const without = (...gone: string[]) =>
    new Set(['user.get', 'imbot.chat.sendtyping'].filter((each) => !gone.includes(each)));
  const whyNot = (method: string, facts: Partial<PortalFacts>): string | undefined => {
    const missing = findMissing(
      [reading(method), reading('imbot.chat.sendTyping')],
      { ...FACTS, ...facts },
      known,
    );
    return whyUnavailable(reading(method), { ...missing, unusable: {}, granted: {} }, known);
  };

  it('are reported also where a scope is missing', () => {
    const facts = { scopes: ['user'], methods: without('user.get', 'imbot.chat.sendtyping') };
    assert.equal(whyNot('user.get', facts), 'the portal has no method user.get');
    assert.equal(
      whyNot('imbot.chat.sendTyping', facts),
      'needs the scope imbot for the webhook in B24_WEBHOOK',
    );
  });

  it('are not told from those without a scope where nobody states it', () => {
    assert.match(
      whyNot('crm.deal.get', { methods: without() }) ?? '',
      /cannot call crm\.deal\.get: it lacks the scope, or the portal has no such method/,
    );
  });

  it('are not looked for in a list that leaves controllers out', () => {
    assert.equal(whyNot('imbot.v2.Chat.InputAction.notify', { methods: without() }), undefined);
    assert.equal(whyNot('user.get', { methods: undefined }), undefined);
  });

  it('stand in the plan; those that the webhook may not call do not', () => {
    const facts = { ...FACTS, scopes: ['user'], methods: without('user.get', 'imbot.chat.sendtyping') };
    const missing = findMissing([reading('user.get'), reading('imbot.chat.sendTyping')], facts, known);
    assert.deepEqual(missing, {
      missingScopes: { 'imbot.chat.sendtyping': 'imbot' },
      missingMethods: { 'user.get': 'absent' },
    });
    assert.match(plan(facts, Object.keys(missing.missingMethods)), /methods {6}0; not here: user\.get\n/);
  });
});

describe('the plan', () => {
  it('tells target, webhook, claims, reasons by frequency, requests and time', () => {
    const lines = plan(FACTS).split('\n');
    const [will = '', not = ''] = ['will run', 'will not'].map((name) => find(lines, name));
    const testable = contract.claims.filter((claim) => claim.strength !== 'observed').length;
    const count = (line: string): number => Number(/(\d+) claims/.exec(line)?.[1]);
    assert.equal(count(will) + count(not), testable);
    assert.match(find(lines, 'target'), /https:\/\/portal\.test$/);
    assert.match(find(lines, 'webhook'), /Klaus Weber \(user 1\), an administrator; scopes im, imbot, user$/);
    const reasons = lines.flatMap((line) => /^ {15}(\d+) {2}\S/.exec(line)?.[1] ?? []).map(Number);
    assert.deepEqual(
      reasons,
      [...reasons].sort((one, other) => other - one),
    );
    assert.equal(
      reasons.reduce((sum, each) => sum + each, 0),
      count(not),
    );
    const run = cases.filter((one) => !one.needs.includes('token'));
    const requests = requestsOfAll(run);
    const bursting = requestsOfAll(run.filter(({ burst }) => burst));
    assert.ok(bursting > 0);
    assert.match(
      find(lines, 'requests'),
      new RegExp(`about ${requests - bursting}, and up to ${bursting} more until the portal refuses one$`),
    );
    assert.match(find(lines, 'time'), new RegExp(`about ${requests * 2} s at this rate$`));
  });

  it('names what would enable each claim', () => {
    assert.match(plan(FACTS), /^ {15}\d+ {2}needs B24_OAUTH_ACCESS_TOKEN$/m);
  });

  it('lets no name of a portal steer the terminal', () => {
    assert.ok(!plan({ ...FACTS, user: 'Klaus\u001b[2J', scopes: ['\u0007'] }).includes('\u001b'));
  });

  it('counts the requests of a case with its steps', () => {
    const one = cases.find((each) => each.before.some((step) => step.kind === 'request'));
    assert.ok(one && requestsOf(one) > 1);
  });

  it('counts once what several cases share', () => {
    const sharing = cases.filter((each) =>
      each.before.some((step) => step.kind === 'request' && step.share !== undefined),
    );
    const [one, other] = sharing;
    assert.ok(one && other);
    assert.equal(requestsOfAll([one, one]), 2 * requestsOf(one) - 1);
    assert.equal(requestsOfAll([one]), requestsOf(one));
  });
});

function plan(facts: PortalFacts, missingMethods: readonly string[] = []): string {
  return renderPlan({
    contract,
    cases,
    skip: (one) =>
      one.needs.includes('token')
        ? { case: one.id, claims: one.claims, reason: 'needs B24_OAUTH_ACCESS_TOKEN' }
        : undefined,
    target: 'https://portal.test',
    facts,
    missingMethods,
    secondsFor: (count) => count * 2,
  });
}

const find = (lines: readonly string[], name: string): string =>
  lines.find((line) => line.startsWith(`  ${name} `)) ?? '';
