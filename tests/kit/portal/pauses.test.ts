import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPatientClient } from '../../../src/portal/patient-client.ts';
import { createPauses } from '../../../src/portal/pauses.ts';
import type { HttpClient } from '../../../src/wire/client.ts';
import type { Exchange, WireRequest } from '../../../src/wire/exchange.ts';

const BASE = 'https://portal.test/rest/1/code/';
const request = (path: string, base = BASE): WireRequest => ({
  method: 'POST',
  url: base + path,
  headers: [],
});
const answered = (asked: WireRequest, body: object, status = 200): Exchange => ({
  request: asked,
  response: { status, headers: [], body: Buffer.from(JSON.stringify(body)) },
});
/** A moment at which tests begin, in milliseconds since 1970. */
const START = 1_795_000_000_000;
const TYPING = request('imbot.chat.sendTyping');

describe('a method whose running time is used up', () => {
  it('is paused until the moment that its last answer told', () => {
    let now = START;
    const pauses = createPauses(() => now);
    pauses.note(answered(TYPING, { result: true, time: { operating_reset_at: START / 1000 + 40 } }));
    assert.equal(pauses.begin(TYPING), START + 40_000);
    now += 39_999;
    assert.equal(pauses.until(TYPING), START + 40_000);
    now += 1;
    assert.equal(pauses.until(TYPING), undefined);
  });

  it('is paused for five minutes where no answer told a moment, or only one that is over', () => {
    for (const resetAt of [undefined, START / 1000 - 5, 'soon']) {
      const pauses = createPauses(() => START);
      pauses.note(answered(TYPING, { result: true, time: { operating_reset_at: resetAt } }));
      assert.equal(pauses.begin(TYPING), START + 300_000);
    }
  });

  it('is the same in whatever way the address writes it, and another for another credential or method', () => {
    const pauses = createPauses(() => START);
    pauses.begin(TYPING);
    for (const same of [
      'imbot.chat.sendTyping.xml',
      'imbot.chat.sendtyping.json',
      'imbot.chat.sendTyping/',
      '/imbot.chat.sendTyping?BOT_ID=1',
    ])
      assert.ok(pauses.until(request(same)) !== undefined, same);
    assert.equal(pauses.until(request('imbot.chat.get')), undefined);
    assert.equal(
      pauses.until(request('imbot.chat.sendTyping', 'https://portal.test/rest/2/other/')),
      undefined,
    );
    assert.equal(pauses.until(request('imbot.chat.sendTyping', 'https://portal.test/rest/')), undefined);
  });
});

describe('the patient client and a method whose running time is used up', () => {
  const BLOCKED = {
    error: 'OPERATION_TIME_LIMIT',
    error_description: 'Method is blocked due to operation time limit.',
  };

  /** A network that gives these answers in turn, the last one for ever. */
  function patient(...answers: (readonly [number, object])[]) {
    const waits: number[] = [];
    let now = START;
    let sent = 0;
    const network: HttpClient = {
      get sent() {
        return sent;
      },
      async send(asked) {
        const [status, body] = answers[Math.min(sent, answers.length - 1)] ?? [200, {}];
        sent++;
        return answered(asked, body, status);
      },
      close: async () => {},
    };
    const nothing = async (): Promise<void> => {};
    const client = createPatientClient(
      network,
      { take: nothing, refused: nothing, accepted: nothing },
      {
        now: () => now,
        wait: async (ms) => {
          waits.push(ms);
          now += ms;
        },
      },
    );
    return { client, waits, sent: () => sent, pass: (ms: number) => (now += ms) };
  }
  const resetIn = (seconds: number) =>
    [200, { result: true, time: { operating_reset_at: START / 1000 + seconds } }] as const;

  it('waits for a moment that is near, and keeps the refusal', async () => {
    const { client, waits } = patient(resetIn(30), [429, BLOCKED], [200, { result: true }]);
    await client.send(TYPING);
    const exchange = await client.send(TYPING);
    assert.deepEqual([exchange.tries?.[0]?.response?.status, exchange.response?.status], [429, 200]);
    assert.deepEqual(waits, [30_000]);
  });

  it('does not wait for one that is far, and asks no more until then', async () => {
    const { client, waits, sent, pass } = patient(resetIn(500), [429, BLOCKED], [200, { result: true }]);
    await client.send(TYPING);
    assert.equal((await client.send(TYPING)).response?.status, 429);
    const { response, failure } = await client.send(request('imbot.chat.sendTyping.xml'));
    assert.equal(response, undefined);
    assert.match(
      failure?.message ?? '',
      /^not sent: the running time of this method is used up.* until about 2026-11-/,
    );
    assert.deepEqual([waits, sent()], [[], 2]);
    assert.equal((await client.send(request('profile'))).response?.status, 200, 'others go on');
    pass(500_000);
    assert.equal((await client.send(TYPING)).response?.status, 200);
  });

  it('tells the limit by its code, with whatever status', async () => {
    for (const status of [429, 503, 401]) {
      const { client, sent } = patient([status, BLOCKED]);
      await client.send(TYPING);
      await client.send(TYPING);
      assert.equal(sent(), 1);
    }
  });

  it('waits once, not for ever', async () => {
    const { client, waits } = patient(resetIn(30), [429, BLOCKED]);
    await client.send(TYPING);
    const exchange = await client.send(TYPING);
    assert.deepEqual([exchange.tries?.length, exchange.response?.status], [1, 429]);
    assert.deepEqual(waits, [30_000]);
  });

  it('leaves requests alone that are to meet a limit', async () => {
    const { client, sent } = patient([429, BLOCKED]);
    for (let index = 0; index < 3; index++) await client.send(TYPING, { impatient: true });
    assert.equal(sent(), 3);
  });
});
