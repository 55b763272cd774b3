import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openRelay, type RelayMeans } from '../../../src/examples/relay.ts';
import { openTarget } from '../../../src/shell/open-target.ts';
import { readSettings } from '../../../src/target/environment.ts';
import { createClient, type HttpClient } from '../../../src/wire/client.ts';
import type { WireRequest, WireResponse } from '../../../src/wire/exchange.ts';

type Answer = (request: WireRequest) => WireResponse | undefined;

const json = (status: number, value: object): WireResponse => ({
  status,
  headers: [
    ['Content-Type', 'application/json'],
    ['Content-Encoding', 'gzip'],
    ['Content-Length', '9999'],
  ],
  body: Buffer.from(JSON.stringify(value)),
});

/** A relay to a portal that answers as told, and what that portal got. */
async function withRelay(
  answer: Answer,
  use: (relay: Awaited<ReturnType<typeof openRelay>>, got: WireRequest[]) => Promise<void>,
  more: Partial<RelayMeans> = {},
  patience: unknown[] = [],
): Promise<void> {
  const { target, close } = await openTarget(readSettings({}));
  const got: WireRequest[] = [];
  const portal: HttpClient = {
    sent: 0,
    async send(request, options) {
      got.push(request);
      patience.push(options);
      const response = answer(request);
      return response ? { request, response } : { request, failure: { code: 'ECONNRESET', message: '' } };
    },
    async close() {},
  };
  const relay = await openRelay({ target, client: portal, ...more });
  try {
    await use(relay, got);
  } finally {
    await relay.close();
    await close();
  }
}

describe('the relay between examples and the target', () => {
  const body = Buffer.from('{"A":1}');
  const headers = [
    ['Content-Type', 'application/json'],
    ['X-Own', 'kept'],
  ] as const;

  it('passes requests on as they are, but for what is between two hosts, and answers decoded', async () => {
    await withRelay(
      () => json(200, { result: true }),
      async (relay, got) => {
        const client = createClient({ ca: relay.ca });
        const url = `https://${relay.host}/rest/profile?a=1`;
        const { response } = await client.send({ method: 'POST', url, headers, body });
        await client.close();
        assert.equal(Buffer.from(response?.body ?? []).toString(), '{"result":true}');
        const names = response?.headers.map(([name]) => name.toLowerCase()) ?? [];
        assert.equal(names.includes('content-encoding'), false);
        const [one] = got;
        assert.match(one?.url ?? '', /^https:\/\/.*\/rest\/profile\?a=1$/);
        assert.equal(one?.url.includes(relay.host), false);
        assert.equal(Buffer.from(one?.body ?? []).toString(), '{"A":1}');
        const sent = new Map(one?.headers.map(([name, value]) => [name.toLowerCase(), value]));
        assert.deepEqual(
          [sent.get('x-own'), sent.has('host'), sent.has('content-length')],
          ['kept', false, false],
        );
        assert.deepEqual(relay.calls(), [
          { method: 'profile', parameters: { a: '1', A: 1 }, status: 200, error: undefined },
        ]);
        assert.deepEqual(relay.calls(), []);
      },
    );
  });

  it('sends at once what the example waited for, and with patience where others use up the limit', async () => {
    const patience: unknown[] = [];
    let limited = true;
    await withRelay(
      () => {
        const answer = limited ? json(503, { error: 'QUERY_LIMIT_EXCEEDED' }) : json(200, { result: 1 });
        limited = false;
        return answer;
      },
      async (relay) => {
        const { status } = await relay.pass({ method: 'GET', path: '/rest/profile', headers: [], body });
        assert.equal(status, 200);
        assert.deepEqual(patience, [{ impatient: true }, undefined]);
      },
      {},
      patience,
    );
  });

  it('tells of a target that does not answer', async () => {
    await withRelay(
      () => undefined,
      async (relay) => {
        const { status } = await relay.pass({ method: 'GET', path: '/rest/profile', headers: [], body });
        assert.equal(status, 502);
        assert.deepEqual(
          relay.calls().map(({ error }) => error),
          ['ECONNRESET'],
        );
      },
    );
  });

  it('keeps back what the target is to be spared', async () => {
    await withRelay(
      () => json(200, {}),
      async (relay, got) => {
        await relay.pass({ method: 'GET', path: '/rest/user.add', headers: [], body: Buffer.alloc(0) });
        assert.equal(got.length, 0);
        assert.deepEqual(relay.calls(), [{ method: 'user.add', parameters: {}, status: undefined }]);
      },
      { lets: (method) => method !== 'user.add' },
    );
  });

  it('renews an access token that has expired, once, wherever it stands', async () => {
    const asked: string[] = [];
    let old = '';
    const expired: Answer = ({ body: sent = Buffer.alloc(0) }) =>
      Buffer.from(sent).toString().includes('fresh')
        ? json(200, { result: 1 })
        : json(401, { error: 'expired_token' });
    await withRelay(
      expired,
      async (relay, got) => {
        const { target, close } = await openTarget(readSettings({}));
        old = target.access({ token: 'own' }, 'https').token ?? '';
        await close();
        const text = JSON.stringify({ auth: old });
        const { status } = await relay.pass({
          method: 'POST',
          path: '/rest/profile',
          headers: [['Content-Type', 'application/json']],
          body: Buffer.from(text),
        });
        assert.equal(status, 200);
        assert.deepEqual([asked, got.length], [[old], 2]);
        assert.equal(relay.calls()[0]?.error, undefined);
      },
      {
        renew: async (token) => {
          asked.push(token);
          return 'fresh';
        },
      },
    );
  });
});
