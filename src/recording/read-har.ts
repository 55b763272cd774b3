import { createReadStream, statSync } from 'node:fs';
import { JSONParser, TokenType } from '@streamparser/json';
import { messageOf } from '../base/message.ts';
import type { Contract } from '../contract/contract.ts';
import type { HarEntry, HarLog } from './har.gen.ts';

/** A recording that cannot be judged: what was expected where, and what to do. The run cannot be made. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

/** An entry and where it stands. */
export interface ReadEntry {
  /** Place among the entries, from 1. */
  number: number;
  line: number;
  entry: HarEntry;
}

export type LogPart = '_b24' | '_b24End';

export interface HarReader {
  /** A list of entries comes as they are read; a part of the log as it is found. Undefined: the file says nothing of it. */
  onEntry(read: ReadEntry): void | Promise<void>;
  onPart?(name: LogPart, value: NonNullable<HarLog[LogPart]>): void;
}

/** What was read of a file to its end. */
export interface ReadHar {
  entries: number;
  /** Name and version of what wrote it. */
  creator: string | undefined;
  /** The file ends before its end: what wrote it was killed, or it is not all there. */
  cutOff: boolean;
}

/** Bytes of one entry: a portal's longest answers are tenths of it. */
const LARGEST_ENTRY = 64 * 1024 * 1024;
/** Levels within the file; a HAR has eight. */
const DEEPEST = 200;
/** Mistakes named at once. */
const MOST_PROBLEMS = 10;
const CHUNK = 256 * 1024;

/**
 * Reads a HAR of any size in little memory: no more than one entry is held.
 *
 * @throws RecordingError where it is no HAR, or entries of it are not what they should be; they are named, ten at once
 */
export async function readHar(
  path: string,
  schemas: Contract['schemas'],
  { onEntry, onPart }: HarReader,
): Promise<ReadHar> {
  checkFile(path);
  const isEntry = schemas.validator('har.schema.json#/$defs/entry');
  const parts = {
    _b24: schemas.validator('har.schema.json#/$defs/runBegin'),
    _b24End: schemas.validator('har.schema.json#/$defs/runEnd'),
  };
  const problems: string[] = [];
  const lines = lineCounter();
  let waiting: ReadEntry[] = [];
  let entries = 0;
  let depth = 0;
  /** Bytes read, and those of a byte order mark, which the parser does not count. */
  let read = 0;
  let mark = 0;
  /** The last text at the level of the log's keys: where a list begins, its key. */
  let lastText: unknown;
  let isInEntries = false;
  let creator: string | undefined;
  /** Where the entry that is being read begins. */
  let begun: { at: number; line: number } | undefined;
  const where = (): string => (begun ? `entry ${entries + 1} (line ${begun.line})` : `line ${lines.last}`);
  const fail = (what: string): never => {
    throw new RecordingError(`${path}: ${what}`);
  };
  const check = (validate: typeof isEntry, value: unknown, name: string): boolean => {
    if (validate(value)) return true;
    const [fault] = validate.errors ?? [];
    const place = (fault?.instancePath ?? '').slice(1).replaceAll('/', '.');
    const got = fault?.keyword === 'required' ? '' : `, got ${quote(fault?.data)}`;
    problems.push(
      `${name}: expected ${place ? `${place} ` : 'it '}to be what HAR 1.2 says: ${fault?.message ?? ''}${got}`,
    );
    return false;
  };

  const parser = new JSONParser({
    paths: ['$.log.creator', '$.log._b24', '$.log._b24End', '$.log.entries.*'],
    keepStack: false,
    stringBufferSize: CHUNK,
  });
  parser.onToken = ({ token, value, offset: counted }) => {
    const offset = counted + mark;
    if (token === TokenType.STRING && depth === LOG_DEPTH) lastText = value;
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) {
      depth++;
      if (depth === LOG_DEPTH + 1) isInEntries = lastText === 'entries';
      if (depth === LOG_DEPTH + 2 && isInEntries) begun = { at: offset, line: lines.at(offset) };
      if (depth > DEEPEST)
        fail(`${where()} is nested more than ${DEEPEST} levels deep, which no HAR is; take it out`);
    } else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) depth--;
  };
  parser.onValue = ({ value, key, stack }) => {
    const isOfList = typeof key === 'number' && stack[2]?.key === 'entries';
    if (isOfList) {
      const number = key + 1;
      const line = begun?.line ?? lines.last;
      entries = number;
      begun = undefined;
      if (check(isEntry, value, `entry ${number} (line ${line})`))
        waiting.push({ number, line, entry: value as unknown as HarEntry });
    } else if (key === 'creator') {
      const { name, version } = (value ?? {}) as Record<string, unknown>;
      creator = [name, version].filter((text) => typeof text === 'string').join(' ') || undefined;
    } else if (key === '_b24' || key === '_b24End') {
      if (check(parts[key], value, `log.${key}`)) onPart?.(key, value as never);
    }
    if (problems.length >= MOST_PROBLEMS) fail(list(problems));
  };
  let broken: unknown;
  parser.onError = (error) => {
    broken ??= error;
  };

  let cutOff = false;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
    if (parser.isEnded) {
      if (chunk.toString('latin1').trim() !== '')
        fail(`something follows the end of the HAR at line ${lines.last}`);
      continue;
    }
    if (read === 0 && chunk.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK))
      mark = BYTE_ORDER_MARK.length;
    lines.take(chunk, read);
    parser.write(chunk);
    read += chunk.length;
    if (broken !== undefined) {
      if (broken instanceof RecordingError) throw broken;
      fail(
        `${where()} is not JSON: ${messageOf(broken)}.\n  Expected a HAR 1.2 file. Export it again: what was edited or cut by hand is often broken at its seam.`,
      );
    }
    if (begun && read - begun.at > LARGEST_ENTRY)
      fail(
        `${where()} is larger than ${LARGEST_ENTRY / 1024 / 1024} MB; take it out: no answer of a REST API is`,
      );
    const batch = waiting;
    waiting = [];
    for (const each of batch) await onEntry(each);
  }
  if (!parser.isEnded) {
    cutOff = true;
    if (entries === 0 && !begun)
      fail('it ends before the first entry. Expected a HAR 1.2 file with log.entries.');
  }
  if (problems.length > 0) fail(list(problems));
  if (entries === 0 && !cutOff)
    fail(
      'it has no entries. Expected a HAR 1.2 file: { "log": { "entries": [ … ] } } with at least one exchange.',
    );
  return { entries, creator, cutOff };
}

const BYTE_ORDER_MARK = Buffer.from('\ufeff');
/** Levels: the file's object and the log; within the list of entries one more. */
const LOG_DEPTH = 2;

function list(problems: readonly string[]): string {
  return `${problems.join('\n  ')}\n  Export the file again, or take these entries out.`;
}

/** Never a long text, which may hold a secret that nobody knows yet. */
function quote(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? 'a text' : String(value);
}

function checkFile(path: string): void {
  let size: number;
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw new RecordingError(`${path} is not a file. Expected a HAR 1.2 file.`);
    ({ size } = stats);
  } catch (error) {
    if (error instanceof RecordingError) throw error;
    throw new RecordingError(`${path} cannot be read: ${messageOf(error)}`);
  }
  if (size === 0)
    throw new RecordingError(
      `${path} is empty. Expected a HAR 1.2 file; --record writes one, and so do browsers and proxies.`,
    );
}

/** Counts lines up to places that come in their order. */
function lineCounter() {
  let chunk: Buffer = Buffer.alloc(0);
  let start = 0;
  let counted = 0;
  let line = 1;
  const countTo = (offset: number): void => {
    for (
      let at = chunk.indexOf(10, counted - start);
      at >= 0 && start + at < offset;
      at = chunk.indexOf(10, at + 1)
    ) {
      line++;
      counted = start + at + 1;
    }
    counted = Math.max(counted, offset);
  };
  return {
    take(next: Buffer, from: number) {
      countTo(start + chunk.length);
      chunk = next;
      start = from;
      counted = from;
    },
    at(offset: number): number {
      countTo(offset);
      return line;
    },
    get last() {
      return line;
    },
  };
}
