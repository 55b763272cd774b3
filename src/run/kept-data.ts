import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
  directories = [join(root, 'node_modules', '.cache', 'b24-conformance'), join(tmpdir(), 'b24-conformance')],
): T {
  const file = `${name}-${key}.json`;
  for (const directory of directories) {
    const known = read<T>(join(directory, file));
    if (known !== undefined) return known;
  }
  const made = make();
  if (made !== undefined) directories.some((directory) => write(directory, name, file, made));
  return made;
}

function read<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: another process may read it at the same time. */
function write(directory: string, name: string, file: string, made: unknown): boolean {
  const path = join(directory, file);
  const draft = `${path}.${process.pid}`;
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(draft, JSON.stringify(made));
    renameSync(draft, path);
  } catch {
    removeQuietly(draft);
    return false;
  }
  removeOld(directory, name);
  return true;
}

/** Another process may remove the same files at the same time. */
function removeOld(directory: string, name: string): void {
  try {
    const others = readdirSync(directory)
      .filter((file) => file.startsWith(`${name}-`) && file.endsWith('.json'))
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
