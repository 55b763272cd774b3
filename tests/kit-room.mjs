// @ts-check
/** Test files in processes, of which several files may share one. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, run } from 'node:test';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import kitReporter from './kit-reporter.mjs';

/**
 * @typedef TestFile
 * @property {string} name of its source, as it is told
 * @property {string} program
 */

/**
 * Runs and tells them; where one fails, so does this process in the end.
 *
 * @param {readonly (readonly TestFile[])[]} processes in the order in which they begin
 */
export async function runInProcesses(processes) {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'b24-kit-')));
  /** Names of files that share a process, by the program that it begins with. @type {Map<string, string[]>} */
  const shared = new Map();
  const files = processes.map((members, index) => {
    const [only] = members;
    if (only !== undefined && members.length === 1) return only.program;
    // The runner hands a process nothing but its path.
    const program = join(scratch, `${index}.mjs`);
    const call = `runTogether(${JSON.stringify(members, null, 2)})`;
    writeFileSync(program, `import { runTogether } from ${JSON.stringify(import.meta.url)};\n${call};\n`);
    shared.set(
      program,
      members.map(({ name }) => name),
    );
    return program;
  });
  // The runner itself would sort them by name.
  const told = run({ files, concurrency: 3 })
    .on('test:fail', ({ todo }) => {
      if (todo === undefined) process.exitCode = 1;
    })
    .compose((events) => kitReporter(events, shared));
  for await (const text of told) process.stdout.write(text);
  rmSync(scratch, { recursive: true });
}

/**
 * In the process that they share: each is a suite, so that the hooks at its root are of its own tests alone.
 *
 * @param {readonly TestFile[]} files
 */
export function runTogether(files) {
  const unfinished = new Set(files);
  process.on('exit', () => {
    const [file] = unfinished;
    if (file === undefined) return;
    // Its last events may be lost.
    console.error(`It ended within ${file.name}.`);
    // The runner takes a process for well that ends with 0, whatever it has not run.
    process.exitCode ||= 1;
  });
  for (const file of files)
    describe(file.name, async () => {
      /** @type {ReturnType<typeof stateOfProcess>} */
      let found;
      before(() => {
        found = stateOfProcess();
      });
      await import(pathToFileURL(file.program).href);
      // After what the file itself does at its end.
      after(() => {
        unfinished.delete(file);
        const left = stateOfProcess();
        const changed = Object.keys(left).filter((what) => !isDeepStrictEqual(left[what], found[what]));
        if (changed.length > 0)
          throw new Error(`It leaves ${changed.join(' and ')} changed to the files that share its process.`);
      });
    });
}

const EVENTS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'unhandledRejection', 'warning'];

/**
 * What the tests of one file could leave to the next.
 *
 * @returns {Record<string, unknown>}
 */
function stateOfProcess() {
  return {
    'the environment': { ...process.env },
    'the working folder': process.cwd(),
    // The runner itself sets it to 1 where a test fails.
    'the exit code': process.exitCode === 1 ? undefined : process.exitCode,
    'clock or timers': [Date, Date.now, setTimeout, setInterval, setImmediate],
    fetch: globalThis.fetch,
    'standard output': [process.stdout.write, process.stderr.write, console.log, console.error],
    'listeners of the process': EVENTS.map((event) => process.listenerCount(event)),
  };
}
