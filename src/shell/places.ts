import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { messageOf } from '../base/message.ts';
import { HOME, ROOT } from '../run/root.ts';
import { ConfigError, type Settings, type VariableName } from '../target/environment.ts';

/** Where a run leaves its results. */
export function resultsFolder(settings: Settings): string {
  const named = settings.get('B24_RESULTS');
  return named === undefined ? join(HOME, 'results') : resolve(named);
}

/**
 * Where Playwright keeps its own account of the last run, for `--last-failed`: beside the compiled sources, a folder for
 * each folder of results, which hold what a person reads. Where the cache cannot be written, within the results.
 */
export function lastRunFolder(results: string): string {
  const cache = join(ROOT, 'node_modules', '.cache', 'b24-conformance');
  try {
    mkdirSync(cache, { recursive: true });
    accessSync(cache, constants.W_OK);
  } catch {
    return join(results, '.last-run');
  }
  return join(cache, `last-run-${createHash('sha256').update(results).digest('hex').slice(0, 16)}`);
}

/** Where it keeps account of what it makes on portals. */
export function ledgerPath(settings: Settings): string {
  return resolve(settings.get('B24_LEDGER') ?? join(HOME, '.b24-ledger.jsonl'));
}

/** Where it remembers what it used up of portals' request limits: beside the ledger. */
export function paceFile(settings: Settings): string {
  return join(dirname(ledgerPath(settings)), '.b24-pace.json');
}

/** Where a survey keeps what it was answered until it has come to its end. */
export function surveyJournal(settings: Settings): string {
  return join(resultsFolder(settings), 'survey.journal.jsonl');
}

/** Where runs are remembered. */
export function historyFile(settings: Settings): string {
  const named = settings.get('B24_HISTORY');
  return named === undefined ? join(resultsFolder(settings), 'history.jsonl') : resolve(named);
}

/**
 * Makes sure that a run can read its history and leave what it finds; makes nothing itself.
 *
 * @throws ConfigError where it could not
 */
export function checkPlaces(settings: Settings): void {
  checkFile('B24_RESULTS', join(resultsFolder(settings), 'claims.json'));
  const history = historyFile(settings);
  checkFile('B24_HISTORY', history);
  if (!existsSync(history)) return;
  try {
    accessSync(history, constants.R_OK);
  } catch (error) {
    throw new ConfigError(`the history cannot be read: ${messageOf(error)}`);
  }
}

function checkFile(variable: VariableName, path: string): void {
  let place = path;
  while (!existsSync(place)) place = dirname(place);
  const isFolder = statSync(place).isDirectory();
  const wrong = (why: string): ConfigError =>
    new ConfigError(`${path} cannot be written (${variable}): ${why}`);
  if (isFolder && place === path) throw wrong('it is a directory');
  if (!isFolder && place !== path) throw wrong(`${place} is not a directory`);
  try {
    accessSync(place, constants.W_OK);
  } catch (error) {
    throw wrong(messageOf(error));
  }
}
