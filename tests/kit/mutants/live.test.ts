import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { randomBy } from '../../../src/base/random.ts';
import { generateCases } from '../../../src/cases/generate.ts';
import { wrapStage } from '../../../src/mock/index.ts';
import { toText } from '../../../src/mutants/derived-text.ts';
import { explainMutant } from '../../../src/mutants/why.ts';
import { placesChanged } from '../../../src/mutation/answer.ts';
import { createLiveBench } from '../../../src/mutation/bench.ts';
import type { CarriedOut } from '../../../src/mutation/case.ts';
import { liveOperators, withRefusals } from '../../../src/mutation/derived.ts';
import {
  EVERYWHERE,
  type LiveOperator,
  mutantId,
  type PortalOperator,
} from '../../../src/mutation/operator.ts';
import { refusalOperators } from '../../../src/mutation/operators/refusals.ts';
import { runPairs } from '../../../src/mutation/pairs.ts';
import {
  type Baseline,
  carriedOut,
  carryOutAll,
  isFailure,
  type Mutant,
  runOperator,
} from '../../../src/mutation/run.ts';
import { loadContract } from '../../../src/run/load.ts';
import type { Exchange } from '../../../src/wire/exchange.ts';

const contract = loadContract();

// Before there is a test: from the first one on, the test runner follows every promise.
const bench = await createLiveBench(contract, generateCases(contract, 'pairwise'));
const baseline = await carryOutAll(bench);
const requests = liveOperators('requests', baseline);
const states = liveOperators('states', baseline);
after(() => bench.close());

const operator = (id: string): PortalOperator => {
  const found = [...requests, ...states].find((each) => each.id === id);
  assert.ok(found, `there is no operator '${id}'`);
  return found;
};

const at = async (id: string, where = EVERYWHERE.id): Promise<Mutant> => {
  const found = operator(id);
  const place = found.wheres.find((each) => each.id === where) ?? EVERYWHERE;
  const [mutant] = await runOperator(baseline, found, [place]);
  assert.ok(mutant, mutantId(found, place));
  return mutant;
};

describe('cases that are carried out in this process', () => {
  it('say of a portal without a fault what a run says of it', () => {
    const isDisputed = (id: string): boolean => (contract.claim(id)?.disagreesWith ?? []).length > 0;
    for (const { testCase, findings } of baseline.cases)
      for (const { claim, outcome, reason } of findings)
        assert.ok(outcome !== 'contradicted' || isDisputed(claim), `${testCase.id}: ${claim}: ${reason}`);
    const confirmed = new Set(
      baseline.cases.flatMap(({ findings }) =>
        findings.filter(({ outcome }) => outcome === 'confirmed').map(({ claim }) => claim),
      ),
    );
    assert.ok(
      confirmed.has('system.INTERNAL_SERVER_ERROR.code'),
      'what a case provokes in a world of its own',
    );
    assert.ok(confirmed.has('oauth.renewal.usable'));
  });

  it('say the same once more of what they were answered', async () => {
    for (const one of baseline.cases.filter((_, index) => index % 3 === 0)) {
      const again = await one.replay(new Map(), baseline.cases);
      assert.deepEqual(again?.judge({ contract }), one.findings, one.testCase.id);
    }
  });

  it('are answered the same each time, to the last byte', async () => {
    const said = ({ sends, state }: CarriedOut) => [
      sends.map(({ exchange: { response } }) => [
        response?.status,
        response?.headers,
        Buffer.from(response?.body ?? '').toString(),
      ]),
      state,
    ];
    for (const one of baseline.cases.filter((_, index) => index % 7 === 0))
      assert.deepEqual(said(await bench.carryOut(one.testCase)), said(one), one.testCase.id);
  });
});

describe('where two answers differ', () => {
  const exchange = (body: string, status = 200, type = 'application/json'): Exchange => ({
    request: { method: 'GET', url: 'https://portal.example/', headers: [] },
    response: {
      status,
      headers: [
        ['Content-Type', type],
        ['Date', `${body.length}`],
      ],
      body: Buffer.from(body),
    },
  });
  const xml = (inside: string): string => `<?xml version="1.0"?><response>${inside}</response>`;
  for (const [title, one, other, places] of [
    ['nowhere', exchange('{"a":1}'), exchange('{"a": 1}'), []],
    ['in the status', exchange('{}'), exchange('{}', 201), ['status']],
    ['in a header', exchange('{}'), exchange('{}', 200, 'text/html'), ['header content-type']],
    ['at the deepest place', exchange('{"a":{"b":[1,2]}}'), exchange('{"a":{"b":[1,3]}}'), ['/a/b/1']],
    ['in what one lacks', exchange('{"a":1}'), exchange('{"b":1}'), ['/a', '/b']],
    ['in their type', exchange('{"a":[]}'), exchange('{"a":{}}'), ['/a']],
    [
      'in XML',
      exchange(xml('<result>1</result>')),
      exchange(xml('<error>X</error>')),
      ['body', '/error', '/result'],
    ],
    ['as one is no JSON', exchange('{"a":1}'), exchange('oops'), ['body']],
    ['as one is missing', exchange('{}'), { request: exchange('').request }, ['status', 'body']],
  ] as const)
    it(title, () => assert.deepEqual(placesChanged(one, other), places));
});

describe('portals that are wrong in what they do with requests', () => {
  for (const [id, where, must] of [
    ['scope-not-checked', 'everywhere', ['system.insufficient_scope.code', 'batch.errors.scope']],
    ['scope-not-checked', 'in-batch', ['batch.errors.scope']],
    ['https-not-required', 'get-query', ['system.INVALID_REQUEST.code']],
    ['expired-token-accepted', 'everywhere', ['system.expired_token.code']],
    ['webhook-of-another-user-accepted', 'everywhere', ['system.INVALID_CREDENTIALS.code']],
    ['form-refused', 'get-query', ['request.get', 'imbot.chat.sendTyping.status']],
    ['imbot.chat.sendTyping.DIALOG_ID ignored', 'post-multipart', ['imbot.chat.sendTyping.status']],
    ['imbot.chat.updateTitle.TITLE ignored', 'everywhere', ['imbot.chat.updateTitle.status']],
    ['four-bytes-lost', 'post-json', ['encoding.utf-8']],
  ] as const)
    it(`${id}, ${where}: ${must.join(', ')} must turn red`, async () => {
      const mutant = await at(id, where);
      assert.equal(mutant.fate, 'noticed', toText([mutant]));
      for (const claim of must) assert.ok(mutant.must.includes(claim), `${claim} of ${mutant.must.join()}`);
    });

  it('are survivors as soon as a claim that must turn red is not judged', async () => {
    const blind: Baseline = {
      ...baseline,
      bench: {
        ...bench,
        async carryOut(testCase, stages) {
          const carried = await bench.carryOut(testCase, stages);
          return {
            ...carried,
            findings: carried.findings.filter(
              ({ claim }) => claim !== 'imbot.chat.updateTitle.TITLE_EMPTY.code',
            ),
          };
        },
      },
    };
    const found = requests.find(
      ({ id }) =>
        id.startsWith('imbot.chat.updateTitle TITLE_EMPTY accepted') && id.includes('without TITLE'),
    );
    assert.ok(found);
    const [mutant] = await runOperator(blind, found, [EVERYWHERE]);
    assert.equal(mutant?.fate, 'missed');
    assert.deepEqual(mutant?.missed, ['imbot.chat.updateTitle.TITLE_EMPTY.code']);
  });

  it('are equivalent where nothing changes, and count once where they strike the same calls', async () => {
    const idle: LiveOperator = {
      id: 'idle',
      kind: 'idle',
      says: 'Nothing is wrong',
      method: 'profile',
      mayStrike: () => true,
      attach: (strikes) => (stages) =>
        wrapStage(stages, 'method', (call, run) => {
          if (call.method === 'profile') strikes(call);
          return run(call);
        }),
      wheres: [EVERYWHERE, { ...EVERYWHERE, id: 'also' }, { id: 'never', says: 'never', holds: () => false }],
      isWanted: true,
    };
    const mutants = await runOperator(baseline, carriedOut(idle));
    assert.deepEqual(
      mutants.map(({ where, fate }) => [where, fate]),
      [
        ['everywhere', 'equivalent'],
        ['never', 'unreached'],
      ],
    );
  });
});

describe('portals whose answers hide what they say', () => {
  const faulty = (id: string, attach: LiveOperator['attach']): PortalOperator =>
    carriedOut({
      id,
      kind: id,
      says: id,
      mayStrike: () => true,
      attach,
      wheres: [EVERYWHERE],
      isWanted: true,
    });

  it('are noticed for the format alone where a body cannot be read', async () => {
    const callback = faulty(
      'callback around JSON',
      (strikes) => (stages) =>
        wrapStage(stages, 'render', async (call, run) => {
          const answer = await run(call);
          const isStruck = call.request.verb === 'GET' && call.format === 'json' && strikes(call);
          return answer && isStruck ? { ...answer, text: `callback(${answer.text})` } : answer;
        }),
    );
    const [mutant] = await runOperator(baseline, callback, [EVERYWHERE]);
    assert.ok(mutant);
    assert.equal(mutant.fate, 'noticed', toText([mutant]));
    assert.ok(mutant.must.includes('answer.json.default'), mutant.must.join());
    assert.deepEqual(
      mutant.must.filter((id) => contract.claim(id)?.check?.error),
      [],
    );
  });

  it("are noticed for a method's refusal with 401, but not where its code may be everybody's", async () => {
    const unauthorized = faulty(
      '401 for 403',
      (strikes) => (stages) =>
        wrapStage(stages, 'render', async (call, run) => {
          const answer = await run(call);
          return answer?.status === 403 && strikes(call) ? { ...answer, status: 401 } : answer;
        }),
    );
    const [mutant] = await runOperator(baseline, unauthorized, [EVERYWHERE]);
    assert.ok(mutant);
    assert.equal(mutant.fate, 'noticed', toText([mutant]));
    assert.ok(mutant.must.includes('imbot.chat.leave.ACCESS_ERROR.status'), mutant.must.join());
    assert.ok(!mutant.must.includes('imbot.v2.Chat.InputAction.notify.ACCESS_DENIED.status'));
  });
});

describe('portals that do otherwise than they say with what they hold', () => {
  for (const [id, claim] of [
    ['imbot.chat.updateTitle chats-update-forgotten', 'imbot.chat.updateTitle.effect'],
    ['imbot.chat.updateTitle chats-update-of-the-neighbour', 'imbot.chat.updateTitle.effect'],
    ['imbot.chat.updateTitle done-although-refused', 'imbot.chat.updateTitle.effect'],
    ['imbot.message.delete messages-update-forgotten', 'imbot.message.delete.COMPLETE.mark'],
    ['imbot.register bots-create-forgotten', 'imbot.register.effect'],
    ['imbot.bot.list bots-newest-not-shown', 'imbot.register.effect'],
    ['imbot.dialog.get chats-stale-by-one', 'imbot.chat.updateTitle.effect'],
  ] as const)
    it(`${id}: ${claim} must turn red`, async () => {
      const mutant = await at(id);
      assert.equal(mutant.fate, 'noticed', toText([mutant]));
      assert.ok(mutant.must.includes(claim), mutant.must.join());
    });
});

describe('portals with two faults', () => {
  it('are noticed for both, and are the same for the same seed', async () => {
    const draw = (seed: number) => runPairs(baseline, requests, 2, seed);
    const [pairs, again, others] = [await draw(3), await draw(3), await draw(4)];
    assert.deepEqual(again, pairs);
    assert.notDeepEqual(
      others.map(({ id }) => id),
      pairs.map(({ id }) => id),
    );
    for (const { id, missed, unnoticed } of [...pairs, ...others])
      assert.deepEqual({ missed, unnoticed }, { missed: [], unnoticed: [] }, id);
  });

  it('are refused where no two operators strike different places', async () => {
    const [one] = requests;
    assert.ok(one);
    await assert.rejects(runPairs(baseline, [one], 1, 1), /no more than 0 pairs/);
  });

  it('are drawn by numbers from 0 to below 1', () => {
    const random = randomBy(1);
    const drawn = Array.from({ length: 1000 }, random);
    assert.ok(drawn.every((number) => number >= 0 && number < 1));
    assert.ok(Math.abs(drawn.reduce((sum, number) => sum + number, 0) / 1000 - 0.5) < 0.05);
  });
});

describe('what methods refuse, not checked in one form', () => {
  const wanted = ['get-query', 'post-urlencoded', 'xml', 'token-in-query', 'in-batch'];
  const botIdError = (): PortalOperator => {
    const found = refusalOperators(contract).find(({ id }) => id === 'BOT_ID_ERROR ignored');
    assert.ok(found);
    return carriedOut({ ...found, wheres: found.wheres.filter(({ id }) => wanted.includes(id)) });
  };

  it('is noticed in each form where nothing need be spared', async () => {
    const found = await withRefusals(contract, undefined, (all) => runOperator(all, botIdError()));
    assert.deepEqual(found.map(({ where, fate }) => `${where} ${fate}`).sort(), [
      'get-query noticed',
      'in-batch noticed',
      'post-urlencoded noticed',
      'token-in-query noticed',
      'xml noticed',
    ]);
    const batch = found.find(({ where }) => where === 'in-batch');
    assert.deepEqual(batch?.must.includes('batch.errors.own'), true);
  });

  it('is said to be out of sight where no case sends such a request', async () => {
    const codeError = refusalOperators(contract).find(({ id }) => id === 'CODE_ERROR ignored');
    assert.ok(codeError);
    const found = await runOperator(baseline, carriedOut(codeError));
    const unreached = found.filter(({ fate }) => fate === 'unreached').map(({ where }) => where);
    assert.ok(unreached.includes('in-batch') && unreached.includes('token-in-form'), unreached.join());
    assert.ok(found.every((mutant) => mutant.fate !== 'unreached' || isFailure(mutant)));
  });
});

describe('what one wrong portal did', () => {
  it('is shown exchange by exchange, with the claims that looked there, and without secrets', async () => {
    const { text } = await explainMutant(
      baseline,
      operator('imbot.chat.updateTitle chats-update-forgotten'),
      EVERYWHERE,
    );
    assert.match(text, /^case imbot\.chat\.updateTitle\.effect$/m);
    assert.match(text, /^ {4}before: HTTP 200 /m);
    assert.match(text, /differs at \/result\/name$/m);
    assert.match(text, /imbot\.chat\.updateTitle\.effect looks at .*: contradicted, had to$/m);
    assert.match(text, /^turned red: imbot\.chat\.updateTitle\.effect, imbot\.chat\.updateTitle\.trimmed$/m);
    assert.ok(!text.includes('mock0hook0full01'), text);
  });
});
