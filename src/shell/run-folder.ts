import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunContext } from '../portal/run-context.ts';

/** What the processes of a run hand on to each other. Holds no secret of the portal: those are asked of the coordinator. */
export interface HandedOn {
  /** Reporters that the command line names, beside the suite's own. */
  reporters?: readonly string[];
  /** What the merged reports lack, in words. */
  lacking?: readonly string[];
  /** Path of the HAR that keeps the run's exchanges, where one was asked for. */
  recording?: string;
  /** Names of the groups that were selected: a worker needs the tests of no others. */
  groups?: readonly string[];
  /** Of the contract data as the run has read it. */
  contractKey?: string;
  /** Of the selected tests, other processes have some. */
  isShard?: boolean;
  /** An interrupted survey goes on where it stopped. */
  resume?: true;
  /** Of a run on a portal. */
  context?: RunContext;
}

/** Not a setting: path of the folder. An environment is inherited by every program that a run starts; a path tells nothing. */
const VARIABLE = 'CONFORMANCE_RUN';
const FILE = 'run.json';

/** A folder of this run, which only this user may enter, for this process and those that it starts. */
export function openRunFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'b24-run-'));
  process.env[VARIABLE] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}

/** Adds to what is handed on. */
export function handOn(part: HandedOn): void {
  if (process.env[VARIABLE] === undefined) openRunFolder();
  const folder = process.env[VARIABLE] ?? '';
  const scratch = join(folder, `${FILE}.${process.pid}`);
  writeFileSync(scratch, JSON.stringify({ ...handedOn(), ...part }), { mode: 0o600 });
  renameSync(scratch, join(folder, FILE));
}

/** What was handed on so far; nothing where Playwright was started without our command, on the mock. */
export function handedOn(): HandedOn {
  const folder = process.env[VARIABLE];
  if (folder === undefined) return {};
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as HandedOn;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
