// @ts-check
/**
 * The suite's sources as a few files of JavaScript, made once for each state of the sources. A run has three kinds of
 * processes; each would otherwise translate and resolve hundreds of files before its first line. JavaScript itself, as
 * nothing translates it.
 *
 * `node src/shell/compiled.mjs NAME [arguments]` runs an entry as a program.
 */
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SELF = fileURLToPath(import.meta.url);
const ROOT = join(dirname(SELF), '..', '..');
const SOURCES = join(ROOT, 'src');
const TESTS = join(ROOT, 'tests', 'conformance');
/** Validators are compiled from them. */
const SCHEMAS = join(ROOT, 'schemas');

/** What processes and threads begin with. */
export const ENTRIES = {
  conformance: 'src/cli/conformance.ts',
  configuration: 'src/shell/configuration.ts',
  'conformance.spec': 'tests/conformance/conformance.spec.ts',
  docs: 'src/cli/docs.ts',
  'docs-thread': 'src/docs/threads/thread.ts',
  'documentation.spec': 'tests/conformance/documentation.spec.ts',
  'global-setup': 'src/shell/global-setup.ts',
  'global-teardown': 'src/shell/global-teardown.ts',
  mock: 'src/cli/mock.ts',
  mutants: 'src/cli/mutants.ts',
  'mutants-worker': 'src/mutants/worker.ts',
  openapi: 'src/cli/openapi.ts',
  'playwright.config': 'src/shell/playwright.config.ts',
  reporter: 'src/shell/reporter.ts',
  progress: 'src/shell/progress.ts',
  report: 'src/cli/report.ts',
  tests: 'src/shell/tests.ts',
};

/** Milliseconds after which what earlier sources became is removed. */
const KEPT = 7 * 24 * 3600 * 1000;

/**
 * What is compiled holds this file as well, and goes on with what was compiled with it: `import.meta.url` is the place of the
 * source there (build.mjs), this the place of the file itself.
 */
const { url: ownAddress } = import.meta;
// @ts-expect-error defined where it is compiled
const isCompiled = typeof COMPILED !== 'undefined';
/** In the package all was made beforehand, and the sources are not in it. */
const isPackage = !existsSync(join(SOURCES, 'cli'));
const BUILT = isCompiled ? dirname(fileURLToPath(ownAddress)) : isPackage ? join(ROOT, 'dist') : undefined;

/** @type {Promise<string> | undefined} */
let folder;

/**
 * The module that an entry became.
 *
 * @template T
 * @param {string} name of `ENTRIES`, or of the package's further files
 * @returns {Promise<T>}
 */
export async function compiled(name) {
  return await import(pathToFileURL(await compiledFile(name)).href);
}

/**
 * Path of the file that an entry became.
 *
 * @param {string} name as above
 */
export async function compiledFile(name) {
  folder ??=
    BUILT === undefined
      ? compile({ entries: ENTRIES, sources: [SOURCES, TESTS], complete: true })
      : Promise.resolve(BUILT);
  return join(await folder, `${name}.mjs`);
}

/**
 * The folder of what entries became, made unless it is there for the present state of the sources.
 *
 * @param {object} what
 * @param {Record<string, string>} what.entries
 * @param {string[]} what.sources folders with all that they are made from
 * @param {boolean} [what.complete] whether every process that they start can begin with one of them
 * @param {string[]} [what.apart] packages that are not made part of it, but loaded from where they are
 * @param {boolean} [what.traced] whether maps lie beside the files, by which a place in one is found in its source
 */
export async function compile({ entries, sources, ...how }) {
  const cache = join(ROOT, 'node_modules', '.cache', 'b24-conformance');
  const place = join(cache, digest(sources, Object.keys(entries)));
  if (existsSync(place)) return place;
  const scratch = makeScratch(cache);
  // Only who finds nothing compiled loads the compiler.
  const { build } = await import('./build.mjs');
  await build({ entries, outdir: scratch, ...how });
  if (dirname(scratch) !== cache) return scratch;
  try {
    renameSync(scratch, place);
  } catch {
    // Another process was first.
    rmSync(scratch, { recursive: true, force: true });
  }
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    // What another process is compiling may be renamed meanwhile.
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (path !== place && Date.now() - made > KEPT) rmSync(path, { recursive: true, force: true });
  }
  return place;
}

/**
 * A new folder in the cache; where that cannot be written, one of this process alone.
 *
 * @param {string} cache
 */
function makeScratch(cache) {
  try {
    mkdirSync(cache, { recursive: true });
    accessSync(cache, constants.W_OK);
    return mkdtempSync(join(cache, 'new-'));
  } catch {
    const scratch = mkdtempSync(join(tmpdir(), 'b24-conformance-'));
    process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
    return scratch;
  }
}

/**
 * Of all that the files are made from.
 *
 * @param {string[]} sources
 * @param {string[]} names
 */
function digest(sources, names) {
  const hash = createHash('sha256').update(ROOT).update(names.join());
  const files = [...sources, SCHEMAS].flatMap((folder) => [...sourcesIn(folder)]).sort();
  // As text, which Node reads in one call.
  for (const path of [join(ROOT, 'package-lock.json'), ...files])
    hash.update(path).update(readFileSync(path, 'utf8'));
  return hash.digest('hex').slice(0, 24);
}

/**
 * Every start of a program goes through them all.
 *
 * @param {string} directory
 * @returns {Generator<string>}
 */
function* sourcesIn(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = `${directory}${sep}${entry.name}`;
    if (entry.isDirectory()) yield* sourcesIn(path);
    else if (/\.(ts|mjs|json)$/.test(entry.name)) yield path;
  }
}

if (!isCompiled && process.argv[1] === SELF) {
  const [name = ''] = process.argv.splice(2, 1);
  const file = await compiledFile(name);
  if (!isPackage) keepCode(dirname(file));
  await import(pathToFileURL(file).href);
}

/** For a program of the package, before it loads what it is. */
export function keepCodeOfPackage() {
  if (BUILT !== undefined) keepCode(BUILT);
}

/**
 * From Node 22 on, what V8 makes of our files and Playwright's is kept: this process's and that of those it starts. Where
 * nothing can be written, nothing is kept.
 *
 * @param {string} folder of what is compiled; a place in it is used unless the user has one
 */
function keepCode(folder) {
  if (!('enableCompileCache' in nodeModule) || process.env.NODE_COMPILE_CACHE !== undefined) return;
  const place = join(folder, 'v8');
  /** @type {(place: string) => unknown} */ (nodeModule.enableCompileCache)(place);
  process.env.NODE_COMPILE_CACHE = place;
}
