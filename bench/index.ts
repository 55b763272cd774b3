/**
 * `npm run bench -- [NAME] [ARGUMENT]`: measures, prints, asserts nothing. Without a name, all that `docs/bench.md` shows, in one
 * run; with one, that part alone, the others stay as they were. `parts` and `page` only print.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../src/run/root.ts';
import { measureEndurance } from './endurance.ts';
import { measureGrowth } from './growth.ts';
import { measureJudge } from './judge.ts';
import { measureMocks } from './mocks.ts';
import { benchPage } from './page.ts';
import { measurePages } from './pages.ts';
import { keep } from './results.ts';
import { measureRunners } from './runners.ts';
import { measureStart } from './start.ts';

const [name, argument] = process.argv.slice(2);
const count = argument === undefined ? undefined : Number(argument);
const MEASUREMENTS = {
  start: async () => keep('start', await measureStart(count)),
  runners: async () => keep('runners', await measureRunners(count)),
  mocks: async () => keep('mocks', await measureMocks(count)),
  judge: async () => keep('judge', await measureJudge()),
  pages: async () => keep('pages', await measurePages(argument)),
  growth: async () => keep('growth', measureGrowth()),
  endurance: async () => keep('endurance', await measureEndurance(count)),
};
type Name = keyof typeof MEASUREMENTS;
const PRINTED: Readonly<Record<string, string>> = { parts: './parts.ts', page: './report-page.ts' };

const isName = (text: string): text is Name => Object.hasOwn(MEASUREMENTS, text);
if (name !== undefined && PRINTED[name] !== undefined) {
  process.argv.splice(2, 1);
  await import(PRINTED[name]);
} else {
  if (name !== undefined && !isName(name)) {
    const known = [...Object.keys(MEASUREMENTS), ...Object.keys(PRINTED)];
    console.error(`'${name}' is not a measurement; there are: ${known.join(', ')}`);
    process.exit(2);
  }
  const chosen = name === undefined ? (Object.keys(MEASUREMENTS) as Name[]) : [name];
  for (const each of chosen) {
    console.log(`measuring ${each} …`);
    const results = await MEASUREMENTS[each]();
    console.log(JSON.stringify(results[each]?.figures, null, 1));
    writeFileSync(join(ROOT, 'docs', 'bench.md'), benchPage(results));
  }
}
