import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { announceWaiting } from '../../../src/portal/announce-waiting.ts';
import type { HttpClient } from '../../../src/wire/client.ts';
import type { Exchange, WireRequest } from '../../../src/wire/exchange.ts';

const request = (path: string): WireRequest => ({
  method: 'POST',
  url: `https://portal.test${path}`,
  headers: [],
});
const PROFILE = request('/rest/1/thesecretcode/profile.json');

/** A client whose network answers when it is told to, and what is said when. */
function waiting() {
  const said: string[] = [];
  const due: (() => void)[] = [];
  const pending: (() => void)[] = [];
  const network: HttpClient = {
    sent: 0,
    send: (sent) =>
      new Promise<Exchange>((resolve) => {
        pending.push(() => resolve({ request: sent }));
      }),
    close: async () => {},
  };
  const client = announceWaiting(network, (line) => said.push(line), {
    now: () => Date.UTC(2025, 8, 9, 13, 0, 0),
    // Moments pass only when the test says so.
    later: (ms, then) => {
      const item = (): void => then();
      due.push(item);
      assert.equal(ms, 5_000);
      return () => void due.splice(due.indexOf(item), 1);
    },
  });
  return {
    client,
    said,
    pass: () => {
      for (const then of [...due]) then();
    },
    answer: () => pending.shift()?.(),
  };
}

describe('a portal that does not answer', () => {
  it('is told of once: what is waited for, and until when', async () => {
    const { client, said, pass, answer } = waiting();
    const first = client.send(PROFILE);
    assert.deepEqual(said, []);
    pass();
    const line =
      '  https://portal.test has not answered profile for 5 s; waiting until 13:04:27 UTC at the latest, further tries included.';
    assert.deepEqual(said, [line]);
    answer();
    await first;
    const second = client.send(PROFILE);
    pass();
    answer();
    await second;
    assert.deepEqual(said, [line]);
  });

  it('is not told of where it answers in time', async () => {
    const { client, said, pass, answer } = waiting();
    const sent = client.send(PROFILE);
    answer();
    assert.deepEqual(await sent, { request: PROFILE });
    pass();
    assert.deepEqual(said, []);
  });

  it('is asked for its address first, without a method', () => {
    const { client, said, pass } = waiting();
    void client.send(request('/rest/'));
    pass();
    assert.match(said[0] ?? '', /has not answered \/rest\/ for 5 s/);
  });
});
