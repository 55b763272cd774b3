import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
} from '@peculiar/x509';
import { makeCertificate } from '../../../src/mock/certificate.ts';
import { der, ipOctets, oid } from '../../../src/mock/der.ts';

/** What a library for certificates reads in those of the mock. */
const read = (...[kind, host]: Parameters<typeof makeCertificate>) => {
  const { ca, cert } = makeCertificate(kind, host);
  return [new X509Certificate(ca), new X509Certificate(cert)] as const;
};

/** RFC 5280, 4.2.1.1 and 4.2.1.2: strict clients, as of Python 3.13, refuse a chain without them. */
it('the certificate names the key of the CA that signed it', async () => {
  const [authority, server] = read('valid', 'portal.test');
  const keyId = authority.getExtension(SubjectKeyIdentifierExtension)?.keyId;
  assert.ok(keyId);
  assert.equal(keyId, (await SubjectKeyIdentifierExtension.create(authority.publicKey)).keyId);
  assert.equal(server.getExtension(AuthorityKeyIdentifierExtension)?.keyId, keyId);
  assert.notEqual(server.getExtension(SubjectKeyIdentifierExtension)?.keyId, keyId);
  assert.equal(server.issuer, authority.subject);
  assert.match(authority.subject, /^CN=b24-conformance mock CA [0-9a-f]{8}$/);
  assert.ok(await authority.verify({ publicKey: authority }));
  assert.ok(await server.verify({ publicKey: authority }));
  // A first bit that is not set: the number is positive (RFC 5280, 4.1.2.2).
  for (const certificate of [authority, server]) assert.match(certificate.serialNumber, /^0[0-7]/);
});

it('CA and server may each do what they are for, and nothing else', () => {
  const [authority, server] = read('valid', 'portal.test');
  for (const [certificate, isCa, usages] of [
    [authority, true, KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign],
    [server, false, KeyUsageFlags.digitalSignature],
  ] as const) {
    const constraints = certificate.getExtension(BasicConstraintsExtension);
    const usage = certificate.getExtension(KeyUsagesExtension);
    assert.deepEqual([constraints?.ca, constraints?.critical], [isCa, true]);
    assert.deepEqual([usage?.usages, usage?.critical], [usages, true]);
  }
  assert.deepEqual(
    [...(server.getExtension(ExtendedKeyUsageExtension)?.usages ?? [])],
    ['1.3.6.1.5.5.7.3.1'],
  );
});

it('it is for the loopback names and the host, each once', () => {
  const names = (...given: Parameters<typeof makeCertificate>) =>
    read(...given)[1]
      .getExtension(SubjectAlternativeNameExtension)
      ?.names.items.map(({ type, value }) => `${type} ${value}`);
  const loopback = ['dns localhost', 'ip 127.0.0.1', 'ip ::1'];
  assert.deepEqual(names('valid', 'portal.test'), [...loopback, 'dns portal.test']);
  assert.deepEqual(names('valid', '127.0.0.1'), loopback);
  assert.deepEqual(names('expired', '2001:db8::a:1'), [...loopback, 'ip 2001:db8::a:1']);
  assert.deepEqual(names('wrong-host', 'portal.test'), ['dns other-host.invalid']);
});

it('it is good now unless it has expired', () => {
  const now = Date.now();
  for (const [kind, isGood] of [
    ['valid', true],
    ['expired', false],
  ] as const) {
    const [authority, server] = read(kind, 'portal.test');
    assert.ok(Number(authority.notBefore) < Number(server.notBefore));
    assert.ok(Number(server.notBefore) < now);
    assert.equal(Number(server.notAfter) > now, isGood);
    assert.ok(Number(authority.notAfter) > now);
  }
});

it('OpenSSL takes it where it checks strictly', {
  skip: spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is not in PATH',
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'b24-certificate-'));
  try {
    const [ca, cert] = [join(folder, 'ca.pem'), join(folder, 'cert.pem')];
    const made = makeCertificate('valid', 'portal.test');
    writeFileSync(ca, made.ca);
    writeFileSync(cert, made.cert);
    const args = ['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'portal.test'];
    const { stdout, stderr } = spawnSync('openssl', [...args, '-CAfile', ca, cert], { encoding: 'utf8' });
    assert.equal(stdout, `${cert}: OK\n`, stderr);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('lengths, identifiers and addresses are written as X.690 says', () => {
  const hex = (buffer: Buffer) => buffer.toString('hex');
  for (const [length, head] of [
    [0x7f, '047f'],
    [0x80, '048180'],
    [0xff, '0481ff'],
    [0x100, '04820100'],
    [0xffff, '0482ffff'],
  ] as const)
    assert.equal(hex(der(4, Buffer.alloc(length)).subarray(0, head.length / 2)), head);
  assert.equal(hex(oid('1.2.840.10045.4.3.2')), '06082a8648ce3d040302');
  for (const [address, octets] of [
    ['192.0.2.1', 'c0000201'],
    ['::', '0'.repeat(32)],
    ['::1', `${'0'.repeat(31)}1`],
    ['2001:db8::', `20010db8${'0'.repeat(24)}`],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
  ] as const)
    assert.equal(hex(ipOctets(address)), octets, address);
});
