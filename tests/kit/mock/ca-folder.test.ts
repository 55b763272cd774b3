import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { Agent, request } from 'undici';
import { CaFolderError, keptCertificates } from '../../../src/mock/cli/ca-folder.ts';
import { startMockPortal } from '../../../src/mock/index.ts';

const HOST = '127.0.0.1';

async function scratch(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'b24-ca-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

test('the first start makes certificates, and later ones find them', async (t) => {
  const folder = join(await scratch(t), 'new', 'folder');
  const first = await keptCertificates(folder, HOST);
  const second = await keptCertificates(folder, HOST);
  assert.deepEqual([first.made, second.made], ['first', undefined]);
  assert.deepEqual(second.certificates, first.certificates);
  assert.equal(await readFile(first.caFile, 'utf8'), first.certificates.valid.ca);
  assert.deepEqual((await readdir(folder)).sort(), ['ca.pem', 'certificates.json']);
  assert.equal((await stat(join(folder, 'certificates.json'))).mode & 0o077, 0);
});

test('a client that trusts the CA once talks to a later portal, and refuses a bad certificate of the same CA', async (t) => {
  const folder = await scratch(t);
  const { caFile } = await keptCertificates(folder, HOST);
  const dispatcher = new Agent({ connect: { ca: await readFile(caFile, 'utf8') } });
  t.after(() => dispatcher.destroy());
  const codeFor = async (kind: 'valid' | 'expired' | 'wrong-host') => {
    const { certificates } = await keptCertificates(folder, HOST);
    const portal = await startMockPortal({ certificate: certificates[kind] });
    t.after(() => portal.close());
    return await request(`${portal.httpsUrl}/rest/profile`, { dispatcher }).then(
      async ({ statusCode, body }) => {
        await body.dump();
        return statusCode;
      },
      (error: { code: string }) => error.code,
    );
  };
  assert.equal(await codeFor('valid'), 401);
  assert.equal(await codeFor('expired'), 'CERT_HAS_EXPIRED');
  assert.equal(await codeFor('wrong-host'), 'ERR_TLS_CERT_ALTNAME_INVALID');
});

test('several that begin at once agree on one CA', async (t) => {
  const folder = await scratch(t);
  const all = await Promise.all(Array.from({ length: 8 }, () => keptCertificates(folder, HOST)));
  const cas = new Set(all.map(({ certificates }) => certificates.valid.ca));
  assert.deepEqual([cas.size, all.filter(({ made }) => made === 'first').length], [1, 1]);
  assert.equal(cas.has(await readFile(join(folder, 'ca.pem'), 'utf8')), true);
});

test('certificates that end within a day are made anew', async (t) => {
  const folder = await scratch(t);
  const { certificates } = await keptCertificates(folder, HOST);
  const inDays = (days: number) => keptCertificates(folder, HOST, Date.now() + days * 86_400_000);
  assert.equal((await inDays(363)).made, undefined);
  const { made, certificates: fresh } = await inDays(364.5);
  assert.equal(made, 'ended');
  assert.notEqual(fresh.valid.ca, certificates.valid.ca);
  assert.equal(await readFile(join(folder, 'ca.pem'), 'utf8'), fresh.valid.ca);
});

test('a CA file that was deleted comes back', async (t) => {
  const folder = await scratch(t);
  const { caFile, certificates } = await keptCertificates(folder, HOST);
  await rm(caFile);
  await keptCertificates(folder, HOST);
  assert.equal(await readFile(caFile, 'utf8'), certificates.valid.ca);
});

test('what cannot be used is told with what to do, and left alone', async (t) => {
  const folder = await scratch(t);
  const refused = async (place: string, message: RegExp) =>
    assert.rejects(keptCertificates(place, HOST), (error) => {
      assert.ok(error instanceof CaFolderError, String(error));
      assert.match(error.message, message);
      return true;
    });
  const file = join(folder, 'file');
  await writeFile(file, '');
  await refused(file, /file: it is a file, not a folder$/);
  await refused(join(file, 'below'), /a part of its path is a file, not a folder$/);

  const foreign = join(folder, 'ca.pem');
  await writeFile(foreign, 'mine');
  await refused(
    folder,
    /ca\.pem was not made here \(there is no certificates\.json beside it\), and is left alone/,
  );
  assert.deepEqual([await readFile(foreign, 'utf8'), await readdir(folder)], ['mine', ['ca.pem', 'file']]);

  const ours = join(folder, 'ours');
  const { caFile, certificates } = await keptCertificates(ours, HOST);
  await writeFile(caFile, 'mine');
  await refused(ours, /it is another CA than that of certificates\.json/);
  const other = (await keptCertificates(join(folder, 'other'), HOST)).certificates;
  const store = join(ours, 'certificates.json');
  for (const [text, why] of [
    ['{', /is damaged \(.*\): delete it and ca\.pem/],
    ['{}', /is damaged/],
    [JSON.stringify({ ...certificates, expired: other.expired }), /damaged \('expired' is of another CA\)/],
    [
      JSON.stringify({ ...certificates, valid: { ...certificates.valid, key: other.valid.key } }),
      /damaged \('valid' has another key\)/,
    ],
  ] as const) {
    await writeFile(store, text);
    await refused(ours, why);
  }
});
