import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import {
  around,
  bits,
  inPlace,
  integer,
  ipOctets,
  octets,
  oid,
  sequence,
  set,
  TRUE,
  text,
  time,
} from './der.ts';

/** What clients find at the TLS port; all but `valid` are for tests of their refusal. */
export type CertificateKind = 'valid' | 'expired' | 'wrong-host';

/** PEM texts: the CA that clients trust, and what the server presents. */
export interface ServerCertificate {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const DAY = 86_400_000;

/**
 * Makes a CA and has it sign a certificate for the loopback names and `host`. Validity follows the wall clock. The
 * extensions are those that RFC 5280, 4.2.1 asks for: strict clients (Python 3.13) miss every one.
 */
export function makeCertificate(kind: CertificateKind, host: string): ServerCertificate {
  return makeAuthority()(kind, host);
}

/** Certificates of every kind, signed by one CA whose key nobody keeps: whoever trusts it trusts these alone. */
export function makeCertificates(host: string): Record<CertificateKind, ServerCertificate> {
  const sign = makeAuthority();
  return {
    valid: sign('valid', host),
    expired: sign('expired', host),
    'wrong-host': sign('wrong-host', host),
  };
}

function makeAuthority(): (kind: CertificateKind, host: string) => ServerCertificate {
  const now = Date.now();
  const authority = newKeys();
  // A name of its own: clients that trust several portals' CAs look the right one up by name.
  const issuer = `b24-conformance mock CA ${randomBytes(4).toString('hex')}`;
  const ca = signed(authority.privateKey, issuer, {
    subject: issuer,
    publicKey: authority.publicKey,
    notBefore: now - 800 * DAY,
    notAfter: now + 365 * DAY,
    extensions: [
      critical(BASIC_CONSTRAINTS, sequence(TRUE)),
      // keyCertSign, cRLSign
      critical(KEY_USAGE, bits(Buffer.from([0b0000_0110]), 1)),
    ],
  });
  return (kind, host) => {
    const server = newKeys();
    const until = kind === 'expired' ? now - DAY : now + 365 * DAY;
    const names = kind === 'wrong-host' ? ['other-host.invalid'] : ['localhost', '127.0.0.1', '::1', host];
    const cert = signed(authority.privateKey, issuer, {
      subject: names[0] ?? host,
      publicKey: server.publicKey,
      notBefore: until - 366 * DAY,
      notAfter: until,
      extensions: [
        critical(BASIC_CONSTRAINTS, sequence()),
        // digitalSignature
        critical(KEY_USAGE, bits(Buffer.from([0b1000_0000]), 7)),
        extension(EXTENDED_KEY_USAGE, sequence(SERVER_AUTH)),
        extension(SUBJECT_ALTERNATIVE_NAME, sequence(...[...new Set(names)].map(alternativeName))),
        extension(AUTHORITY_KEY_IDENTIFIER, sequence(inPlace(0, keyIdentifier(authority.publicKey)))),
      ],
    });
    return { ca, cert, key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  };
}

// Object identifiers: RFC 5280, appendix A, and RFC 5758, 3.2.
const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const COMMON_NAME = oid('2.5.4.3');
const SUBJECT_KEY_IDENTIFIER = oid('2.5.29.14');
const KEY_USAGE = oid('2.5.29.15');
const SUBJECT_ALTERNATIVE_NAME = oid('2.5.29.17');
const BASIC_CONSTRAINTS = oid('2.5.29.19');
const AUTHORITY_KEY_IDENTIFIER = oid('2.5.29.35');
const EXTENDED_KEY_USAGE = oid('2.5.29.37');
const SERVER_AUTH = oid('1.3.6.1.5.5.7.3.1');

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const extension = (id: Buffer, value: Buffer) => sequence(id, octets(value));
const critical = (id: Buffer, value: Buffer) => sequence(id, TRUE, octets(value));
const named = (commonName: string) => sequence(set(sequence(COMMON_NAME, text(commonName))));

const alternativeName = (name: string) =>
  isIP(name) === 0 ? inPlace(2, Buffer.from(name)) : inPlace(7, ipOctets(name));

/** SHA-1 of the key itself, the last 65 bytes of a key of P-256 (RFC 5280, 4.2.1.2). */
const keyIdentifier = (key: KeyObject) =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }).subarray(-65))
    .digest();

interface Subject {
  readonly subject: string;
  readonly publicKey: KeyObject;
  /** Unix milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly extensions: readonly Buffer[];
}

/** PEM of a certificate (RFC 5280, 4.1). */
function signed(signingKey: KeyObject, issuer: string, subject: Subject): string {
  const { publicKey, notBefore, notAfter, extensions } = subject;
  const content = sequence(
    // Version 3
    around(0, integer(2)),
    // Positive and of at most 20 octets (RFC 5280, 4.1.2.2).
    integer(1, ...randomBytes(15)),
    ECDSA_WITH_SHA256,
    named(issuer),
    sequence(time(notBefore), time(notAfter)),
    named(subject.subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    around(3, sequence(...extensions, extension(SUBJECT_KEY_IDENTIFIER, octets(keyIdentifier(publicKey))))),
  );
  const certificate = sequence(content, ECDSA_WITH_SHA256, bits(sign('sha256', content, signingKey)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
