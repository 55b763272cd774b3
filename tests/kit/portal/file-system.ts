import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const CHANGING = ['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync', 'rmSync'] as const;
export type FileCall = (typeof CHANGING)[number];

interface Watched {
  /** What was called, in order. */
  calls: FileCall[];
  crashed: boolean;
}

/** As if the power had gone: this and every later call to the file system does nothing but throw. */
export class Crash extends Error {}

/**
 * Runs something with the file system watched. With `crashAt`, that many calls succeed; the next is cut off (a write
 * halfway) and nothing reaches the disk any more.
 */
export async function withFileSystem<T>(
  use: (watched: Watched) => T | Promise<T>,
  crashAt = Number.POSITIVE_INFINITY,
): Promise<{ watched: Watched; value?: T; error?: unknown }> {
  const real = Object.fromEntries(CHANGING.map((name) => [name, fs[name]]));
  const watched: Watched = { calls: [], crashed: false };
  for (const name of CHANGING) {
    const original = real[name] as (...given: unknown[]) => unknown;
    const replacement = (...given: unknown[]): unknown => {
      if (watched.crashed) throw new Crash(name);
      if (watched.calls.length >= crashAt) {
        watched.crashed = true;
        const [file, text] = given;
        if (name === 'writeSync') original(file, String(text).slice(0, String(text).length / 2));
        throw new Crash(name);
      }
      watched.calls.push(name);
      return original(...given);
    };
    Object.assign(fs, { [name]: replacement });
  }
  syncBuiltinESMExports();
  try {
    return { watched, value: await use(watched) };
  } catch (error) {
    return { watched, error };
  } finally {
    Object.assign(fs, real);
    syncBuiltinESMExports();
  }
}
