import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPatientClient } from '../../../src/portal/patient-client.ts';
import type { HttpClient } from '../../../src/wire/client.ts';
import type { Exchange, WireFailure, WireRequest } from '../../../src/wire/exchange.ts';

const REQUEST: WireRequest = { method: 'GET', url: 'https://portal.test/rest/x', headers: [] };
const PLAIN: WireRequest = { ...REQUEST, url: 'http://portal.test/rest/x' };

type Answer = { status: number; body?: string } | WireFailure;
const OK = { status: 200, body: '{"result":true}' };
const LIMIT = { status: 503, body: '{"error":"QUERY_LIMIT_EXCEEDED"}' };
const BROKEN = { status: 500, body: '{"error":"INTERNAL_SERVER_ERROR"}' };
const RESET = { code: 'ECONNRESET', message: 'socket hang up' };
const DISTRUST = { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'self-signed certificate' };

/** A patient client whose network gives these answers in turn, the last one for ever; and what it asked and waited. */
function patient(...answers: Answer[]) {
  const log: (string | number)[] = [];
  let sent = 0;
  const network: HttpClient = {
    get sent() {
      return sent;
    },
    async send(request): Promise<Exchange> {
      const answer = answers[Math.min(sent, answers.length - 1)] ?? OK;
      sent++;
      log.push('send');
      if ('code' in answer) return { request, failure: answer };
      return {
        request,
        response: { status: answer.status, headers: [], body: Buffer.from(answer.body ?? '') },
      };
    },
    close: async () => void log.push('close'),
  };
  const told = (what: string) => async () => void log.push(what);
  const coordinator = { take: told('take'), refused: told('refused'), accepted: told('accepted') };
  const client = createPatientClient(network, coordinator, {
    wait: async (ms) => void log.push(ms),
  });
  return {
    client,
    log,
    statuses: (exchange: Exchange) => [...(exchange.tries ?? []), exchange].map(statusOf),
  };
}

const statusOf = ({ response, failure }: Exchange) => response?.status ?? failure?.code;

describe('the patient client', () => {
  it('sends once what is answered, within the limit', async () => {
    const { client, log } = patient(OK);
    const exchange = await client.send(REQUEST);
    assert.equal(exchange.tries, undefined);
    assert.deepEqual(log, ['take', 'send', 'accepted']);
    await client.close();
    assert.deepEqual([client.sent, log.at(-1)], [1, 'close']);
  });

  it('waits where the limit is used up, and keeps every try', async () => {
    const { client, log, statuses } = patient(LIMIT, LIMIT, OK);
    assert.deepEqual(statuses(await client.send(REQUEST)), [503, 503, 200]);
    const refusal = ['take', 'send', 'refused'];
    assert.deepEqual(log, [...refusal, ...refusal, 'take', 'send', 'accepted']);
  });

  it('gives up after eight further refusals, and shows the last', async () => {
    const { client, statuses } = patient(LIMIT);
    assert.deepEqual(
      statuses(await client.send(REQUEST)),
      Array.from({ length: 9 }, () => 503),
    );
  });

  for (const [what, trouble, shown] of [
    ['a failure of the network', RESET, 'ECONNRESET'],
    ['a failure of the server', BROKEN, 500],
    ['503 for another reason', { status: 503, body: '<html>We will be back soon</html>' }, 503],
    ['a gateway without a portal', { status: 502, body: '' }, 502],
    ['a passing refusal', { status: 401, body: '{"error":"CONNECTION_ERROR"}' }, 401],
  ] as const) {
    it(`tries three times more after ${what}, with growing pauses, and keeps every try`, async () => {
      const { client, log, statuses } = patient(trouble);
      assert.deepEqual(statuses(await client.send(REQUEST)), [shown, shown, shown, shown]);
      assert.deepEqual(
        log.filter((entry) => typeof entry === 'number'),
        [1500, 2250, 3375],
      );
      assert.equal(log.filter((entry) => entry === 'take').length, 4, 'every try keeps to the limit');
    });

    it(`is content with the first answer after ${what}`, async () => {
      const { client, log, statuses } = patient(trouble, OK);
      assert.deepEqual(statuses(await client.send(REQUEST)), [shown, 200]);
      assert.equal(log.at(-1), 'accepted');
    });
  }

  for (const [what, answer] of [
    ['a block by hand', { status: 503, body: '{"error":"OVERLOAD_LIMIT"}' }],
    ['a portal that is closed', { status: 500, body: '{"error":"PORTAL_DELETED"}' }],
    ['an expired token', { status: 401, body: '{"error":"expired_token"}' }],
    ['a body that is too large', { status: 413, body: '<html>' }],
  ] as const)
    it(`tries nothing again after ${what}, which no moment mends`, async () => {
      const { client, statuses } = patient(answer, OK);
      assert.deepEqual(statuses(await client.send(REQUEST)), [answer.status]);
    });

  it('waits where 429 tells that the limit is used up', async () => {
    const { client, statuses } = patient({ status: 429, body: '<html>slow down</html>' }, OK);
    assert.deepEqual(statuses(await client.send(REQUEST)), [429, 200]);
  });

  it('counts failures and refusals of the limit apart', async () => {
    const { client, statuses } = patient(RESET, LIMIT, BROKEN, LIMIT, RESET, OK);
    assert.deepEqual(statuses(await client.send(REQUEST)), ['ECONNRESET', 503, 500, 503, 'ECONNRESET', 200]);
  });

  it('tries nothing again over plain HTTP, which need not be answered', async () => {
    const { client, statuses } = patient(RESET, OK);
    assert.deepEqual(statuses(await client.send(PLAIN)), ['ECONNRESET']);
  });

  it('tries nothing again where the certificate is not trusted', async () => {
    const { client, statuses } = patient(DISTRUST, OK);
    assert.deepEqual(statuses(await client.send(REQUEST)), ['DEPTH_ZERO_SELF_SIGNED_CERT']);
  });

  it('takes the first answer of an impatient request, whatever it is, and holds nobody up for it', async () => {
    for (const answer of [LIMIT, BROKEN, RESET]) {
      const { client, log, statuses } = patient(answer, OK);
      assert.equal(statuses(await client.send(REQUEST, { impatient: true })).length, 1);
      assert.deepEqual(log, ['take', 'send']);
    }
  });

  it('does not wait for the limit with an impatient request, but counts it', async () => {
    let taken = 0;
    const network = { sent: 0, close: async () => {}, send: async (request: WireRequest) => ({ request }) };
    const never = () => new Promise<void>(() => taken++);
    const client = createPatientClient(network, { take: never, refused: never, accepted: async () => {} });
    await client.send(REQUEST, { impatient: true });
    assert.equal(taken, 1);
  });

  it('holds a portal to be gone after two requests in vain, and asks the rest once, until one is answered', async () => {
    const answers: Answer[] = Array.from({ length: 10 }, () => RESET);
    const { client, log, statuses } = patient(...answers, OK, RESET, OK);
    const tries: number[] = [];
    for (let index = 0; index < 6; index++) tries.push(statuses(await client.send(REQUEST)).length);
    assert.deepEqual(tries, [4, 4, 1, 1, 1, 2]);
    assert.equal(log.filter((entry) => entry === 'send').length, 13);
  });
});
