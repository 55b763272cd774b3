import { existsSync, writeFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '../../base/message.ts';
import { commandLine } from '../../base/program.ts';
import { DataError } from '../../base/yaml-file.ts';
import { type Corpus, findPages } from '../../docs/corpus.ts';
import type { PageData } from '../../docs/reader/page.ts';
import { ArgumentError, loadSettings, orExit } from '../../shell/settings.ts';
import { ConfigError } from '../../target/environment.ts';
import type { Format } from './formats.ts';

/** Arguments of a documentation command. */
export interface DocsArguments {
  names: string[];
  docs: string | undefined;
  json: string | undefined;
  strict: boolean;
  write: boolean;
  twins: string | undefined;
  docsRu: string | undefined;
  schemas: string | undefined;
  baseline: string | undefined;
  from: string | undefined;
  out: string | undefined;
  repository: string | undefined;
  commit: string | undefined;
  date: string | undefined;
  newer: string[];
  rule: string[];
  skip: string[];
  format: Format | undefined;
  base: string | undefined;
  head: string | undefined;
  repo: string | undefined;
  lang: string | undefined;
  failOn: string | undefined;
}

/** Options that not every command has, as `parseArgs` wants them. */
const OWN_OPTIONS = {
  strict: { type: 'boolean' },
  write: { type: 'boolean' },
  twins: { type: 'string' },
  'docs-ru': { type: 'string' },
  schemas: { type: 'string' },
  baseline: { type: 'string' },
  from: { type: 'string' },
  out: { type: 'string' },
  repository: { type: 'string' },
  commit: { type: 'string' },
  date: { type: 'string' },
  newer: { type: 'string', multiple: true },
  rule: { type: 'string', multiple: true },
  skip: { type: 'string', multiple: true },
  base: { type: 'string' },
  head: { type: 'string' },
  repo: { type: 'string' },
  lang: { type: 'string' },
  'fail-on': { type: 'string' },
} as const;

/** A command of `npm run docs`. */
export interface DocsCommand {
  /** Its options beside `--docs`, `--json`, `--format` and `--help`. */
  options?: readonly (keyof typeof OWN_OPTIONS)[];
  /** What `--format` takes, first the one that holds without it; a command that has none has no such option. */
  formats?: readonly Format[];
  /** What it makes has one form, which `--json` does not change. */
  jsonless?: true;
  /** Whether it takes no names of files. */
  nameless?: true;
  /** Its usage line, then what it does and its options, indented. */
  help: string;
  /** Prints what it finds; returns the exit code: 0 nothing, 1 findings. */
  run(args: DocsArguments): number | Promise<number>;
}

/** @throws ArgumentError with the usage, where an option is unknown or belongs to another command */
export function readArguments(
  argv: readonly string[],
  command: DocsCommand,
): DocsArguments & { help: boolean } {
  const { help, options = [], formats = [], jsonless, nameless } = command;
  const name = nameOf(command);
  try {
    const { positionals, values } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        docs: { type: 'string' },
        json: { type: 'string' },
        format: { type: 'string' },
        ...OWN_OPTIONS,
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    for (const option of Object.keys(values))
      if (option in OWN_OPTIONS && !options.some((one) => one === option))
        throw new Error(`'--${option}' is not an option of ${name}.`);
    if (jsonless && values.json !== undefined) throw new Error(`'--json' is not an option of ${name}.`);
    if (formats.length === 0 && values.format !== undefined)
      throw new Error(`'--format' is not an option of ${name}.`);
    const format = formats.find((known) => known === values.format);
    if (values.format !== undefined && format === undefined)
      throw new Error(`There is no format '${values.format}' of ${name}: ${formats.join(', ')}.`);
    if (nameless && positionals.length > 0 && !values.help) throw new Error(`${name} takes no names.`);
    return {
      names: positionals.map((name) => (existsSync(resolve(standing(), name)) ? fromHere(name) : name)),
      docs: fromHere(values.docs),
      json: fromHere(values.json),
      strict: values.strict ?? false,
      write: values.write ?? false,
      twins: fromHere(values.twins),
      docsRu: fromHere(values['docs-ru']),
      schemas: fromHere(values.schemas),
      baseline: fromHere(values.baseline),
      from: fromHere(values.from),
      out: fromHere(values.out),
      repository: values.repository,
      commit: values.commit,
      date: values.date,
      newer: values.newer ?? [],
      rule: values.rule ?? [],
      skip: values.skip ?? [],
      format,
      base: values.base,
      head: values.head,
      repo: fromHere(values.repo),
      lang: values.lang,
      failOn: values['fail-on'],
      help: values.help,
    };
  } catch (error) {
    throw wrongArguments(messageOf(error), help);
  }
}

/** Options that several commands have: their lines of help, and which commands have them. */
export const SHARED_OPTIONS: readonly [line: string, has: (command: DocsCommand) => boolean][] = [
  ['  --docs DIR        checkout of the documentation; B24_DOCS without it', () => true],
  [
    '  --format FORMAT   text, markdown, github (annotations), junit, sarif or json',
    ({ formats = [] }) => formats.length > 3,
  ],
  ['  --format FORMAT   text, markdown or json', ({ formats = [] }) => formats.length === 3],
  [
    '  --rule RULE       only findings of that kind; again, or with commas, for more',
    ({ options = [] }) => options.includes('rule'),
  ],
  ['  --skip RULE       all but these', ({ options = [] }) => options.includes('skip')],
  [
    "  --json FILE       what was found or made, as data; '-' writes it to standard output, and nothing else there",
    ({ jsonless }) => !jsonless,
  ],
];

/** The whole help of a command. */
export function helpOf(command: DocsCommand): string {
  const lines = SHARED_OPTIONS.flatMap(([line, has]) => (has(command) ? [line] : []));
  return [command.help, ...lines].join('\n');
}

/** The name of a command, as its help begins with it. */
export function nameOf({ help }: Pick<DocsCommand, 'help'>): string {
  return help.split(' ')[0] ?? '';
}

/** Where the user stands: npm runs its scripts in the project's own directory, and says where it was called. */
function standing(): string {
  const { npm_lifecycle_event: script, INIT_CWD: called } = process.env;
  return script === 'docs' && called !== undefined ? called : process.cwd();
}

/** A path that the user has named, as this process reaches it; `-` is none. */
function fromHere<T extends string | undefined>(path: T): T | string {
  if (path === undefined || path === '-' || standing() === process.cwd()) return path;
  return resolve(standing(), path);
}

/** A file as the user would name it from where they stand, with slashes. */
export function asSeenFrom(path: string): string {
  return relative(standing(), path).split(sep).join('/') || path;
}

/** A complaint about arguments, with what may be given. */
export function wrongArguments(message: string, help: string): ArgumentError {
  return new ArgumentError(`${message}\n\n${commandLine('docs', help)}`);
}

/** The documentation checkout: `--docs` or B24_DOCS. */
export function docsRoot({ docs }: DocsArguments): string | undefined {
  return docs ?? orExit(() => loadSettings().get('B24_DOCS'));
}

/** The pages named, or those of the whole checkout; ends the command where there are none. */
export function corpusOf(args: DocsArguments): Corpus {
  return orExit(() => {
    const root = docsRoot(args);
    const names = args.names.length > 0 ? args.names : root === undefined ? [] : [root];
    if (names.length === 0)
      throw new ArgumentError(
        'Name pages or directories, or a checkout of the documentation by --docs DIR or B24_DOCS.',
      );
    const isNamed = args.names.length > 0 || args.docs !== undefined;
    return (isNamed ? asArgument : asConfig)(() => findPages(names, args.docs));
  });
}

/** Tells which pages could not be opened: of those nobody knows what they say. */
export function tellUnreadable(
  pages: readonly (Pick<PageData, 'file' | 'problems'> & { kind?: PageData['kind'] })[],
): boolean {
  const unreadable = pages.filter(({ kind = 'unreadable' }) => kind === 'unreadable');
  for (const { file, problems } of unreadable)
    for (const { line, message } of problems) console.error(`${file}:${line}: ${message}`);
  return unreadable.length > 0;
}

/** What is wrong with files that were named on the command line. */
export function asArgument<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new ArgumentError(messageOf(error));
  }
}

/** What is wrong with files that were named on the command line; mistakes in data keep their lines. */
export async function asArgumentAsync<T>(make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    throw error instanceof DataError ? error : new ArgumentError(messageOf(error));
  }
}

/** What is wrong with files that the user named is the user's to mend. */
export function asConfig<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(messageOf(error));
  }
}

/** Writes JSON into a file, or, for `-`, to standard output. */
export function writeJson(path: string | undefined, value: unknown): void {
  if (path === undefined) return;
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (path === '-') process.stdout.write(text);
  else orExit(() => asArgument(() => writeFileSync(path, text)));
}

/** A reader of the output that has seen enough, such as `head`, has broken nothing: the command ends as it would. */
export function endQuietly(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}
