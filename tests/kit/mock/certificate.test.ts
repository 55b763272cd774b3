import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  AuthorityKeyIdentifierExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
} from '@peculiar/x509';
import { makeCertificate } from '../../../src/mock/certificate.ts';

/** RFC 5280, 4.2.1.1 and 4.2.1.2: strict clients, as of Python 3.13, refuse a chain without them. */
it('the certificate names the key of the CA that signed it', async () => {
  const { ca, cert } = await makeCertificate('valid', 'portal.test');
  const [authority, server] = [new X509Certificate(ca), new X509Certificate(cert)];
  const own = authority.getExtension(SubjectKeyIdentifierExtension)?.keyId;
  assert.ok(own);
  assert.equal(server.getExtension(AuthorityKeyIdentifierExtension)?.keyId, own);
  assert.notEqual(server.getExtension(SubjectKeyIdentifierExtension)?.keyId, own);
  assert.ok(await server.verify({ publicKey: authority }));
  // A first bit that is not set: the number is positive (RFC 5280, 4.1.2.2).
  for (const one of [authority, server]) assert.match(one.serialNumber, /^0[0-7]/);
});
