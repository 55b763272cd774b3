import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMockOptions, UsageError, usage } from '../mock/cli/options.ts';
import { loadWorld, type MockPortal, startMockPortal, WorldError } from '../mock/index.ts';
import { explainSwallowed, optionsIn } from './npm-options.ts';

/** `npm run mock`: the mock portal on its own, until SIGINT or SIGTERM. Exit codes: 0, or 2 when it cannot start. */
async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const swallowed = explainSwallowed(optionsIn(usage), words, process.env);
  if (swallowed !== undefined) throw new UsageError(swallowed);
  const { help, json, world, ...options } = readMockOptions(words);
  if (help) {
    console.log(usage);
    return;
  }
  const stop = stopSignal();
  const portal = await startMockPortal({ ...options, ...(world && { world: await loadWorld(world) }) });
  const folder = await mkdtemp(join(tmpdir(), 'b24-mock-'));
  try {
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, portal.ca);
    // Whoever started this may stop reading; that is not a reason to fail.
    process.stdout.on('error', () => {});
    console.log(json ? forProgram(portal, caFile) : forPerson(portal, caFile));
    await stop;
  } finally {
    await Promise.all([portal.close(), rm(folder, { recursive: true, force: true })]);
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve());
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
  return [
    `Mock portal, profile '${profile}'`,
    `  HTTPS  ${httpsUrl}`,
    `  HTTP   ${httpUrl}`,
    `  CA     ${caFile}`,
    ...(controlPort ? [`  control ${controlPort.url}, token ${controlPort.token}`] : []),
    '',
    'For .env:',
    ...lines,
    '',
    'Ctrl+C ends it.',
  ].join('\n');
}

try {
  await main();
} catch (error) {
  if (error instanceof UsageError || error instanceof WorldError || isListenError(error)) {
    console.error(error.message);
    process.exitCode = 2;
  } else {
    throw error;
  }
}

/** A port in use, or one that needs rights. */
function isListenError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen';
}
