import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { ErrorObject } from 'ajv';
import { guess } from '../base/guess.ts';
import { messageOf } from '../base/message.ts';
import { own } from '../base/own.ts';
import { commandLine } from '../base/program.ts';
import { systemCode, systemWords } from '../base/system-words.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import { loadSchemas } from '../run/load.ts';
import { ArgumentError } from '../shell/settings.ts';

/** A run as it was kept. */
export interface KeptRun {
  /** Path of its `claims.json`. */
  name: string;
  report: ClaimsReport;
}

const DATA = 'claims.json';

/** Folders below one that was named: what CI hands down has a folder a job, and results within. */
const DEPTH = 3;

/**
 * The runs at some paths, each once: a `claims.json`, or a folder that holds some.
 *
 * @throws ArgumentError where one of them holds none, with what to name instead
 */
export function readRuns(paths: readonly string[]): KeptRun[] {
  const seen = new Set<string>();
  return paths.flatMap(filesAt).flatMap((name) => {
    const file = realpathSync(name);
    if (seen.has(file)) return [];
    seen.add(file);
    return [{ name, report: readReport(name) }];
  });
}

function filesAt(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const found = dataBelow(path, DEPTH);
    if (found.length > 0) return found;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw new ArgumentError(`${path}: ${systemWords(error)}${nearBy(path)}`);
  }
  throw new ArgumentError(
    `${path}: neither this folder nor one below it has a ${DATA}, which each run leaves in its results`,
  );
}

/** The folder's own, or else those of the folders below it, by name. */
function dataBelow(folder: string, depth: number): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.some((entry) => entry.name === DATA && !entry.isDirectory())) return [join(folder, DATA)];
  if (depth === 0) return [];
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => name)
    .sort()
    .flatMap((name) => dataBelow(join(folder, name), depth - 1));
}

/** What the first part of the path that does not exist may be meant for. */
function nearBy(path: string): string {
  const folder = dirname(path);
  try {
    return guess(basename(path), readdirSync(folder), (name) => join(folder, name));
  } catch {
    return folder === path ? '' : nearBy(folder);
  }
}

/** What else lies in a folder of results, by how its name ends. */
const KINDS: Readonly<Record<string, string>> = {
  '.html': 'a page to read',
  '.md': 'a summary to read',
  '.xml': 'a JUnit report',
  '.jsonl': 'a history, with a line a run',
  '.har': `a recording, which ${commandLine('conformance', '--from')} judges`,
};

function readReport(path: string): ClaimsReport {
  const kind = own(KINDS, extname(path).toLowerCase());
  if (kind !== undefined) throw new ArgumentError(`${path} is ${kind}; name the ${DATA} of the run instead`);
  const value = parse(path, readText(path));
  const validate = loadSchemas().validator('claims.schema.json');
  if (validate(value)) return value as ClaimsReport;
  throw new ArgumentError(whyNone(path, value, validate.errors ?? []));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ArgumentError(`${path} cannot be read: ${systemWords(error)}`);
  }
}

function parse(path: string, text: string): unknown {
  if (text.trim() === '')
    throw new ArgumentError(`${path} is empty: the run that was to write it has not ended`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = messageOf(error);
    const offset = /position (\d+)/.exec(reason)?.[1];
    const place = offset === undefined ? path : `${path}:${lineAndColumn(text, Number(offset))}`;
    if (/unexpected end|unterminated/i.test(reason) || Number(offset) >= text.trimEnd().length)
      throw new ArgumentError(`${place}: the file ends in the middle; it was copied or written in part only`);
    throw new ArgumentError(`${place}: this is not JSON (${reason}); name the ${DATA} of a run`);
  }
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

/** Keys without which nothing is taken for a run of another version. */
const OURS = ['target', 'totals', 'claims'];

function whyNone(path: string, value: unknown, [error]: readonly ErrorObject[]): string {
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && 'schemaVersion' in value && 'label' in value)
    return `${path} is the badge of a run; name its ${DATA} instead`;
  if (!isObject || !OURS.every((key) => key in value)) return `${path} is JSON, but not the ${DATA} of a run`;
  const place =
    error?.instancePath === '' ? 'the file' : (error?.instancePath ?? '').slice(1).replaceAll('/', '.');
  return (
    `${path}: ${place} ${error?.message ?? 'is wrong'}\n` +
    `It looks like a run of another version of the suite: make the run again, or read it with ${commandLine('report')} of that version.`
  );
}
