import { randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** What clients find at the TLS port; all but `valid` are for tests of their refusal. */
export type CertificateKind = 'valid' | 'expired' | 'wrong-host';

/** PEM texts: the CA that clients trust, and what the server presents. */
export interface ServerCertificate {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const DAY = 86_400_000;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/**
 * Makes a CA and has it sign a certificate for the loopback names and `host`. Validity follows the wall clock. The
 * extensions are those that RFC 5280, 4.2.1 asks for: strict clients (Python 3.13) miss every one.
 */
export async function makeCertificate(kind: CertificateKind, host: string): Promise<ServerCertificate> {
  const now = Date.now();
  const [authority, server] = [await newKeys(), await newKeys()];
  const issuer = {
    // A name of its own: clients that trust several portals' CAs look the right one up by name.
    name: `CN=b24-conformance mock CA ${randomBytes(4).toString('hex')}`,
    key: authority.privateKey,
  };
  const ca = await sign(issuer, {
    subject: issuer.name,
    publicKey: authority.publicKey,
    notBefore: new Date(now - 800 * DAY),
    notAfter: new Date(now + 365 * DAY),
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  const until = kind === 'expired' ? now - DAY : now + 365 * DAY;
  const names = kind === 'wrong-host' ? ['other-host.invalid'] : ['localhost', '127.0.0.1', '::1', host];
  const cert = await sign(issuer, {
    subject: `CN=${names[0]}`,
    publicKey: server.publicKey,
    notBefore: new Date(until - 366 * DAY),
    notAfter: new Date(until),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        [...new Set(names)].map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value })),
      ),
      await AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', server.privateKey);
  return { ca, cert, key: PemConverter.encode(key, PemConverter.PrivateKeyTag) };
}

const newKeys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

interface Subject {
  subject: string;
  publicKey: webcrypto.CryptoKey;
  notBefore: Date;
  notAfter: Date;
  extensions: Extension[];
}

/** PEM of a certificate. */
async function sign(issuer: { name: string; key: webcrypto.CryptoKey }, subject: Subject): Promise<string> {
  const certificate = await X509CertificateGenerator.create({
    ...subject,
    // Positive and of at most 20 octets (RFC 5280, 4.1.2.2).
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    issuer: issuer.name,
    signingKey: issuer.key,
    signingAlgorithm: ALGORITHM,
    extensions: [...subject.extensions, await SubjectKeyIdentifierExtension.create(subject.publicKey)],
  });
  return certificate.toString('pem');
}
