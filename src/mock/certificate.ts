import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { generate } from 'selfsigned';

/** What clients find at the TLS port; all but `valid` are for tests of their refusal. */
export type CertificateKind = 'valid' | 'expired' | 'wrong-host';

/** PEM texts: the CA that clients trust, and what the server presents. */
export interface ServerCertificate {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const DAY = 86_400_000;
const elliptic = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

/** Makes a CA and has it sign a certificate for the loopback names and `host`. Validity follows the wall clock. */
export async function makeCertificate(kind: CertificateKind, host: string): Promise<ServerCertificate> {
  const now = Date.now();
  // A name of its own: clients that trust several portals' CAs look the right one up by name.
  const name = `b24-conformance mock CA ${randomBytes(4).toString('hex')}`;
  const authority = await generate([{ name: 'commonName', value: name }], {
    ...elliptic,
    notBeforeDate: new Date(now - 800 * DAY),
    notAfterDate: new Date(now + 365 * DAY),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const until = kind === 'expired' ? now - DAY : now + 365 * DAY;
  const names = kind === 'wrong-host' ? ['other-host.invalid'] : ['localhost', '127.0.0.1', '::1', host];
  const server = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    ...elliptic,
    notBeforeDate: new Date(until - 366 * DAY),
    notAfterDate: new Date(until),
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [...new Set(names)].map((each) =>
          isIP(each) ? { type: 7, ip: each } : { type: 2, value: each },
        ),
      },
    ],
  });
  return { ca: authority.cert, cert: server.cert, key: server.private };
}
