import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../base/message.ts';
import { systemCode, systemWords } from '../../base/system-words.ts';
import { type CertificateKind, makeCertificates, type ServerCertificate } from '../certificate.ts';

/** A folder that cannot hold the CA; the message says what to do. */
export class CaFolderError extends Error {}

/** Certificates with one CA, and whether clients have to trust it anew. */
export interface KeptCertificates {
  readonly certificates: Readonly<Record<CertificateKind, ServerCertificate>>;
  /** Path of the CA's PEM file. */
  readonly caFile: string;
  /** `first`: the folder had none; `ended`: those in it were too old. */
  readonly made: 'first' | 'ended' | undefined;
}

/** Milliseconds that a certificate must still last. */
const DAY = 86_400_000;

/**
 * The certificates that a folder keeps; made where it has none yet, and anew where they end within a day. The folder has
 * `ca.pem` for clients, and `certificates.json` with keys, which only its owner may read.
 *
 * @param host name or address in the certificates
 * @param now Unix milliseconds
 * @throws {CaFolderError} when the folder cannot be used, or holds files that are not the mock's
 */
export async function keptCertificates(
  folder: string,
  host: string,
  now: number = Date.now(),
): Promise<KeptCertificates> {
  const caFile = join(folder, 'ca.pem');
  const store = join(folder, 'certificates.json');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // In this order: another process that has just begun writes them in the other one.
    const ca = await readIfThere(caFile);
    let kept = await readIfThere(store);
    let made: KeptCertificates['made'];
    if (kept === undefined) {
      if (ca !== undefined) throw foreign(caFile, 'there is no certificates.json beside it');
      made = await addNew(store, host);
      kept = await readFile(store, 'utf8');
    }
    let certificates = read(store, kept);
    if (ca !== undefined && ca !== certificates.valid.ca)
      throw foreign(caFile, 'it is another CA than that of certificates.json');
    if (endOf(certificates) < now + DAY) {
      made = 'ended';
      certificates = makeCertificates(host);
      await replace(store, JSON.stringify(certificates, null, 2), 0o600);
    }
    if (ca !== certificates.valid.ca) await replace(caFile, certificates.valid.ca, 0o644);
    return { certificates, caFile, made };
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    if (code === 'EEXIST') throw new CaFolderError(`${folder}: it is a file, not a folder`);
    throw new CaFolderError(`${pathOf(error) ?? folder}: ${systemWords(error)}`);
  }
}

const foreign = (file: string, why: string): CaFolderError =>
  new CaFolderError(`${file} was not made here (${why}), and is left alone: name another folder`);

function pathOf(error: unknown): string | undefined {
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : undefined;
}

/** A name beside it that no other process, and nothing else in this one, writes to. */
const draftOf = (file: string): string => `${file}.${randomUUID()}`;

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Only one of several processes that begin at once adds its own; the others find them. */
async function addNew(store: string, host: string): Promise<'first' | undefined> {
  const draft = draftOf(store);
  try {
    await writeFile(draft, JSON.stringify(makeCertificates(host), null, 2), { mode: 0o600 });
    await link(draft, store);
    return 'first';
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return undefined;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function replace(file: string, text: string, mode: number): Promise<void> {
  const draft = draftOf(file);
  await writeFile(draft, text, { mode });
  await rename(draft, file);
}

const KINDS: readonly CertificateKind[] = ['valid', 'expired', 'wrong-host'];

/** @throws {CaFolderError} when it is not what was written there */
function read(store: string, text: string): Record<CertificateKind, ServerCertificate> {
  try {
    const value = JSON.parse(text) as Record<CertificateKind, ServerCertificate>;
    for (const kind of KINDS) {
      const { ca, cert, key } = value[kind];
      const certificate = new X509Certificate(cert);
      if (!certificate.verify(new X509Certificate(ca).publicKey) || ca !== value.valid.ca)
        throw new Error(`'${kind}' is of another CA`);
      if (!certificate.checkPrivateKey(createPrivateKey(key))) throw new Error(`'${kind}' has another key`);
    }
    return value;
  } catch (error) {
    throw new CaFolderError(
      `${store} is damaged (${messageOf(error)}): delete it and ca.pem, and new ones are made, which clients have to trust anew`,
    );
  }
}

/** Unix milliseconds at which the first of those that are to be valid ends. */
function endOf({ valid }: Record<CertificateKind, ServerCertificate>): number {
  return Math.min(...[valid.ca, valid.cert].map((pem) => Date.parse(new X509Certificate(pem).validTo)));
}
