// @ts-check
/**
 * `npm run kit [-- FILES]`: the kit's tests, all of them unless some are named. Each file is a process, which would translate
 * and resolve for itself every source that it needs; they are made into JavaScript together, once for each state of the sources.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compile } from '../src/shell/compiled.mjs';
import kitReporter from './kit-reporter.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TESTS = join(ROOT, 'tests');
const KIT = join(TESTS, 'kit');

/** Those that take longest. They begin first, so that in the end no core is left waiting for one of them. */
const LONG = [
  'mutants/matrix',
  'suite/portal-run',
  'recording/traffic',
  'suite/program',
  'package/package',
  'recording/replay',
  'suite/readme',
  'survey-portals/survey',
  'suite/portal-preflight',
  'suite/reporters',
  'suite/shards',
];

const all = readdirSync(KIT, { withFileTypes: true })
  .filter((room) => room.isDirectory())
  .flatMap(({ name: room }) => readdirSync(join(KIT, room)).map((name) => join(KIT, room, name)))
  .filter((path) => path.endsWith('.test.ts'));
const named = process.argv.slice(2).map((path) => resolve(path));
const unknown = named.filter((path) => !all.includes(path));
if (unknown.length > 0) {
  console.error(
    `Not a test file of the kit, which are tests/kit/ROOM/NAME.test.ts:\n  ${unknown.join('\n  ')}`,
  );
  process.exit(2);
}

/** Programs and tables of their own lie beside what tests alone load. */
const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const folder = await compile({
  entries: Object.fromEntries(all.map((path) => [entryOf(path), relative(ROOT, path)])),
  sources: [join(ROOT, 'src'), TESTS],
  apart: Object.keys(devDependencies),
  traced: true,
});
const rank = new Map(LONG.map((name, index) => [join(KIT, `${name}.test.ts`), index]));
const files = (named.length > 0 ? named : all)
  .sort((one, other) => (rank.get(one) ?? LONG.length) - (rank.get(other) ?? LONG.length))
  .map((path) => join(folder, `${entryOf(path)}.mjs`));
// The runner itself would sort them by name.
run({ files, concurrency: 4 })
  .on('test:fail', ({ todo }) => {
    if (todo === undefined) process.exitCode = 1;
  })
  .compose(kitReporter)
  .pipe(process.stdout);

/**
 * Name of the compiled file, from which `kit-reporter.mjs` tells the source.
 *
 * @param {string} path
 */
function entryOf(path) {
  return relative(ROOT, path).slice(0, -'.ts'.length);
}
