import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Versions } from '../report/claims.gen.ts';
import { ROOT } from '../run/root.ts';

/** Milliseconds; a version is not worth more. */
const LONGEST = 5000;

/** Version of the suite. */
export function suiteVersion(): string {
  return (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;
}

/**
 * What makes a report.
 *
 * @param docs checkout of the documentation whose pages are checked
 * @param root of the suite
 */
export async function readVersions(docs: string | undefined, root = ROOT): Promise<Versions> {
  const [commit, checkout] = await Promise.all([
    commitOf(root),
    docs === undefined ? undefined : commitOf(docs),
  ]);
  return {
    suite: suiteVersion(),
    ...(commit === undefined ? {} : { commit }),
    node: process.versions.node,
    ...(checkout === undefined ? {} : { checkout }),
  };
}

/**
 * The commit that a folder is a checkout of, as Git abbreviates it, with `-dirty` where files of it were changed; undefined
 * where there is no git, where the folder is no checkout, and where it only lies within the checkout of something else.
 */
export async function commitOf(folder: string): Promise<string | undefined> {
  // A checkout's own folder holds it, a file in further working trees.
  if (!existsSync(join(folder, '.git'))) return undefined;
  // A hook of Git sets variables that name its own repository. Nobody waits for a lock on ours.
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const env = { ...Object.fromEntries(others), GIT_OPTIONAL_LOCKS: '0' };
  const words = ['-C', folder, 'describe', '--always', '--dirty', '--exclude=*'];
  try {
    const { stdout } = await promisify(execFile)('git', words, { env, timeout: LONGEST });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
