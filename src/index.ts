/** The suite as a library: a mock portal for one's own tests, verdicts on recordings, and the main job. */
import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isPackaged } from './base/program.ts';
import type { ClaimsReport } from './report/claims.gen.ts';
import { compiledFile } from './shell/compiled.mjs';

export {
  type Control,
  type Fault,
  type FaultCode,
  loadWorld,
  type MockOptions,
  type MockPortal,
  type ProfileName,
  startMockPortal,
  type World,
  WorldError,
} from './mock/index.ts';
export type { ClaimResult, ClaimsReport } from './report/claims.gen.ts';

/** How a run is asked for. */
export interface RunOptions {
  /** Folder for the results; default: `results` in the working directory. */
  results?: string;
  /** Options of the command line, for example `['--grep', '@errors']`. */
  args?: readonly string[];
  /** Variables of `.env.example`, over those of the process; undefined takes one away. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Is given what the run prints, in pieces. */
  onOutput?: (text: string) => void;
  /** Ends the run, which tidies up first. */
  signal?: AbortSignal;
}

/** How a run ended. */
export interface RunResult {
  /** 0 nothing contradicted, 1 contradicted, 2 the run could not be made or tidied up. */
  exitCode: number;
  /** What `claims.json` holds; undefined where the run was not made. */
  report: ClaimsReport | undefined;
  /** All that it printed. */
  output: string;
}

/** Runs the suite on the target that `env` names, by default the embedded mock portal, and leaves its results. */
export async function runConformance(options: RunOptions = {}): Promise<RunResult> {
  const { args = [], env = {}, onOutput = () => {}, signal } = options;
  const results = resolve(options.results ?? 'results');
  const claims = join(results, 'claims.json');
  // What an earlier run left is not the result of this one.
  const before = lastWritten(claims);
  const child = spawn(process.execPath, [...(await program()), ...args, '--results', results], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = (): void => void child.kill('SIGINT');
  signal?.addEventListener('abort', end);
  if (signal?.aborted) end();
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      onOutput(text);
    });
  try {
    const exitCode = await new Promise<number>((found, failed) => {
      child.once('error', failed);
      child.once('close', (code) => found(code ?? 2));
    });
    const isNew = lastWritten(claims) !== before;
    const report = isNew ? (JSON.parse(readFileSync(claims, 'utf8')) as ClaimsReport) : undefined;
    return { exitCode, report, output };
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

/** Judges a recording (HAR 1.2) of a run, a browser, a proxy or an SDK; nothing is sent. */
export async function judgeHar(path: string, options: Omit<RunOptions, 'signal'> = {}): Promise<RunResult> {
  return await runConformance({ ...options, args: [...(options.args ?? []), '--from', resolve(path)] });
}

/** Words that start the main job, after Node's own. */
async function program(): Promise<string[]> {
  return isPackaged ? [await compiledFile('main'), 'run'] : [await compiledFile('conformance')];
}

/** When, in milliseconds; undefined where there is no such file. */
function lastWritten(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
