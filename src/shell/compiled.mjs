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
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SELF = fileURLToPath(import.meta.url);
const ROOT = join(dirname(SELF), '..', '..');
const SOURCES = join(ROOT, 'src');

/** What processes and threads begin with. */
const ENTRIES = {
  conformance: 'src/cli/conformance.ts',
  configuration: 'src/shell/configuration.ts',
  docs: 'src/cli/docs.ts',
  'docs-thread': 'src/docs/threads/thread.ts',
  'global-setup': 'src/shell/global-setup.ts',
  'global-teardown': 'src/shell/global-teardown.ts',
  mock: 'src/cli/mock.ts',
  reporter: 'src/shell/reporter.ts',
  progress: 'src/shell/progress.ts',
  tests: 'src/shell/tests.ts',
};

/** Loaded where they are: they find files of their own, or are large and seldom needed. */
const PACKAGES = ['@playwright/test', 'playwright', 'esbuild', 'tsx', 'typescript', 'php-parser'];

/** Milliseconds after which what earlier sources became is removed. */
const KEPT = 7 * 24 * 3600 * 1000;

/** @typedef {keyof typeof ENTRIES} Entry */

/** @type {Promise<string> | undefined} */
let folder;

/**
 * The module that an entry became.
 *
 * @template T
 * @param {Entry} name
 * @returns {Promise<T>}
 */
export async function compiled(name) {
  return await import(pathToFileURL(await compiledFile(name)).href);
}

/**
 * Path of the file that an entry became.
 *
 * @param {Entry} name
 */
export async function compiledFile(name) {
  folder ??= compile();
  return join(await folder, `${name}.mjs`);
}

async function compile() {
  const cache = join(ROOT, 'node_modules', '.cache', 'b24-conformance');
  const place = join(cache, digest());
  if (existsSync(place)) return place;
  const scratch = makeScratch(cache);
  await build(scratch);
  if (dirname(scratch) !== cache) return scratch;
  try {
    renameSync(scratch, place);
  } catch {
    // Another process was first.
    rmSync(scratch, { recursive: true });
  }
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (path !== place && Date.now() - statSync(path).mtimeMs > KEPT) rmSync(path, { recursive: true });
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

/** Of all that the files are made from. */
function digest() {
  const hash = createHash('sha256').update(ROOT);
  for (const path of [join(ROOT, 'package-lock.json'), ...sourcesIn(SOURCES)])
    hash.update(path).update(readFileSync(path));
  return hash.digest('hex').slice(0, 24);
}

/**
 * @param {string} directory
 * @returns {string[]}
 */
function sourcesIn(directory) {
  return readdirSync(directory, { withFileTypes: true })
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return sourcesIn(path);
      return /\.(ts|mjs|json)$/.test(entry.name) ? [path] : [];
    });
}

/** @param {string} outdir */
async function build(outdir) {
  const esbuild = await import('esbuild');
  await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, path])),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: PACKAGES.flatMap((name) => [name, `${name}/*`]),
    logLevel: 'error',
    // Packages in the older form of modules call it.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
    },
    plugins: [{ name: 'places', setup: keepPlaces }],
  });
}

/**
 * A source that asks where it is means its own file.
 *
 * @param {import('esbuild').PluginBuild} build
 */
function keepPlaces({ onLoad }) {
  onLoad({ filter: /\.ts$/ }, ({ path }) => {
    if (!path.startsWith(SOURCES)) return undefined;
    const text = readFileSync(path, 'utf8');
    if (!text.includes('import.meta.')) return undefined;
    const contents = text
      .replace(/\bimport\.meta\.dirname\b/g, JSON.stringify(dirname(path)))
      .replace(/\bimport\.meta\.url\b/g, JSON.stringify(pathToFileURL(path).href));
    return { contents, loader: 'ts' };
  });
}

if (process.argv[1] === SELF) {
  const [name = ''] = process.argv.splice(2, 1);
  await compiled(/** @type {Entry} */ (name));
}
