import { type ProfileName, profiles } from '../mock/index.ts';
import { createBench, verdictsOf } from './bench.ts';
import { type Difference, mutants, variations } from './index.ts';
import type { Answer, Task } from './pool.ts';

/** A process of the pool: runs the portals that it is given by name, one after another. */

const [, , beneath] = process.argv;
if (beneath !== undefined && !isProfile(beneath)) throw new Error(`there is no profile '${beneath}'`);
const bench = await createBench({ beneath, verdictsOnly: true });
process.on('message', async ({ kind, id, turn }: Task) => {
  const found = difference(kind, id);
  // What a mutant by hand does to further methods is not listed.
  const isOfFew = kind === 'mutant' || found.needsConnection;
  const answer: Answer = { kind, id, verdicts: verdictsOf(await bench.run(found, isOfFew, turn)) };
  process.send?.(answer);
});
process.once('disconnect', () => void bench.close());
process.send?.('ready');

function isProfile(name: string): name is ProfileName {
  return Object.hasOwn(profiles, name);
}

function difference(kind: Task['kind'], id: string): Difference {
  if (kind === 'base') return {};
  const found = [...(kind === 'mutant' ? mutants : variations)].find((broken) => broken.id === id);
  if (found === undefined) throw new Error(`there is no ${kind} '${id}'`);
  return found;
}
