// @ts-check
/**
 * `npm run kit [-- FILES]`: the kit's tests, all of them unless some are named. They are made into JavaScript together, once
 * for each state of the sources. The files of a room run in one process, as the start of one costs more than most of them do;
 * those that take longest have one each.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LATE } from '../src/run/optimize-late.mjs';
import { compile, compiledFile } from '../src/shell/compiled.mjs';
import { runInProcesses } from './kit-room.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TESTS = join(ROOT, 'tests');
const KIT = join(TESTS, 'kit');

/** Those that take longest. They and then the largest rooms begin first, so that in the end no core waits for one of them. */
const LONG = [
  'mutants/matrix',
  'suite/portal-run',
  'suite/whole-run',
  'suite/program',
  'package/package',
  'recording/replay',
  'survey-portals/survey',
  'suite/portal-preflight',
  'suite/reporters',
  'suite/shards',
  'openapi/description',
  'mutants/program',
  'recording/program',
  'mutants/gate',
  'mock/property',
  'contract/compiled',
  'suite/portal-secrets',
  'mutants/live',
  'docs/documentation',
  'docs/pr',
  'mock/reset',
  'suite/portal-kill',
  'survey/all-methods',
  'suite/portal-oauth',
  'survey-portals/portals',
];

const all = readdirSync(KIT, { withFileTypes: true })
  .filter((room) => room.isDirectory())
  .flatMap(({ name: room }) => readdirSync(join(KIT, room)).map((name) => join(KIT, room, name)))
  .filter((path) => path.endsWith('.test.ts'));
const named = process.argv.slice(2).map((path) => resolve(path));
const long = LONG.map((name) => join(KIT, `${name}.test.ts`));
const unknown = [...named, ...long].filter((path) => !all.includes(path));
if (unknown.length > 0) {
  console.error(
    `Not a test file of the kit, which are tests/kit/ROOM/NAME.test.ts:\n  ${unknown.join('\n  ')}`,
  );
  process.exit(2);
}
// The processes of tests get them: a quarter of what rooms of quick tests take.
process.execArgv.push(...LATE);

/** Programs and tables of their own lie beside what tests alone load. */
const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const compiling = compile({
  entries: Object.fromEntries(all.map((path) => [entryOf(path), relative(ROOT, path)])),
  sources: [join(ROOT, 'src'), TESTS],
  apart: Object.keys(devDependencies),
  traced: true,
});
// Of the programs that tests start as well: the first ones would make them all at once.
const [folder] = await Promise.all([compiling, compiledFile('conformance')]);
const rank = new Map(long.map((path, index) => [path, index]));
/** By what a process is called: a file's own path, or that of its room. @type {Map<string, string[]>} */
const processes = new Map();
for (const path of named.length > 0 ? named : all) {
  const name = rank.has(path) ? path : dirname(path);
  processes.set(name, [...(processes.get(name) ?? []), path]);
}
/** @param {string} name */
const order = (name) => rank.get(name) ?? LONG.length;
await runInProcesses(
  [...processes]
    .sort(([one, ofOne], [other, ofOther]) => order(one) - order(other) || ofOther.length - ofOne.length)
    .map(([, paths]) =>
      paths.map((path) => ({
        name: relative(process.cwd(), path),
        program: join(folder, `${entryOf(path)}.mjs`),
      })),
    ),
);

/**
 * Name of the compiled file, from which `kit-reporter.mjs` tells the source.
 *
 * @param {string} path
 */
function entryOf(path) {
  return relative(ROOT, path).slice(0, -'.ts'.length);
}
