import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How many compiled contracts are kept: of the checkouts and branches that somebody goes to and fro between. */
const KEPT = 8;

/** A key that changes with every byte of the files. */
export function contentKey(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of files) hash.update(path).update('\0').update(readFileSync(path)).update('\0');
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
 * it is made each time.
 *
 * @param name begins the file's name
 * @param make returns plain data
 */
export function keptByContent<T>(root: string, name: string, key: string, make: () => T): T {
  for (const directory of [
    join(root, 'node_modules', '.cache', 'b24-conformance'),
    join(tmpdir(), 'b24-conformance'),
  ]) {
    const path = join(directory, `${name}-${key}.json`);
    const known = read<T>(path);
    if (known !== undefined) return known;
    const made = make();
    if (write(directory, name, path, made)) return made;
  }
  return make();
}

function read<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: another process may read it at the same time. */
function write(directory: string, name: string, path: string, made: unknown): boolean {
  try {
    mkdirSync(directory, { recursive: true });
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(made));
    renameSync(draft, path);
    const others = readdirSync(directory)
      .filter((file) => file.startsWith(`${name}-`) && file.endsWith('.json'))
      .map((file) => join(directory, file))
      .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
    for (const old of others.slice(KEPT)) rmSync(old, { force: true });
    return true;
  } catch {
    return false;
  }
}
