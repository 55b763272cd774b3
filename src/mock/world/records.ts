import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { guess } from '../../base/guess.ts';
import { systemWords } from '../../base/system-words.ts';
import { DataError, parseYamlFile } from '../../base/yaml-file.ts';
import type { Value } from '../call.ts';
import type { Field, Kind, Row } from '../resources/fields.ts';
import { WorldError } from './load.ts';

/** Records of one file, by their key in it. */
export type Records = ReadonlyMap<string, readonly Row[]>;

/** Files are read when the first of their methods is called, once a process. */
const read = new Map<string, Promise<Records>>();

/**
 * Records of a world, of one file in its folder. A file that is not there holds none.
 * @param kinds all that may stand in it
 * @throws {WorldError} one line per mistake: file, line, what is wrong
 */
export function recordsIn(folder: string, file: string, kinds: readonly Kind[]): Promise<Records> {
  const path = join(folder, `${file}.yaml`);
  const known = read.get(path) ?? load(path, kinds);
  read.set(path, known);
  return known;
}

async function load(path: string, kinds: readonly Kind[]): Promise<Records> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new WorldError(`${path}: cannot be read: ${systemWords(error)}`);
  });
  return text === undefined ? new Map() : recordsOf(path, text, kinds);
}

/**
 * The records that a text holds.
 * @throws {WorldError} as above
 */
export function recordsOf(path: string, text: string, kinds: readonly Kind[]): Records {
  const yaml = parse(path, text);
  const problems: string[] = [];
  const wrong = (at: readonly (string | number)[], problem: string) =>
    problems.push(`${path}:${yaml.lineOf(at)}: ${problem}`);
  const found = new Map<string, readonly Row[]>();
  if (!isMap(yaml.value)) wrong([], `a file of records has a list under each of ${namesOf(kinds)}`);
  for (const [key, list] of Object.entries(isMap(yaml.value) ? yaml.value : {})) {
    const kind = kinds.find((each) => each.key === key);
    if (kind === undefined) wrong([key], `there are no records '${key}'${guess(key, kinds.map(keyOf))}`);
    else if (!Array.isArray(list)) wrong([key], `'${key}' is not a list`);
    else
      found.set(
        key,
        rowsOf(kind, list, (at, problem) => wrong([key, ...at], problem)),
      );
  }
  if (problems.length > 0) throw new WorldError(problems.join('\n'));
  return found;
}

function parse(path: string, text: string) {
  try {
    return parseYamlFile(path, text);
  } catch (error) {
    throw error instanceof DataError ? new WorldError(error.message) : error;
  }
}

type Wrong = (at: readonly (string | number)[], problem: string) => void;

function rowsOf(kind: Kind, list: readonly unknown[], wrong: Wrong): readonly Row[] {
  const rows = list.flatMap((given, index) => {
    if (!isMap(given)) return wrong([index], 'a record is a map of fields') ?? [];
    const { from = 1, to = from, ...fields } = given;
    if (!isCount(from) || !isCount(to) || to < from)
      return wrong([index], "'from' and 'to' are whole numbers, the second not below the first") ?? [];
    for (const name of Object.keys(fields)) {
      if (!kind.fields.has(name))
        wrong([index, name], `${kind.key} have no field '${name}'${guess(name, [...kind.fields.keys()])}`);
    }
    return Array.from({ length: to - from + 1 }, (_none, n) => rowOf(kind, fields, from + n));
  });
  const ids = rows.map((row) => row[kind.id]);
  list.forEach((given, index) => {
    if (isMap(given) && given[kind.id] === undefined)
      wrong([index], `a record of ${kind.key} needs ${kind.id}`);
  });
  const twice = ids.find((id, index) => id !== null && ids.indexOf(id) < index);
  if (twice !== undefined) wrong([], `${kind.key} have two records with ${kind.id} ${String(twice)}`);
  return rows;
}

function rowOf({ fields }: Kind, given: Readonly<Record<string, unknown>>, n: number): Row {
  const value = (field: Field): Value => {
    const own = given[field.name];
    return own === undefined ? field.value : numbered(own as Value, n);
  };
  return Object.fromEntries([...fields.values()].map((field) => [field.name, value(field)]));
}

/** `$n` in a record that stands for several: alone a number, in a text its digits. */
function numbered(value: Value, n: number): Value {
  if (value === '$n') return n;
  if (typeof value === 'string') return value.replaceAll('$n', String(n));
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => numbered(each, n));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, numbered(inner, n)]));
}

const keyOf = ({ key }: Kind) => key;
const namesOf = (kinds: readonly Kind[]) => kinds.map(keyOf).join(', ');
const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;
