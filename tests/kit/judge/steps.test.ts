import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateCases } from '../../../src/cases/generate.ts';
import type { Contract } from '../../../src/contract/contract.ts';
import { createRunner } from '../../../src/run/runner.ts';
import type { Target } from '../../../src/target/target.ts';
import type { HttpClient } from '../../../src/wire/client.ts';
import type { WireResponse } from '../../../src/wire/exchange.ts';
import { change, contractOf, OTHER, OTHER_FILE, PLATFORM, PLATFORM_FILE } from '../contract/sample.ts';
import { TARGET } from '../wire/support.ts';
import { answer, xml } from './bench.ts';

/** What was sent, by method, and what was found, as `outcome reason` by claim. */
interface Ran {
  sent: [method: string, body: unknown][];
  found: Record<string, string>;
  story: readonly string[] | undefined;
}

/** Carries out and judges a case of the contract on a portal that answers methods with these; with a list, one after the other. */
async function run(
  contract: Contract,
  id: string,
  answers: Readonly<Record<string, WireResponse | readonly WireResponse[]>>,
  tries: Readonly<Record<string, readonly WireResponse[]>> = {},
): Promise<Ran> {
  const sent: Ran['sent'] = [];
  const answerTo = (method: string): WireResponse | undefined => {
    const given = [answers[method] ?? []].flat();
    const earlier = sent.filter(([name]) => name === method).length - 1;
    return given[Math.min(earlier, given.length - 1)];
  };
  const client: HttpClient = {
    sent: 0,
    close: () => Promise.resolve(),
    send(request) {
      const method = (new URL(request.url).pathname.split('/').at(-1) ?? '').replace(/\.xml$/, '');
      sent.push([method, JSON.parse(Buffer.from(request.body ?? []).toString() || '{}')]);
      const earlier = tries[method]?.map((response) => ({ request, response }));
      return Promise.resolve({ request, response: answerTo(method), ...(earlier && { tries: earlier }) });
    },
  };
  const target: Target = {
    ...TARGET,
    kind: 'portal',
    name: 'portal.test',
    secrets: [],
    useToken: () => undefined,
    known: () => undefined,
    missing: () => [],
    whyMissing: () => undefined,
    circumstances: () => ({}),
  };
  const testCase = generateCases(contract, 'full').find((each) => each.id === id);
  assert.ok(testCase, id);
  const { findings, exchange } = await createRunner(contract, target, client).run(testCase);
  return {
    sent,
    found: Object.fromEntries(
      findings.map(({ claim, outcome, reason = '' }) => [claim, `${outcome} ${reason}`.trim()]),
    ),
    story: (exchange as { story?: readonly string[] }).story,
  };
}

const contract = contractOf();
const bodyOf = (sent: Ran['sent'], index: number) => (sent[index]?.[1] ?? {}) as Record<string, unknown>;
const TIME = { time: { start: 1 } };
const item = (result: unknown): WireResponse => answer({ result, ...TIME });
const DONE = item(true);

describe('a captured id', () => {
  const made = async (id: unknown, more: Record<string, WireResponse> = {}): Promise<Ran> => {
    const { sent, ...rest } = await run(contract, 'made', {
      'make.item': item(id),
      'other.method': item({ ID: id, NAME: 'x', [String(id)]: { NAME: 'x' } }),
      'some.method': DONE,
      ...more,
    });
    return { sent, ...rest };
  };

  it('is sent with the type that the parameter has, in the act and in an undo', async () => {
    const { sent } = await made(7);
    assert.deepEqual(
      sent.map(([method]) => method),
      ['make.item', 'other.method', 'some.method'],
    );
    assert.equal(bodyOf(sent, 1).ID, 7);
    // THING is a text.
    assert.deepEqual(sent[2]?.[1], { THING: '7' });
  });

  it('can stand in a pointer', async () => {
    const { found } = await made(7);
    assert.match(
      found['round.trip'] ?? '',
      /^contradicted expected result\.7\.NAME to be "item [^"]+", got "x"$/,
    );
  });

  for (const [title, id] of [
    ['there', undefined],
    ['null', null],
    ['a list', [7]],
  ] as const)
    it(`that is not ${title === 'there' ? 'there' : `a value, but ${title}`} ends the case before the act, with the reason`, async () => {
      const { sent, found } = await made(id);
      assert.deepEqual(
        sent.map(([method]) => method),
        ['make.item'],
      );
      assert.match(
        found['round.trip'] ?? '',
        /^blocked could not be prepared: make\.item answered without \/result/,
      );
    });
});

describe('a request to which no answer came at first', () => {
  const page: WireResponse = {
    status: 504,
    headers: [['content-type', 'text/html']],
    body: Buffer.from('<html><title>504 Gateway Time-out</title></html>'),
  };
  const answers = {
    'make.item': item(7),
    'other.method': item({ ID: 7, 7: { NAME: 'x' } }),
    'some.method': DONE,
  };
  const verdict = async (tries: Readonly<Record<string, readonly WireResponse[]>>): Promise<string> =>
    (await run(contract, 'made', answers, tries)).found['round.trip'] ?? '';

  it('may have prepared the case twice, so that what is seen then is no contradiction', async () => {
    assert.match(await verdict({}), /^contradicted /);
    assert.match(
      await verdict({ 'make.item': [page] }),
      /^blocked .*504.* came first, and the request was sent again: it may have been carried out twice$/,
    );
  });

  it('may have been done twice itself, so that no effect of it is contradicted by what is read', async () => {
    const seen = (tries: Readonly<Record<string, readonly WireResponse[]>>) =>
      run(
        contract,
        'other.method.effect',
        { 'other.method': item({ ID: 7, NAME: 'x' }), 'fourth.method': item({ NAME: 'else' }) },
        tries,
      );
    const effect = 'other.method.effect';
    assert.match(
      (await seen({ 'other.method': [page] })).found[effect] ?? '',
      /^blocked .*carried out twice$/,
    );
    // To read twice changes nothing.
    assert.match((await seen({ 'fourth.method': [page] })).found[effect] ?? '', /^contradicted /);
  });

  it('may have been carried out by a step that observes, so that its refusal contradicts nothing', async () => {
    const leaving = contractOf({
      [OTHER_FILE]: change(
        OTHER,
        'expect: { /result/NAME: item $unique }',
        'expect: { /error: { absent: true }, /result/NAME: item $unique }',
      ),
    });
    const effect = async (seen: WireResponse, tries: Readonly<Record<string, readonly WireResponse[]>>) =>
      (
        await run(
          leaving,
          'other.method.effect',
          { 'other.method': item({ ID: 7 }), 'fourth.method': seen },
          tries,
        )
      ).found['other.method.effect'] ?? '';
    const refused = answer({ error: 'NOT_FOUND', error_description: 'x' }, { status: 400 });
    assert.match(await effect(refused, {}), /^contradicted step 2 .*expected error to be absent/);
    assert.match(
      await effect(refused, { 'fourth.method': [page] }),
      /^blocked step 2 \(fourth\.method\): .*504.* came first; sent again, it was refused \(.*NOT_FOUND.*\), maybe as/,
    );
    assert.match(await effect(item({ NAME: 'else' }), { 'fourth.method': [page] }), /^contradicted /);
  });

  it('is judged by its own answer where nothing but itself may have been done twice', async () => {
    assert.match(await verdict({ 'other.method': [page] }), /^contradicted /);
  });

  it('was refused by the portal itself, and did nothing the first time', async () => {
    const limit = answer({ error: 'QUERY_LIMIT_EXCEEDED', error_description: 'x' }, { status: 503 });
    assert.match(await verdict({ 'make.item': [limit] }), /^contradicted /);
  });
});

describe('every step is judged', () => {
  const broken = answer({ error: { code: 7 }, error_description: 'x' }, { status: 400 });

  it('an arrangement whose error is not as every error must be', async () => {
    const { found } = await run(contract, 'made', { 'make.item': broken });
    assert.match(found['error.form'] ?? '', /^contradicted .*expected error to be a text/);
  });

  it('an undo whose error is not as every error must be', async () => {
    const { found, story } = await run(contract, 'made', {
      'make.item': item(7),
      'other.method': item({ ID: 7 }),
      'some.method': broken,
    });
    assert.match(
      found['error.form'] ?? '',
      /^contradicted in step 3 \(some\.method\): expected error to be a text/,
    );
    assert.equal(story?.length, 3);
  });

  it('an undo whose success is not as the method documents it', async () => {
    const { found } = await run(contract, 'made', {
      'make.item': item(7),
      'other.method': item({ ID: 7 }),
      'some.method': item('yes'),
    });
    assert.match(
      found['some.method.result'] ?? '',
      /^contradicted in step 3 \(some\.method\): expected result to be/,
    );
  });

  it('and confirms nothing', async () => {
    const { found } = await run(contract, 'made', {
      'make.item': item(7),
      'other.method': item({ ID: 7 }),
      'some.method': DONE,
    });
    assert.equal(found['some.method.result'], undefined);
  });
});

describe('a flow', () => {
  const flow = (act: WireResponse, seen: WireResponse): Promise<Ran> =>
    run(contract, 'other.method.effect', { 'other.method': act, 'fourth.method': seen });
  const act = item({ ID: 7, NAME: 'x' });

  it('sends on what the act captured, and compares what is read with what was sent', async () => {
    const { sent, found } = await flow(act, item({ NAME: 'something else' }));
    assert.deepEqual(sent[1], ['fourth.method', { ID: 7 }]);
    const { NAME } = bodyOf(sent, 0).FIELDS as { NAME: string };
    assert.equal(
      found['other.method.effect'],
      `contradicted step 2 (fourth.method): expected result.NAME to be "${NAME}", got "something else"`,
    );
  });

  it('does not send a step that needs what the act did not answer, and confirms nothing', async () => {
    const { sent, found } = await flow(item({ NAME: 'x' }), item({ NAME: 'x' }));
    assert.equal(sent.length, 1);
    assert.equal(
      found['other.method.effect'],
      'blocked a step was not sent: no earlier answer had a value that it needs',
    );
  });

  it('cannot be seen where the act or the reading is refused', async () => {
    const refused = answer({ error: 'OTHER', error_description: 'x' }, { status: 400 });
    assert.match(
      (await flow(refused, refused)).found['other.method.effect'] ?? '',
      /^blocked the request was not accepted/,
    );
    assert.match(
      (await flow(act, refused)).found['other.method.effect'] ?? '',
      /^blocked step 2 \(fourth\.method\) was refused/,
    );
  });

  describe('that calls its method again', () => {
    const again = contractOf({
      [OTHER_FILE]: change(
        OTHER,
        '      - call: fourth.method\n        with: { ID: $captured.changed }\n        expect: { /result/NAME: item $unique }',
        '      - call: other.method\n        expect: { /result/ID: 7 }',
      ),
    });
    const said = async (second: WireResponse, tries: Parameters<typeof run>[3] = {}) =>
      (await run(again, 'other.method.effect', { 'other.method': [act, second] }, tries)).found[
        'other.method.effect'
      ];
    const own = answer({ error: 'FIELD_ERROR', error_description: 'NAME is empty' }, { status: 400 });

    it('holds where it is accepted', async () => {
      assert.equal(await said(act), 'confirmed');
    });

    it('fails where the method refuses it with an error of its own', async () => {
      assert.match(
        (await said(own)) ?? '',
        /^contradicted step 2 \(other\.method\) was refused: HTTP 400 FIELD_ERROR/,
      );
    });

    it('cannot be seen where something else refuses it', async () => {
      const other = answer({ error: 'OTHER', error_description: 'x' }, { status: 400 });
      assert.match((await said(other)) ?? '', /^blocked step 2 \(other\.method\)/);
    });

    it('cannot be seen where it may have been carried out twice', async () => {
      const page = answer({}, { status: 502 });
      const gateway = {
        ...page,
        headers: [['content-type', 'text/html'] as [string, string]],
        body: Buffer.from('<html></html>'),
      };
      assert.match((await said(own, { 'other.method': [gateway] })) ?? '', /^blocked /);
    });
  });

  it('cannot be seen where something else came in place of the answer that is read', async () => {
    const login: WireResponse = {
      ...act,
      headers: [['content-type', 'text/html']],
      body: Buffer.from('<html><head><title>Log in</title></head></html>'),
    };
    assert.match(
      (await flow(act, login)).found['other.method.effect'] ?? '',
      /^blocked step 2 \(fourth\.method\): an HTML page titled 'Log in' \(HTTP 200\) came in place of an answer/,
    );
  });

  it('cannot be seen where the REST API refuses what would read it', async () => {
    const ended = answer({ error: 'expired_token', error_description: 'x' }, { status: 401 });
    assert.match(
      (await flow(act, ended)).found['other.method.effect'] ?? '',
      /^blocked step 2 \(fourth\.method\): /,
    );
  });
});

describe('answers in XML', () => {
  const byXml = change(PLATFORM, 'act: other.method\n', 'act: other.method\n        suffix: .xml\n').replace(
    'arrange: make.item\n',
    'arrange: other.method\n        suffix: .xml\n',
  );
  const text = byXml
    .replace('        raw: NAME\n', '')
    .replace('capture: { item: /result }', 'capture: { item: /result/MEMBERS/0/ID }')
    .replace('/result/$captured.item/NAME: item $unique', '/result/ID: $captured.item');
  const ofXml = contractOf({
    [PLATFORM_FILE]: text,
    [OTHER_FILE]: change(OTHER, 'result: { has: { ID: { type: integer } } }\n', ''),
  });
  const body = (id: number): WireResponse =>
    xml(
      `<response><result><ID>${id}</ID><NAME>1</NAME><MEMBERS><item><ID>7</ID></item></MEMBERS></result></response>`,
    );

  it('have the types of the called method, so that what is captured keeps its own', async () => {
    const { sent, found } = await run(ofXml, 'made', { 'other.method': body(7), 'some.method': DONE });
    assert.equal(bodyOf(sent, 1).ID, 7);
    assert.equal(found['round.trip'], 'confirmed');
    assert.equal(found['other.method.result.NAME'], 'confirmed');
    const other = await run(ofXml, 'made', { 'other.method': body(8), 'some.method': DONE });
    assert.equal(other.found['round.trip'], 'contradicted expected result.ID to be 7, got 8');
  });

  it('are typed by the method that is called, not by the one under which the case is listed', async () => {
    const listed = contractOf({
      [PLATFORM_FILE]: `${PLATFORM}  - { id: called, call: other.method, with: { ID: 1 }, suffix: .xml, claims: [error.form, some.method.result, other.method.result] }\n`,
    });
    const { found } = await run(listed, 'called', { 'other.method': body(7) });
    assert.equal(found['other.method.result.ID'], 'confirmed');
    assert.equal(found['other.method.result'], 'confirmed');
  });
});
