import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from '../src/run/root.ts';
import { processorSeconds } from './processor-time.ts';
import type { ReadFigures } from './results.ts';

/**
 * What reading, checking and collecting the facts of a checkout of the documentation costs, as commands of their own.
 *
 * @param directory the checkout
 * @throws Error where there is none
 */
export async function measurePages(directory = join(ROOT, '..', 'shared', 'docs')): Promise<ReadFigures[]> {
  const docs = resolve(directory);
  if (!existsSync(docs)) throw new Error(`${docs} is no folder: name a checkout of the documentation`);
  const pages = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  ).length;
  const figures: ReadFigures[] = [];
  for (const name of ['read', 'lint'] as const) {
    // As users start them: the script also says how the collector works.
    const words = ['npm', 'run', '-s', 'docs', '--', name, '--docs', docs, docs];
    // The first fills the cache of compiled code.
    for (let round = 0; round < 2; round++) {
      const began = performance.now();
      const seconds = await processorSeconds({ words, cwd: ROOT }, [0, 1]);
      const clock = (performance.now() - began) / 1000;
      if (round > 0) figures.push({ name: `docs ${name}`, pages, clock, seconds });
    }
  }
  return figures;
}
