import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkMove, checkReachable, explainFailure, TargetError } from '../../../src/target/preflight.ts';
import { certificate, client, closedPort, record, serve } from '../wire/server.ts';

const ORIGIN = 'https://portal.test';

const EXPLAINED: [code: string, words: RegExp][] = [
  ['ECONNREFUSED', /^Nothing listens at https:\/\/portal\.test \(ECONNREFUSED\)\..*B24_WEBHOOK/],
  ['ENOTFOUND', /^The name in https:\/\/portal\.test cannot be resolved \(ENOTFOUND\)\..*B24_WEBHOOK/],
  ['EAI_AGAIN', /cannot be resolved \(EAI_AGAIN\)/],
  ['CERT_HAS_EXPIRED', /has expired\. Renew it on the portal; checks are never switched off/],
  ['CERT_NOT_YET_VALID', /is not valid yet\. Compare the clocks/],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    /is for another host: the message\. Use the name in the certificate in B24_WEBHOOK/,
  ],
  ['UND_ERR_CONNECT_TIMEOUT', /does not answer in time \(UND_ERR_CONNECT_TIMEOUT\).*firewall/],
  ['UND_ERR_HEADERS_TIMEOUT', /does not answer in time/],
  ['ETIMEDOUT', /does not answer in time/],
  ['ECONNRESET', /^https:\/\/portal\.test cannot be reached: the message \(ECONNRESET\)\.$/],
  ['SOMETHING_NEW', /cannot be reached: the message \(SOMETHING_NEW\)/],
  ...[
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ].map((code): [string, RegExp] => [
    code,
    new RegExp(
      `signed by an authority that is not trusted \\(${code}\\)\\.\n.*B24_CA_FILE.*never switched off`,
    ),
  ]),
];

describe('a failure to connect is explained', () => {
  for (const [code, words] of EXPLAINED)
    it(code, () => {
      assert.match(explainFailure(ORIGIN, { code, message: 'the message' }), words);
    });
});

describe('before the first test', () => {
  it('a portal that answers is fine, whatever it answers', async (t) => {
    const identity = await certificate({ ip: '127.0.0.1' });
    for (const status of [200, 401, 404, 500]) {
      const url = await serve(t, (_request, response) => response.writeHead(status).end(), identity);
      assert.equal(await checkReachable(url, client(t, { ca: identity.cert })), undefined);
    }
  });

  it('a redirect within the portal is no move', async (t) => {
    const identity = await certificate({ ip: '127.0.0.1' });
    for (const location of ['/login/', '?a=b', 'http://[broken']) {
      const url = await serve(
        t,
        (_request, response) => response.writeHead(302, { location }).end(),
        identity,
      );
      assert.equal(await checkReachable(url, client(t, { ca: identity.cert })), undefined, location);
    }
  });

  it('a redirect to another address is a move there', async (t) => {
    const identity = await certificate({ ip: '127.0.0.1' });
    const location = 'https://new.portal.test/rest/?a=b';
    const url = await serve(t, (_request, response) => response.writeHead(301, { location }).end(), identity);
    assert.equal(await checkReachable(url, client(t, { ca: identity.cert })), 'https://new.portal.test');
  });

  it('one request is sent, without a body and to no address of a webhook', async (t) => {
    const identity = await certificate({ ip: '127.0.0.1' });
    const { url, received } = await record(t, identity);
    await checkReachable(url, client(t, { ca: identity.cert }));
    assert.deepEqual(
      received.map(({ method, url, body }) => [method, url, body.length]),
      [['GET', '/rest/', 0]],
    );
  });

  it('an untrusted certificate ends the run with what to do', async (t) => {
    const { url } = await record(t, await certificate({ ip: '127.0.0.1' }));
    await assert.rejects(checkReachable(url, client(t)), (error) => {
      assert.ok(error instanceof TargetError);
      assert.match(error.message, /B24_CA_FILE/);
      return true;
    });
  });

  it('nothing there ends the run with what to do', async (t) => {
    const url = `https://127.0.0.1:${await closedPort()}`;
    await assert.rejects(checkReachable(url, client(t)), {
      name: 'TargetError',
      message: `Nothing listens at ${url} (ECONNREFUSED). Is the portal up, and is the address in B24_WEBHOOK right?`,
    });
  });
});

describe('a portal that has moved', () => {
  const FROM = 'https://old.portal.test';

  it('is not followed without leave', () => {
    assert.throws(() => checkMove(FROM, 'https://new.portal.test', false), {
      name: 'TargetError',
      message:
        /^The portal https:\/\/old\.portal\.test has moved to https:\/\/new\.portal\.test\.\n.*B24_WEBHOOK.*B24_FOLLOW_MOVED=1/,
    });
  });

  for (const to of ['https://new.portal.test', 'https://portal.test', 'https://a.b.portal.test:8443'])
    it(`is followed within its domain: ${to}`, () => {
      assert.doesNotThrow(() => checkMove(FROM, to, true));
    });

  for (const to of [
    'http://new.portal.test',
    'https://other.test',
    'https://portal.test.evil.example',
    'https://evilportal.test',
    'https://127.0.0.1',
  ])
    it(`is not followed with credentials elsewhere: ${to}`, () => {
      assert.throws(() => checkMove(FROM, to, true), {
        name: 'TargetError',
        message: /another domain, or not HTTPS/,
      });
    });

  it('is not followed from one owner to another beneath a shared ending', () => {
    assert.throws(() => checkMove('https://one.co.uk', 'https://two.co.uk', true), { name: 'TargetError' });
  });
});
