import { appendFileSync, closeSync, fstatSync, mkdirSync, openSync, readFileSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '../base/message.ts';
import type { Policy } from '../judge/policy.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import { earlierRuns, newContradictions, parseHistory, type RunRecord } from '../report/history.ts';
import { validator } from '../report/results.validators.mjs';
import { ConfigError, type Settings } from '../target/environment.ts';

/**
 * All runs of a history file; none where there is no file yet. Broken lines are left out with a warning.
 *
 * @throws ConfigError when the file is there but cannot be read
 */
export function readHistory(path: string, warn: (message: string) => void = console.warn): RunRecord[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new ConfigError(`the history cannot be read: ${messageOf(error)}`);
  }
  const { runs, broken } = parseHistory(text, validator('history'));
  for (const line of broken) warn(`${path}:${line} is not a record of a run and is skipped`);
  return runs;
}

/** What fails the run of a report, as the settings and the runs before it have it. */
export function policyOf(settings: Settings, history: readonly RunRecord[], report: ClaimsReport): Policy {
  const onlyNew = settings.get('B24_FAIL_ON') === 'new';
  const fresh = onlyNew ? newContradictions(earlierRuns(history, report), report) : undefined;
  return { strict: settings.strict, fresh };
}

/** Adds one line. What a crash cut short keeps a line of its own. */
export function appendHistory(path: string, record: RunRecord): void {
  mkdirSync(dirname(path), { recursive: true });
  appendFileSync(path, `${endsOpen(path) ? '\n' : ''}${JSON.stringify(record)}\n`);
}

function endsOpen(path: string): boolean {
  const file = openSync(path, 'a+');
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1);
    return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
  } finally {
    closeSync(file);
  }
}
