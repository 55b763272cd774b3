import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { systemCode, systemWords } from '../base/system-words.ts';
import type { CertificateKind } from '../mock/certificate.ts';
import { CaFolderError, keptCertificates } from '../mock/cli/ca-folder.ts';
import { type MockCommand, readMockOptions, UsageError, usage } from '../mock/cli/options.ts';
import {
  loadWorld,
  type MockOptions,
  type MockPortal,
  startMockPortal,
  type World,
  WorldError,
} from '../mock/index.ts';
import type { MockRecording } from '../recording/record-mock.ts';
import type { MockLog } from './mock-log.ts';
import { explainSwallowed, optionsIn } from './npm-options.ts';

/** `npm run mock`: the mock portal on its own, until SIGINT, SIGTERM or SIGHUP. Exit codes: 0, or 2 when it cannot start. */
async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const swallowed = explainSwallowed(optionsIn(usage), words, process.env);
  if (swallowed !== undefined) throw new UsageError(swallowed);
  const command = readMockOptions(words);
  if (command.help) {
    console.log(usage);
    return;
  }
  // Whoever started this may stop reading; that is not a reason to fail.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  await run(command, await readWorld(command.world), await trustFor(command));
}

async function run(command: MockCommand, world: World, trust: Trust): Promise<void> {
  const { help: _, json, log: detail, caDir: __, record, ...options } = command;
  const log = detail && (await openLog(world, detail, json));
  const recording = record === undefined ? undefined : await startRecording(record);
  const portal = await start(command, {
    ...options,
    ...log?.options,
    onAnswer(...exchange) {
      log?.options.onAnswer?.(...exchange);
      recording?.add(...exchange);
    },
    world,
    certificate: trust.certificate,
  });
  recording?.hide(portal.environment);
  // From here on there is something to tidy up.
  const stop = stopSignal();
  try {
    const caFile = resolve(await trust.caFile(portal.ca));
    if (trust.remark !== undefined) console.error(trust.remark);
    console.log(json ? forProgram(portal, caFile) : forPerson(portal, caFile));
    await stop;
  } finally {
    log?.end();
    await Promise.all([portal.close(), trust.remove()]);
    recording?.close();
  }
}

/** @throws UsageError where the file cannot be written */
async function startRecording(path: string): Promise<MockRecording> {
  // Who records nothing need not load it.
  const { recordMock } = await import('../recording/record-mock.ts');
  try {
    return recordMock(path);
  } catch (error) {
    throw new UsageError(`--record cannot write ${path}: ${systemWords(error)}`);
  }
}

/** Loaded when it is wanted: redaction is a large part of what there is to load. */
async function openLog(world: World, detail: 'lines' | 'bodies', json: boolean): Promise<MockLog> {
  const { createMockLog } = await import('./mock-log.ts');
  return createMockLog(world, detail, (line) => (json ? console.error(line) : console.log(line)));
}

/** @throws {WorldError} with what to do */
async function readWorld(file: string | undefined): Promise<World> {
  if (file === undefined) return await loadWorld();
  try {
    return await loadWorld(file);
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    throw new WorldError(
      `--world cannot use this file:\n${error.message}\nStart from fixtures/world/bot.yaml; docs/mock.md says what stands in it.`,
    );
  }
}

/** What clients are to trust. */
interface Trust {
  readonly certificate: NonNullable<MockOptions['certificate']>;
  /** For whoever started this. */
  readonly remark?: string;
  /** Path of the PEM file. */
  caFile(ca: string): Promise<string>;
  remove(): Promise<void>;
}

async function trustFor({ caDir, certificate }: MockCommand): Promise<Trust> {
  return caDir === undefined ? trustOnce(certificate) : await trustKept(caDir, certificate);
}

/** A CA that is gone when the portal is. */
function trustOnce(certificate: CertificateKind): Trust {
  let folder: string | undefined;
  return {
    certificate,
    async caFile(ca) {
      try {
        folder = await mkdtemp(join(tmpdir(), 'b24-mock-'));
        const file = join(folder, 'ca.pem');
        await writeFile(file, ca);
        return file;
      } catch (error) {
        throw new UsageError(
          `The CA cannot be written to ${tmpdir()}: ${systemWords(error)}. Name a folder with --ca-dir, or another one for temporary files with TMPDIR.`,
        );
      }
    },
    async remove() {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function trustKept(folder: string, kind: CertificateKind): Promise<Trust> {
  const { certificates, caFile, made } = await keptCertificates(folder, '127.0.0.1').catch(
    (error: unknown) => {
      throw error instanceof CaFolderError ? new UsageError(`--ca-dir: ${error.message}`) : error;
    },
  );
  return {
    certificate: certificates[kind],
    ...(made === 'ended' && {
      remark: `The certificates in ${folder} ended, and there are new ones: clients have to trust ${caFile} anew.`,
    }),
    caFile: async () => caFile,
    remove: async () => {},
  };
}

/** @throws {UsageError} that names the option whose port cannot be had */
async function start(command: MockCommand, options: MockOptions): Promise<MockPortal> {
  try {
    return await startMockPortal(options);
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error) || error.syscall !== 'listen') throw error;
    const port = 'port' in error ? Number(error.port) : 0;
    throw new UsageError(`${optionOf(command, port)}: ${whyNoPort(error, port)}`);
  }
}

function optionOf({ httpsPort, httpPort, controlPort }: MockCommand, port: number): string {
  if (port === httpsPort) return `--port ${port}`;
  if (port === httpPort)
    return port - 1 === httpsPort ? `--port ${port - 1}, plain HTTP` : `--http-port ${port}`;
  return port === controlPort ? `--control-port ${port}` : 'a free port';
}

function whyNoPort(error: Error, port: number): string {
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return `another program listens on port ${port}. End it, name another port, or leave the option out for a free one.`;
    case 'EACCES':
      return `port ${port} is kept for programs with special rights, as those below 1024 are. Name a higher one.`;
    default:
      return `port ${port} cannot be had: ${systemWords(error)}`;
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

function forProgram(
  { httpsUrl, httpUrl, profile, environment, controlPort }: MockPortal,
  caFile: string,
): string {
  const env = { ...environment, B24_CA_FILE: caFile };
  return JSON.stringify({ httpsUrl, httpUrl, caFile, profile, pid: process.pid, env, control: controlPort });
}

function forPerson(
  { httpsUrl, httpUrl, profile, environment, controlPort }: MockPortal,
  caFile: string,
): string {
  const lines = Object.entries({ ...environment, B24_CA_FILE: caFile }).map(
    ([name, value]) => `${name}=${value}`,
  );
  const ca = quoted(caFile);
  return [
    `Mock portal, profile '${profile}'`,
    `  HTTPS    ${httpsUrl}`,
    `  HTTP     ${httpUrl}`,
    `  CA       ${caFile}`,
    ...(controlPort
      ? [
          `  control  ${controlPort.url}`,
          `           curl -H 'Authorization: Bearer ${controlPort.token}' -d '{"do":"typing"}' ${controlPort.url}`,
        ]
      : []),
    '',
    'A client has to trust the CA:',
    `  curl --cacert ${ca} ${environment.B24_WEBHOOK ?? `${httpsUrl}/rest/`}profile`,
    `  NODE_EXTRA_CA_CERTS=${ca} node bot.js`,
    `  SSL_CERT_FILE=${ca} python3 bot.py`,
    '',
    'For .env:',
    ...lines,
    '',
    'Ctrl+C ends it.',
  ].join('\n');
}

/** As a word of a shell. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

try {
  await main();
} catch (error) {
  if (error instanceof UsageError || error instanceof WorldError) {
    console.error(error.message);
    process.exitCode = 2;
  } else {
    throw error;
  }
}
