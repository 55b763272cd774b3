import assert from 'node:assert/strict';
import test from 'node:test';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { Agent, request } from 'undici';
import { loadWorld, startMockPortal, wrapStage } from '../../../src/mock/index.ts';
import { bench } from './support.ts';

test('two portals in one process share nothing', async (t) => {
  const world = await loadWorld();
  const first = await bench(t, { world });
  const second = await bench(t, { world });
  assert.notEqual(first.portal.httpsUrl, second.portal.httpsUrl);
  assert.equal(
    first.portal.ca,
    second.portal.ca,
    'a certificate is not part of the state: it is made once per process',
  );
  await first.hook('profile');
  const { time } = (await second.hook('profile')).json as { time: { operating: number; processing: number } };
  assert.equal(time.operating, time.processing);
  await first.portal.close();
  assert.equal((await second.hook('profile')).status, 200);
});

test('answers wait for as long as the way to the portal is to take, over the network and without', async (t) => {
  const waited: number[] = [];
  let arrive = (): void => {};
  const wait = (milliseconds: number) => {
    waited.push(milliseconds);
    return new Promise<void>((resolve) => {
      arrive = resolve;
    });
  };
  const { portal, hook } = await bench(t, { latencyMs: 250, wait });
  for (const ask of [
    () => hook('profile'),
    () =>
      portal.answer({
        verb: 'GET',
        target: '/rest/1/mock0hook0full01/profile',
        headers: {},
        body: Buffer.alloc(0),
        secure: true,
        address: '127.0.0.1',
      }),
  ]) {
    const before = waited.length;
    let isAnswered = false;
    const answer = ask().then(({ status }) => {
      isAnswered = true;
      return status;
    });
    while (waited.length === before) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isAnswered, false);
    arrive();
    assert.equal(await answer, 200);
  }
  assert.deepEqual(waited, [250, 250]);
});

const takesIpv6 =
  checkServerIdentity('::1', { subjectaltname: 'IP Address:0:0:0:0:0:0:0:1' } as PeerCertificate) ===
  undefined;

test('it listens on loopback only, unless `allowRemote` is set', async (t) => {
  for (const host of ['0.0.0.0', '192.0.2.1', '::', 'example.invalid']) {
    await assert.rejects(startMockPortal({ host }), RangeError);
  }
  for (const options of [{ host: '::1' }, { host: 'localhost' }, { host: '0.0.0.0', allowRemote: true }]) {
    const { portal, hook } = await bench(t, options);
    // Node 22.23 takes no certificate for an IPv6 address: there the other server shows where the portal listens.
    if (options.host === '::1' && !takesIpv6) assert.ok((await request(portal.httpUrl)).statusCode);
    else assert.equal((await hook('profile')).status, 200, portal.httpsUrl);
  }
});

test('a port in use ends the start, and leaves nothing open', async (t) => {
  const { portal } = await bench(t);
  await assert.rejects(startMockPortal({ httpsPort: Number(new URL(portal.httpUrl).port) }), /EADDRINUSE/);
});

test('certificates other than the valid one are refused by clients', async (t) => {
  for (const [certificate, code] of [
    ['expired', 'CERT_HAS_EXPIRED'],
    ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ] as const) {
    const { hook } = await bench(t, { certificate });
    await assert.rejects(hook('profile'), { code });
  }
  const { portal } = await bench(t);
  const untrusting = new Agent();
  t.after(() => untrusting.destroy());
  await assert.rejects(request(portal.httpsUrl, { dispatcher: untrusting }));
});

test('stages can be replaced from outside, down to the last byte', async (t) => {
  const { hook } = await bench(t, {
    stages: (stages) =>
      wrapStage(stages, 'render', async (call, run) => {
        const answer = await run(call);
        return (
          answer && {
            ...answer,
            status: 418,
            headers: { ...answer.headers, 'content-type': 'text/plain' },
            text: 'tea',
          }
        );
      }),
  });
  const { status, headers, text } = await hook('profile');
  assert.deepEqual([status, headers['content-type'], text], [418, 'text/plain', 'tea']);
  assert.throws(() => wrapStage([], 'no-such-stage', () => undefined), /no-such-stage/);
});

test('the environment of a smaller world leaves out what is not there', async (t) => {
  const world = await loadWorld();
  const { portal } = await bench(t, { world: { ...world, roles: { userId: 1 } } });
  assert.deepEqual(Object.keys(portal.environment), ['B24_TARGET', 'B24_HTTP_URL', 'B24_USER_ID']);
});
