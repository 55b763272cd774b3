import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PortalLost } from '../../../src/portal/coordinator.ts';
import { createLifeline, UNANSWERED_IN_A_ROW } from '../../../src/portal/lifeline.ts';
import { createWatchedClient, isSilent, whySilent } from '../../../src/portal/watched-client.ts';
import type { HttpClient } from '../../../src/wire/client.ts';
import type { Exchange, WireRequest } from '../../../src/wire/exchange.ts';

const NOON = Date.UTC(2026, 10, 26, 12);
const MOMENT = 'https://portal.test stopped answering after 2026-11-26 12:00:00 UTC';

/** A lifeline with a clock of its own, to whose questions these are the answers; undefined: the portal is there. */
function lifeline(...answers: (string | undefined)[]) {
  let now = NOON;
  const said: string[] = [];
  let asked = 0;
  const line = createLifeline({
    origin: 'https://portal.test',
    check: async () => answers[asked++],
    say: (text) => said.push(text),
    now: () => now,
    wait: async (ms) => {
      now += ms;
    },
  });
  const inVain = (times: number) => Promise.all(Array.from({ length: times }, () => line.unanswered()));
  return {
    line,
    said,
    inVain,
    pass: (ms: number) => {
      now += ms;
    },
    get asked() {
      return asked;
    },
  };
}

describe('a portal in the middle of a run', () => {
  it('is asked once whether it is there after a few requests in vain, and lost if it does not answer', async () => {
    const watched = lifeline('Nothing listens.');
    await watched.inVain(UNANSWERED_IN_A_ROW - 1);
    assert.equal(watched.asked, 0);
    watched.pass(65_000);
    await watched.inVain(5);
    assert.equal(watched.asked, 1);
    assert.equal(watched.line.reason, MOMENT);
    assert.equal(await watched.line.lost(), MOMENT);
    await assert.rejects(watched.line.pass(), new PortalLost(MOMENT));
    assert.match(watched.said.join('\n'), /the run stops here\.\n {2}Nothing listens\./);
    await watched.inVain(5);
    assert.equal(watched.asked, 1, 'what is lost is not asked again');
  });

  it('goes on once it answers again, and is asked anew when it falls silent anew', async () => {
    const watched = lifeline(undefined, 'gone');
    await watched.inVain(UNANSWERED_IN_A_ROW);
    assert.equal(watched.line.reason, undefined);
    assert.match(watched.said.at(-1) ?? '', /answers again; the run goes on/);
    await watched.line.pass();
    await watched.inVain(UNANSWERED_IN_A_ROW - 1);
    assert.equal(watched.asked, 1);
    await watched.inVain(1);
    assert.equal(watched.asked, 2);
    assert.ok(watched.line.reason);
  });

  it('is not asked where answers come in between', async () => {
    const watched = lifeline('gone');
    for (let times = 0; times < 5; times++) {
      await watched.inVain(UNANSWERED_IN_A_ROW - 1);
      watched.line.answered();
    }
    assert.equal(watched.asked, 0);
  });

  it('lets nobody pass while it is asked', async () => {
    const watched = lifeline(undefined);
    const order: string[] = [];
    const asking = watched.inVain(UNANSWERED_IN_A_ROW).then(() => order.push('known'));
    const passing = watched.line.pass().then(() => order.push('passed'));
    await Promise.all([asking, passing]);
    assert.equal(watched.asked, 1);
    assert.equal(order.length, 2);
  });

  it('is said to be silent as soon as nothing comes', async () => {
    const watched = lifeline();
    assert.equal(watched.line.silence, undefined);
    watched.pass(30_000);
    assert.equal(watched.line.silence, 30_000);
    watched.line.answered();
    assert.equal(watched.line.silence, undefined);
    await watched.inVain(1);
    watched.pass(1_000);
    assert.equal(watched.line.silence, 1_000);
  });
});

const REQUEST: WireRequest = { method: 'GET', url: 'https://portal.test/rest/x', headers: [] };
const answered = (status: number, body: string, type = 'text/html'): Exchange => ({
  request: REQUEST,
  response: { status, headers: [['Content-Type', type]], body: Buffer.from(body) },
});
const failed = (code: string, url = REQUEST.url): Exchange => ({
  request: { ...REQUEST, url },
  failure: { code, message: 'no' },
});

describe('silence', () => {
  for (const [what, exchange, silent] of [
    ['a connection refused', failed('ECONNREFUSED'), true],
    ['headers that do not come', failed('UND_ERR_HEADERS_TIMEOUT'), true],
    ['a connection reset', failed('ECONNRESET'), true],
    ["a gateway's page", answered(502, '<html><title>502 Bad Gateway</title>'), true],
    ["a gateway's page of 503", answered(503, '<!doctype html><html>'), true],
    ['a certificate that is not trusted', failed('CERT_HAS_EXPIRED'), false],
    ['plain HTTP', failed('ECONNREFUSED', 'http://portal.test/rest/x'), false],
    ['the limit', answered(503, '{"error":"QUERY_LIMIT_EXCEEDED"}', 'application/json'), false],
    ['an error of the server', answered(500, '{"error":"INTERNAL_SERVER_ERROR"}', 'application/json'), false],
    ['an answer', answered(200, '{"result":true}', 'application/json'), false],
  ] as const)
    it(`is ${silent ? '' : 'not '}${what}`, () => {
      assert.equal(isSilent(exchange), silent);
    });

  const network = (send: HttpClient['send']): HttpClient => ({ sent: 0, send, close: async () => {} });

  it('is told in words by one question, and a gateway does not speak for the portal', async () => {
    const ask = (exchange: Exchange) =>
      whySilent(
        'https://portal.test',
        network(async () => exchange),
      );
    assert.match((await ask(failed('ECONNREFUSED'))) ?? '', /Nothing listens at https:\/\/portal\.test/);
    assert.match(
      (await ask(answered(502, '<html><title>502 Bad Gateway</title>'))) ?? '',
      /In place of https:\/\/portal\.test came an HTML page titled '502 Bad Gateway'/,
    );
    assert.equal(await ask(answered(401, '{"error":"NO_AUTH_FOUND"}', 'application/json')), undefined);
    assert.equal(await ask(answered(302, '')), undefined);
  });

  it('is told of once for each request', async () => {
    let told = 0;
    const coordinator = { unanswered: async () => void told++, lost: () => new Promise<string>(() => {}) };
    const client = createWatchedClient(
      network(async () => failed('ECONNRESET')),
      coordinator,
    );
    assert.deepEqual(await client.send(REQUEST), failed('ECONNRESET'));
    assert.equal(told, 1);
    await createWatchedClient(
      network(async () => answered(200, '{}', 'application/json')),
      coordinator,
    ).send(REQUEST);
    assert.equal(told, 1);
  });

  it('ends what is under way once the portal is lost', async () => {
    let lose: (reason: string) => void = () => {};
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    const hanging = network(() => new Promise(() => {}));
    const client = createWatchedClient(hanging, { unanswered: async () => {}, lost: () => lost });
    const sending = assert.rejects(client.send(REQUEST), new PortalLost(MOMENT));
    lose(MOMENT);
    await sending;
  });
});
