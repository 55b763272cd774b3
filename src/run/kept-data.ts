import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** How many compiled contracts are kept: of the checkouts and branches that somebody goes to and fro between. */
const KEPT = 8;

/** A key that changes with every byte of the files, and with their paths. */
export function contentKey(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of files) {
    const content = readFileSync(path);
    // With its length, so that no content passes for the end of a file and the beginning of the next.
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 32);
}

/** Files of a directory with that ending, sorted; with those of the directories in it. */
export function filesIn(directory: string, ending: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** How something is kept as a file. */
interface Form<T> {
  ending: string;
  /** @throws Error where the content is not what was written */
  read(content: Buffer): T;
  write(made: T): string;
}

/**
 * What `make` returns, kept in a file by its key: processes of a run need not make it again. Where nothing can be written,
 * each process makes it once.
 *
 * @param name begins the file's name
 * @param make returns plain data
 * @param directories where it is looked for; it is kept in the first that can be written
 */
export function keptByContent<T>(
  root: string,
  name: string,
  key: string,
  make: () => T,
  directories = placesBelow(root),
): T {
  const form: Form<T> = {
    ending: '.json',
    read: (content) => JSON.parse(content.toString('utf8')) as T,
    write: (made) => JSON.stringify(made),
  };
  return kept(form, name, key, make, directories);
}

/** Texts without line breaks, of which each is read when it is asked for. */
export interface Lines {
  readonly length: number;
  /** @throws RangeError where there is no such line */
  at(index: number): string;
}

/** Lines kept as `keptByContent` keeps data: of many, a process may need few. */
export function keptLines(
  root: string,
  name: string,
  key: string,
  make: () => readonly string[],
  directories = placesBelow(root),
): Lines {
  const form: Form<Lines> = { ending: '.lines', read: linesIn, write: linesOf };
  return kept(form, name, key, () => arrayLines(make()), directories);
}

function placesBelow(root: string): string[] {
  return [join(root, 'node_modules', '.cache', 'b24-conformance'), join(tmpdir(), 'b24-conformance')];
}

function kept<T>(form: Form<T>, name: string, key: string, make: () => T, directories: readonly string[]): T {
  const file = `${name}-${key}${form.ending}`;
  for (const directory of directories) {
    const known = read(form, directory, file);
    if (known !== undefined) return known;
  }
  const made = make();
  if (made === undefined) return made;
  const text = form.write(made);
  directories.some((directory) => write(directory, { name, file, text, ending: form.ending }));
  return made;
}

function read<T>({ read }: Form<T>, directory: string, file: string): T | undefined {
  try {
    if (!isOurs(directory)) return undefined;
    return read(readFileSync(join(directory, file)));
  } catch {
    return undefined;
  }
}

/**
 * What is kept decides what is sent and how it is judged. Where everybody may make folders, as in the system's for such files,
 * it is taken from one alone that is this user's and that nobody else may write to.
 */
function isOurs(directory: string): boolean {
  const user = process.getuid?.();
  if (user === undefined || (statSync(dirname(directory)).mode & 0o002) === 0) return true;
  const { uid, mode } = lstatSync(directory);
  return uid === user && (mode & 0o022) === 0;
}

function arrayLines(lines: readonly string[]): Lines {
  return { length: lines.length, at: (index) => lines[index] ?? noSuchLine(index) };
}

function noSuchLine(index: number): never {
  throw new RangeError(`there is no line ${index}`);
}

/** Each with its length in bytes before them all, so that nothing that was cut off or written over passes for them. */
function linesOf({ length, at }: Lines): string {
  const lines = Array.from({ length }, (_, index) => at(index));
  return `${JSON.stringify(lines.map((line) => Buffer.byteLength(line)))}\n${lines.map((line) => `${line}\n`).join('')}`;
}

const LINE_BREAK = 10;

function linesIn(content: Buffer): Lines {
  const begin = content.indexOf(LINE_BREAK) + 1;
  const lengths = JSON.parse(content.toString('utf8', 0, begin)) as number[];
  let end = begin;
  const starts = lengths.map((length) => {
    const start = end;
    end += length + 1;
    if (content[end - 1] !== LINE_BREAK) throw new Error('a line has another length');
    return start;
  });
  if (end !== content.length) throw new Error('there is more than the lines');
  return {
    length: lengths.length,
    at(index) {
      const start = starts[index] ?? noSuchLine(index);
      return content.toString('utf8', start, start + (lengths[index] ?? 0));
    },
  };
}

/** Whole or not at all: another process may read it at the same time. */
function write(
  directory: string,
  { name, file, text, ending }: { name: string; file: string; text: string; ending: string },
): boolean {
  const path = join(directory, file);
  const draft = `${path}.${process.pid}`;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (!isOurs(directory)) return false;
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch {
    removeQuietly(draft);
    return false;
  }
  removeOld(directory, name, ending);
  return true;
}

/** Another process may remove the same files at the same time. */
function removeOld(directory: string, name: string, ending: string): void {
  try {
    const others = readdirSync(directory)
      .filter((file) => file.startsWith(`${name}-`) && file.endsWith(ending))
      .map((file) => join(directory, file))
      .map((path) => ({ path, changed: statSync(path).mtimeMs }))
      .sort((first, second) => second.changed - first.changed);
    for (const { path } of others.slice(KEPT)) rmSync(path, { force: true });
  } catch {
    // What stays is removed the next time.
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where nothing can be written, nothing was.
  }
}
