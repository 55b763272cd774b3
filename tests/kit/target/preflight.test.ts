import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSettings } from '../../../src/target/environment.ts';
import { checkReachable, explainFailure, TargetError } from '../../../src/target/preflight.ts';
import { createTarget, type Target } from '../../../src/target/target.ts';
import { certificate, client, closedPort, record, serve } from '../wire/server.ts';

const ORIGIN = 'https://portal.test';
const CODE = 'c0de-of-webhook';

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
  const target = (origin: string): Target =>
    createTarget(readSettings({ B24_TARGET: 'portal', B24_WEBHOOK: `${origin}/rest/1/${CODE}/` }));

  it('a portal that answers is fine, whatever it answers', async (t) => {
    const identity = await certificate({ ip: '127.0.0.1' });
    for (const status of [200, 302, 404, 500]) {
      const url = await serve(t, (_request, response) => response.writeHead(status).end(), identity);
      await checkReachable(target(url), client(t, { ca: identity.cert }));
    }
  });

  it('no credential is sent', async (t) => {
    const identity = await certificate({ ip: '127.0.0.1' });
    const { url, received } = await record(t, identity);
    await checkReachable(target(url), client(t, { ca: identity.cert }));
    assert.equal(received.length, 1);
    assert.ok(!JSON.stringify(received).includes(CODE));
  });

  it('an untrusted certificate ends the run with what to do', async (t) => {
    const { url } = await record(t, await certificate({ ip: '127.0.0.1' }));
    await assert.rejects(checkReachable(target(url), client(t)), (error) => {
      assert.ok(error instanceof TargetError);
      assert.match(error.message, /B24_CA_FILE/);
      return true;
    });
  });

  it('nothing there ends the run with what to do', async (t) => {
    const url = `https://127.0.0.1:${await closedPort()}`;
    await assert.rejects(checkReachable(target(url), client(t)), {
      name: 'TargetError',
      message: `Nothing listens at ${url} (ECONNREFUSED). Is the portal up, and is the address in B24_WEBHOOK right?`,
    });
  });
});
