// @ts-check
// JavaScript, as Node 20 loads a reporter before it can load TypeScript.
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

/** @import { TestEvent } from 'node:test/reporters' */
/** @typedef {Extract<TestEvent, { type: 'test:fail' }>['data']} Failed */
/** @typedef {Error & { failureType?: string, exitCode?: number, signal?: string | null }} RunnerError */
/**
 * @typedef Failure
 * @property {string} path names from the outermost suite to the test
 * @property {string} place its file
 * @property {string} text
 */

/** Files of a line. */
const LINE = 80;

/** Lines of a file's own output that stand under a failure of the file as a whole. */
const TAIL = 30;

/** The counts that the runner itself hands over as diagnostics. */
const COUNT = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) ([\d.]+)$/;

/**
 * Reporter of `npm run kit`: a dot a file, a line for each failure as soon as it is known, and at the end every failure
 * in full and one line of totals, with the reasons of what was skipped. What tests print is shown where their file fails.
 *
 * @param {AsyncIterable<TestEvent>} events
 * @param {ReadonlyMap<string, readonly string[]>} shared names of the suites that stand for whole files (`kit-room.mjs`), by
 *   the program that they are in
 * @returns {AsyncGenerator<string, void>}
 */
export default async function* kitReporter(events, shared) {
  /** @type {Set<string>} */
  const files = new Set();
  /** The suite that is a file, as long as events are of what is in it. @type {string | undefined} */
  let whole;
  /** What each file has printed. @type {Map<string, string>} */
  const printed = new Map();
  /** @type {Failure[]} */
  const failures = [];
  /** @type {string[]} */
  const remarks = [];
  /** Tests by the reason for which they were skipped. @type {Map<string, number>} */
  const skipped = new Map();
  /** @type {Map<string, string>} */
  const counts = new Map();
  /** Names of the suites and tests that enclose the present one. @type {string[]} */
  const path = [];
  const sharing = new Set([...shared.values()].flat());
  /** How processes ended that several files shared. @type {Map<string, string>} */
  const ends = new Map();
  let column = 0;

  for await (const { type, data } of events) {
    if (type === 'test:start') {
      if (data.nesting === 0) whole = sharing.has(data.name) ? data.name : undefined;
      path.splice(data.nesting, path.length, shown(data.name));
    } else if (type === 'test:stdout' || type === 'test:stderr') {
      const file = shown(resolve(data.file));
      printed.set(file, (printed.get(file) ?? '') + data.message);
    } else if (type === 'test:diagnostic') {
      const [, name, value] = COUNT.exec(data.message) ?? [];
      if (name !== undefined && value !== undefined) counts.set(name, value);
      else remarks.push(data.message);
    } else if (type === 'test:pass' || type === 'test:fail') {
      // The runner tells of a process as a whole at the same depth.
      if (data.nesting === 0 && data.name !== whole) whole = undefined;
      const file = whole ?? data.file;
      const isWithin = whole !== undefined && data.nesting > 0;
      if (file !== undefined && !isWithin && !shared.has(file) && !files.has(file)) {
        files.add(file);
        column = (column + 1) % LINE;
        yield column === 0 ? '.\n' : '.';
      }
      if (data.skip) {
        const reason = typeof data.skip === 'string' ? data.skip : 'no reason given';
        skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
      }
      if (type === 'test:pass' || data.todo) continue;
      const names = [...path.slice(0, data.nesting), shown(data.name)];
      if (isWithin) names.shift();
      if (whole === undefined && file !== undefined && shared.has(file)) {
        ends.set(file, endOf(/** @type {RunnerError} */ (data.details.error)));
        continue;
      }
      const failure = failureOf(data, file, names.join(' › '), printed);
      if (failure === undefined) continue;
      failures.push(failure);
      yield `${column === 0 ? '' : '\n'}✘ ${failure.path}\n`;
      column = 0;
    }
  }
  if (column !== 0) yield '\n';
  for (const [start, names] of shared) {
    const [first, ...further] = names.filter((name) => !files.has(name));
    const end = ends.get(start);
    if (first === undefined && end === undefined) continue;
    const place = first ?? `${dirname(names[0] ?? '')}/`;
    const text = [
      `The process that it shares with other files ${end ?? 'ended too early'}.`,
      ...(further.length > 0 ? [`Nothing is known of the end of these either: ${further.join(' ')}`] : []),
      `Those that came to their end: ${names.filter((name) => files.has(name)).join(' ') || 'none'}`,
      ...tailOf(printed.get(shown(start))),
    ];
    failures.push({ path: place, place, text: inSources(text.join('\n')) });
  }
  for (const { path: name, place, text } of failures)
    yield `\n✘ ${name}\n  ${place}\n${text.trimEnd().replace(/^(?=.)/gm, '  ')}\n`;
  const unmet = Number(counts.get('fail') ?? 0) + Number(counts.get('cancelled') ?? 0);
  const failed = failures.length || unmet;
  if (failed > 0) yield `${remarks.map((remark) => `\n${remark}\n`).join('')}\n`;
  const seconds = Math.round(Number(counts.get('duration_ms') ?? 0) / 1000);
  const all = `${counts.get('tests') ?? 0} tests in ${files.size} ${files.size === 1 ? 'file' : 'files'}, ${seconds} s`;
  yield failed === 0 ? `✔ ${all}\n` : `✘ ${failed} failed of ${all}\n`;
  for (const [reason, count] of skipped) yield `  ${count} skipped: ${reason}\n`;
}

/**
 * Undefined where only something within it failed, which has been told.
 *
 * @param {Failed} failed
 * @param {string | undefined} file
 * @param {string} path
 * @param {ReadonlyMap<string, string>} printed
 * @returns {Failure | undefined}
 */
function failureOf({ details, name }, file, path, printed) {
  const error = /** @type {RunnerError} */ (details.error);
  if (error.failureType === 'subtestsFailed') return undefined;
  const place = file === undefined ? '' : shown(resolve(file));
  if (shown(name) === place && 'exitCode' in error) {
    const text = [`The file as a whole ${endOf(error)}.`, ...tailOf(printed.get(place))].join('\n');
    return { path, place, text: inSources(text) };
  }
  // The runner wraps what a test threw.
  const lines = inspect(error.cause ?? error, { maxStringLength: 2000 }).split('\n');
  const text = lines
    .filter((each) => !/^\s+at .*\bnode:(internal|async_hooks)\b.*[^{]$/.test(each))
    .join('\n');
  return { path, place, text: inSources(text) };
}

/** @param {RunnerError} error */
function endOf({ signal, exitCode }) {
  return signal ? `was killed by ${signal}` : `ended with exit code ${exitCode ?? '?'}`;
}

/** @param {string | undefined} output */
function tailOf(output = '') {
  return output.trimEnd().split('\n').slice(-TAIL);
}

/** A test file that `kit.mjs` has made into JavaScript, from the project's folder on. */
const COMPILED = /(?<=^|\/)node_modules\/\.cache\/b24-conformance\/[^/]+\/(tests\/.*)\.mjs$/;

/**
 * The name of a file as seen from here, of a compiled one that of its source; any other name as it is.
 *
 * @param {string} name
 */
function shown(name) {
  return name === resolve(name) ? relative(process.cwd(), name.replace(COMPILED, '$1.ts')) : name;
}

/**
 * Places in compiled files become those in their sources.
 *
 * @param {string} text
 */
function inSources(text) {
  return text.replace(/((?:file:\/\/)?\/[^\s():]+\.mjs):(\d+):(\d+)/g, (place, name, line, column) => {
    const path = name.startsWith('file:') ? fileURLToPath(name) : name;
    const map = mapOf(path);
    const entry = map?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !('originalSource' in entry)) return place;
    const source = resolve(dirname(path), entry.originalSource);
    return `${relative(process.cwd(), source)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

/** @type {Map<string, SourceMap | undefined>} */
const maps = new Map();

/** @param {string} path of a compiled file */
function mapOf(path) {
  if (!maps.has(path))
    maps.set(
      path,
      existsSync(`${path}.map`) ? new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8'))) : undefined,
    );
  return maps.get(path);
}
