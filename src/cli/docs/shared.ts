import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { messageOf } from '../../contract/message.ts';
import { type Corpus, findPages } from '../../docs/corpus.ts';
import type { PageData } from '../../docs/reader/page.ts';
import { loadSettings, orExit } from '../../suite/settings.ts';
import { ConfigError } from '../../target/environment.ts';

/** Arguments of a documentation command. */
export interface DocsArguments {
  names: string[];
  docs: string | undefined;
  json: string | undefined;
  strict: boolean;
  write: boolean;
  twins: string | undefined;
  baseline: string | undefined;
  from: string | undefined;
}

/** A command of `npm run docs`. */
export interface DocsCommand {
  /** Its usage line, then what it does and its options, indented. */
  help: string;
  /** Prints what it finds; returns the exit code: 0 nothing, 1 findings. */
  run(args: DocsArguments): number | Promise<number>;
}

/** @throws ConfigError with the help, where an option is unknown */
export function readArguments(argv: readonly string[], help: string): DocsArguments & { help: boolean } {
  try {
    const { positionals, values } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        docs: { type: 'string' },
        json: { type: 'string' },
        strict: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        twins: { type: 'string' },
        baseline: { type: 'string' },
        from: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return {
      names: positionals,
      docs: values.docs,
      json: values.json,
      strict: values.strict,
      write: values.write,
      twins: values.twins,
      baseline: values.baseline,
      from: values.from,
      help: values.help,
    };
  } catch (error) {
    throw new ConfigError(`${messageOf(error)}\n${help}`);
  }
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
      throw new ConfigError(
        'Name pages or directories, or a checkout of the documentation by --docs DIR or B24_DOCS.',
      );
    return asConfig(() => findPages(names, args.docs ?? undefined));
  });
}

/** Tells which pages could not be opened: of those nobody knows what they say. */
export function tellUnreadable(pages: readonly PageData[]): boolean {
  const unreadable = pages.filter(({ kind }) => kind === 'unreadable');
  for (const { file, problems } of unreadable)
    for (const { line, message } of problems) console.error(`${file}:${line}: ${message}`);
  return unreadable.length > 0;
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

export function writeJson(path: string | undefined, value: unknown): void {
  if (path === undefined) return;
  orExit(() => asConfig(() => writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)));
}
