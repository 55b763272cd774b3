import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { ROOT } from '../../../src/run/load.ts';

export interface Run {
  code: number;
  /** Standard output and error. */
  output: string;
  /** Where it left its results. */
  folder: string;
  readonly report: ClaimsReport;
}

type Environment = Readonly<Record<string, string | undefined>>;

export interface Started {
  /** The command as a user started it. */
  interrupt(): void;
  /** The end of the command. */
  ended: Promise<Run>;
}

/** The words behind `node` in the script of that name, as npm starts it. */
const wordsOf = (script: string): string[] => SCRIPTS[script]?.split(' ').slice(1) ?? [];
const { scripts: SCRIPTS } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** Starts the main job as a user does, with nothing of our own environment but what a shell needs. */
export function startConformance(
  scratch: string,
  env: Environment,
  options: readonly string[] = [],
): Started {
  const folder = mkdtempSync(join(scratch, 'results-'));
  const child = spawn(process.execPath, [...wordsOf('conformance'), '--results', folder, ...options], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      B24_LEDGER: join(scratch, 'ledger.jsonl'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // The head of a group of its own, as a shell makes it: killRun kills the group.
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  return {
    interrupt: () => void child.kill('SIGINT'),
    ended: once(child, 'close').then(([code]) => ({
      code: code as number,
      output,
      folder,
      get report() {
        return JSON.parse(readFileSync(join(folder, 'claims.json'), 'utf8')) as ClaimsReport;
      },
    })),
  };
}

/** The main job from start to end. */
export function runConformance(...how: Parameters<typeof startConformance>): Promise<Run> {
  return startConformance(...how).ended;
}

export interface SeparateMock {
  env: Record<string, string>;
  stop(): Promise<void>;
}

/** A mock portal in a process of its own. */
export async function startSeparateMock(options: readonly string[] = []): Promise<SeparateMock> {
  const child = spawn(process.execPath, ['src/shell/compiled.mjs', 'mock', '--json', ...options], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.includes('\n')) resolve(text);
    });
    child
      .once('error', reject)
      .once('close', (code) => reject(new Error(`the mock portal ended with ${code}`)));
  });
  return {
    // Its request limit is off, so nothing need wait for it or be left for another run.
    env: {
      ...(JSON.parse(line) as { env: Record<string, string> }).env,
      B24_RATE: '1000',
      B24_BURST: '1000',
      B24_REQUESTS: 'all',
    },
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'close');
    },
  };
}

/** Ids of the claims for which something holds. */
export function claimIds(
  report: ClaimsReport,
  which: (claim: ClaimsReport['claims'][number]) => boolean,
): string[] {
  return report.claims.filter(which).map((claim) => claim.id);
}

/** What each file of a run says of whether it was made as a whole. */
export function assertIncomplete({ folder, report }: Run, why: RegExp): void {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  assert.match(report.incomplete.join('; '), why);
  assert.match(read('badge.json'), /"message":"not complete","color":"lightgrey"/);
  assert.match(read('junit.xml'), /<testsuites [^>]*errors="1"/);
  assert.match(read('summary.md').split('\n')[2] ?? '', /^\*\*.*: the run is not complete\.\*\*$/);
  assert.match(read('index.html'), /<h1 class="answer incomplete">The run is not complete<\/h1>/);
}

export function filesBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}
