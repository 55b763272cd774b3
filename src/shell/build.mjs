// @ts-check
/** How the suite's sources become a few files of JavaScript: for a checkout's own cache, and for the package. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build as bundle } from 'esbuild';
import { createAjv } from '../base/validators.mjs';

const SELF = fileURLToPath(import.meta.url);
export const ROOT = join(dirname(SELF), '..', '..');
export const SOURCES = join(ROOT, 'src');

/** Loaded where they are: they find files of their own, or are large and seldom needed. */
const PACKAGES = ['@playwright/test', 'playwright', 'esbuild', 'tsx', 'typescript', 'php-parser'];

/**
 * @param {object} how
 * @param {Record<string, string>} how.entries name of the file without its ending, to the source it begins with
 * @param {string} how.outdir
 * @param {boolean} [how.movable] whether the files may be moved together with the project's data; else they are of this
 *   checkout alone, and may lie anywhere
 */
export async function build({ entries, outdir, movable = false }) {
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
    external: PACKAGES.flatMap((name) => [name, `${name}/*`]),
    logLevel: 'error',
    define: { COMPILED: 'true', ...(movable ? { PACKAGED: 'true' } : {}) },
    sourcemap: movable,
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
function keepPlaces({ onLoad }, outdir) {
  /** @param {string} path */
  const fromOutdir = (path) =>
    JSON.stringify(
      relative(/** @type {string} */ (outdir), path)
        .split(sep)
        .join('/'),
    );
  onLoad({ filter: /\.(ts|mjs)$/ }, ({ path }) => {
    if (!path.startsWith(SOURCES)) return undefined;
    const text = readFileSync(path, 'utf8');
    if (!text.includes('import.meta.')) return undefined;
    const [folder, address] =
      outdir === undefined
        ? [JSON.stringify(dirname(path)), JSON.stringify(pathToFileURL(path).href)]
        : [
            `joinPaths(import.meta.dirname, ${fromOutdir(dirname(path))})`,
            `new URL(${fromOutdir(path)}, import.meta.url).href`,
          ];
    const contents = text
      .replace(/\bimport\.meta\.dirname\b/g, () => folder)
      .replace(/\bimport\.meta\.url\b/g, () => address);
    return { contents, loader: path.endsWith('.mjs') ? 'js' : 'ts' };
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
    /** @type {(ajv: unknown, names: Record<string, string>) => string} */
    const toCode = /** @type {any} */ (standaloneCode).default ?? standaloneCode;
    const code = toCode(ajv, { ...source.names });
    return {
      contents: `const exports = {};\n${code}\nexport const validator = (name) => exports[name];`,
      loader: 'js',
    };
  });
}
