import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../src/run/root.ts';

/** A mock under load: medians. */
export interface MockFigures {
  name: string;
  /** Microseconds of processor time of the server for a request. */
  micros: number;
  perSecond: number;
  /** Milliseconds. */
  p99: number;
  /** Milliseconds from the start of the process to the first answer. */
  start: number;
  /** MiB after the load. */
  memory: number;
}

/** A runner: milliseconds of processor time of all its processes. */
export interface RunnerFigures {
  name: string;
  /** Of a run with a single check. */
  start: number;
  /** Of each further check. */
  each: number;
}

/** Seconds of processor time of all processes of a run: medians. */
export interface StartFigures {
  /** Of Playwright with an empty test. */
  empty: number;
  /** Of a test with a single case. */
  single: number;
  /** Of all tests, and with contradictions. */
  whole: number;
  red: number;
  /** Cases that the whole run has beyond the single one. */
  further: number;
}

/** What judging a recording costs. */
export interface JudgeFigures {
  name: string;
  exchanges: number;
  /** Verdicts on claims that the exchanges gave. */
  findings: number;
  /** Seconds of processor time, reading included. */
  seconds: number;
}

/** What reading the documentation costs: seconds on the clock, and of processor time of all threads. */
export interface ReadFigures {
  name: string;
  pages: number;
  clock: number;
  seconds: number;
}

/** What a contract of some size costs, in milliseconds of processor time and MiB. */
export interface GrowthFigures {
  methods: number;
  claims: number;
  cases: number;
  compileMs: number;
  casesMs: number;
  tallyMs: number;
  memory: number;
}

/** Several mocks that stay up for long. */
export interface EnduranceFigures {
  mocks: number;
  requests: number;
  halfOpen: number;
  /** Half-open connections that were still open when the last request was answered. */
  stillOpen: number;
  /** MiB of the largest mock after each tenth of the requests. */
  memory: number[];
  /** Mocks that did not answer in the end, or did not end with code 0. */
  failed: number;
  seconds: number;
}

/** What was measured, each part with where and when. */
export interface BenchResults {
  start?: Measured<StartFigures>;
  runners?: Measured<RunnerFigures[]>;
  mocks?: Measured<MockFigures[]>;
  judge?: Measured<JudgeFigures[]>;
  pages?: Measured<ReadFigures[]>;
  growth?: Measured<GrowthFigures[]>;
  endurance?: Measured<EnduranceFigures>;
}

export interface Measured<T> {
  /** Date. */
  at: string;
  commit: string;
  node: string;
  processor: string;
  figures: T;
}

const FILE = join(ROOT, 'bench', 'results.json');

export function readResults(): BenchResults {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as BenchResults) : {};
}

/** Replaces the figures of one part in `bench/results.json`. */
export function keep<P extends keyof BenchResults>(
  part: P,
  figures: NonNullable<BenchResults[P]>['figures'],
): BenchResults {
  const { stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' });
  const stamp = {
    at: new Date().toISOString().slice(0, 10),
    commit: stdout.trim(),
    node: process.versions.node,
    processor: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
  };
  const results: BenchResults = { ...readResults(), [part]: { ...stamp, figures } };
  writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`);
  return results;
}
