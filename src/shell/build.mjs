// @ts-check
/** How the suite's sources become a few files of JavaScript: for a checkout's own cache, and for the package. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build as bundle, transform } from 'esbuild';
import { createAjv } from '../base/validators.mjs';
import { codeOf } from '../run/standalone.mjs';

const SELF = fileURLToPath(import.meta.url);
export const ROOT = join(dirname(SELF), '..', '..');
export const SOURCES = join(ROOT, 'src');
const TESTS = join(ROOT, 'tests');

/** Loaded where they are: they find files of their own. */
const PACKAGES = ['@playwright/test', 'playwright', 'esbuild', 'tsx', 'typescript'];

/** Of those that are made part of it, the large ones that many a process never calls: each is a file of its own. */
const SELDOM = ['fast-xml-parser', 'fflate', 'php-parser', 'qs', 'tldts', 'undici', 'yaml'];

/** Folder of these files. */
const SELDOM_FOLDER = 'seldom';

/**
 * @param {object} how
 * @param {Record<string, string>} how.entries name of the file without its ending, to the source it begins with
 * @param {string} how.outdir
 * @param {boolean} [how.movable] whether the files may be moved together with the project's data; else they are of this
 *   checkout alone, and may lie anywhere
 * @param {boolean} [how.complete] whether every process that they start can begin with one of them
 * @param {string[]} [how.apart] further packages that are loaded from where they are
 * @param {boolean} [how.traced] whether maps lie beside them, by which a place in one is found in its source
 */
export async function build({
  entries,
  outdir,
  movable = false,
  complete = movable,
  apart = [],
  traced = movable,
}) {
  await Promise.all(
    SELDOM.map(async (name) => {
      const exported = await namesOf(name);
      await bundle({
        stdin: { contents: `export { ${exported.join()} } from '${name}';`, resolveDir: ROOT },
        outfile: join(outdir, SELDOM_FOLDER, `${name}.cjs`),
        bundle: true,
        format: 'cjs',
        platform: 'node',
        target: 'node20',
        logLevel: 'error',
      });
    }),
  );
  await bundle({
    absWorkingDir: ROOT,
    entryPoints: entries,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: [...PACKAGES, ...apart].flatMap((name) => [name, `${name}/*`]),
    logLevel: 'error',
    define: { ...(complete && { COMPILED: 'true' }), ...(movable && { PACKAGED: 'true' }) },
    sourcemap: traced,
    // Packages in the older form of modules call it.
    banner: {
      js: [
        "import { createRequire as requireFrom } from 'node:module';",
        "import { join as joinPaths } from 'node:path';",
        'const require = requireFrom(import.meta.url);',
      ].join('\n'),
    },
    plugins: [
      { name: 'validators', setup: compileValidators },
      { name: 'seldom', setup: loadWhenCalled },
      { name: 'places', setup: (building) => keepPlaces(building, movable ? outdir : undefined) },
    ],
  });
}

/**
 * A source that asks where it is means its own file, though its code stands in another.
 *
 * @param {import('esbuild').PluginBuild} building
 * @param {string} [outdir] folder of all files, where places are to be found from there; else they are absolute
 */
function keepPlaces({ onLoad, initialOptions: { sourcemap } }, outdir) {
  /** @param {string} path */
  const fromOutdir = (path) =>
    JSON.stringify(
      relative(/** @type {string} */ (outdir), path)
        .split(sep)
        .join('/'),
    );
  onLoad({ filter: /\.(ts|mjs)$/ }, async ({ path }) => {
    if (!path.startsWith(SOURCES) && !path.startsWith(TESTS)) return undefined;
    const text = readFileSync(path, 'utf8');
    if (!text.includes('import.meta.')) return undefined;
    const { code } = await transform(text, {
      loader: path.endsWith('.mjs') ? 'js' : 'ts',
      sourcefile: path,
      sourcemap: sourcemap ? 'inline' : false,
      define: {
        'import.meta.dirname': 'folderOfSource',
        'import.meta.filename': 'pathOfSource',
        'import.meta.url': 'addressOfSource',
      },
    });
    const [folder, file, address] =
      outdir === undefined
        ? [dirname(path), path, pathToFileURL(path).href].map((place) => JSON.stringify(place))
        : [
            `joinPaths(import.meta.dirname, ${fromOutdir(dirname(path))})`,
            `joinPaths(import.meta.dirname, ${fromOutdir(path)})`,
            `new URL(${fromOutdir(path)}, import.meta.url).href`,
          ];
    // On the first line, so that maps stay right.
    const places = `const folderOfSource = ${folder}, pathOfSource = ${file}, addressOfSource = ${address};`;
    return { contents: `${places} ${code}`, loader: 'js' };
  });
}

/**
 * In place of a module that compiles validators (`base/validators.mjs`) come the validators themselves.
 *
 * @param {import('esbuild').PluginBuild} building
 */
function compileValidators({ onLoad }) {
  onLoad({ filter: /\.validators\.mjs$/ }, async ({ path }) => {
    /** @type {{ source: import('../base/validators.mjs').SchemasToCompile }} */
    const { source } = await import(pathToFileURL(path).href);
    const ajv = createAjv(source, { code: { source: true } });
    const code = codeOf(ajv, source.names);
    return {
      contents: `const exports = {};\n${code}\nexport const validator = (name) => exports[name];`,
      loader: 'js',
    };
  });
}

/** @param {string} name of a package */
async function namesOf(name) {
  return Object.keys(await import(name)).filter((exported) => exported !== 'module.exports');
}

/**
 * In place of a package that few processes call come stand-ins for what it exports. The first call, of whichever, loads it.
 *
 * @param {import('esbuild').PluginBuild} building
 */
function loadWhenCalled({ onResolve, onLoad }) {
  onResolve({ filter: new RegExp(`^(${SELDOM.join('|')})$`) }, ({ path, kind }) =>
    kind === 'import-statement' ? { path, namespace: 'seldom' } : undefined,
  );
  onLoad({ filter: /./, namespace: 'seldom' }, async ({ path }) => ({
    contents: [
      "import { existsSync } from 'node:fs';",
      // Entries may lie in folders of their own.
      'let folder = import.meta.dirname;',
      `while (!existsSync(joinPaths(folder, '${SELDOM_FOLDER}'))) folder = joinPaths(folder, '..');`,
      `const file = joinPaths(folder, '${SELDOM_FOLDER}', '${path}.cjs');`,
      'let loaded;',
      'const load = () => (loaded ??= requireFrom(import.meta.url)(file));',
      // Only a function may be called and constructed, and only one of the older form shows another's prototype.
      'const standIn = (name) => new Proxy(function () {}, {',
      '  apply: (_, self, given) => Reflect.apply(load()[name], self, given),',
      '  construct: (_, given, newTarget) => Reflect.construct(load()[name], given, newTarget),',
      '  get: (_, key) => Reflect.get(load()[name], key),',
      '  has: (_, key) => Reflect.has(load()[name], key),',
      '});',
      ...(await namesOf(path)).map((name) =>
        name === 'default'
          ? `export default standIn('default');`
          : `export const ${name} = standIn('${name}');`,
      ),
    ].join('\n'),
    loader: 'js',
    resolveDir: ROOT,
  }));
}
