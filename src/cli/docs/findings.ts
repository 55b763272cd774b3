import { join } from 'node:path';
import type { CorpusFile } from '../../docs/corpus.ts';
import { digestOf } from '../../docs/lint/digest.ts';
import { pageLink } from '../../report/html/links.ts';
import { ROOT } from '../../run/load.ts';
import { orExit } from '../../shell/settings.ts';
import { isData, render, textLines, toCounts } from './formats.ts';
import {
  asSeenFrom,
  type DocsArguments,
  type DocsCommand,
  nameOf,
  writeJson,
  wrongArguments,
} from './shared.ts';

/** How much a finding weighs for programs that read it. */
export type Level = 'error' | 'warning' | 'note';

/** A kind of what a command reports: a rule of lint, a kind of drift, a verdict on an example. */
export interface Kind {
  level: Level;
  /** How bad it is, in the command's own words; without them, the level. */
  severity?: string;
  /** What it is, as the end of a sentence. */
  says: string;
  /** What a writer does about it. */
  mend?: string;
  /** What reports of tests make of it; without it, it has failed. */
  outcome?: 'passed' | 'skipped';
}

/** All kinds of a command by their ids, which stay: programs and baselines know them. */
export type Kinds = Readonly<Record<string, Kind>>;

/** What a command has found at one place. */
export interface Found {
  /** Id of its kind. */
  rule: string;
  /** A page by its path in the documentation repository, or a file of this project. */
  file: string;
  line: number;
  message: string;
}

/** A finding as it is written down: with its severity, where the file is on this machine and the page in public. */
export interface Finding extends Found {
  severity: string;
  /** From where one stands. */
  path: string;
  /** Address of the published page. */
  url: string;
  /** The same wherever the line moves. */
  digest: string;
}

/** Where a finding is: where the file is on this machine, and the page that it is about, where that is another. */
export interface Where {
  path?: string | undefined;
  page?: string;
}

/** Reports what a command finds, in the format that was asked for. */
export interface Reporter {
  /** Ids of the kinds that are wanted: `--rule` and `--skip` say so. */
  readonly rules: ReadonlySet<string>;
  /** Reports a finding if its kind is wanted; as text at once, in other formats at the end. */
  report(found: Found, where?: Where): void;
  /** What was reported so far. */
  readonly reported: readonly Finding[];
  /** Ends with counts by kind, what else there is to say, and the JSON of `--json`: `data`, or else what was reported. */
  end(closing: Closing): void;
}

export interface Closing {
  /** Lines that sum up. */
  summary: readonly string[];
  /** Lines above them that go into detail: tables, with blanks that matter. */
  details?: readonly string[];
  /** Made where it is asked for. */
  data?: () => unknown;
  /** The whole in Markdown, where a command has its own form of it. */
  markdown?: string;
}

/**
 * @param kinds all that the command may report
 * @param rules ids of kinds that are reported where nobody chose; all, where they are left out
 */
export function openReporter(
  command: DocsCommand,
  args: DocsArguments,
  kinds: Kinds,
  rules: readonly string[] = Object.keys(kinds),
): Reporter {
  const format = args.format ?? command.formats?.[0] ?? 'text';
  const asked = new Set(orExit(() => chosenRules(command, args, kinds, rules)));
  const toFile = args.json === '-' ? undefined : args.json;
  const isJson = args.json === '-' || format === 'json';
  orExit(() => {
    if (args.json === '-' && args.format !== undefined && args.format !== 'json')
      throw wrongArguments(
        `--json - and --format ${args.format} both write to standard output: choose one.`,
        command.help,
      );
  });
  const reported: Finding[] = [];
  const isStreamed = !isJson && format === 'text';
  return {
    reported,
    rules: asked,
    report(found, where) {
      if (!asked.has(found.rule)) return;
      const one = toFinding(found, kinds, where);
      if (isStreamed) for (const line of textLines(one, reported.at(-1))) console.log(line);
      reported.push(one);
    },
    end({ summary, details = [], data = () => reported, markdown }) {
      if (toFile !== undefined) writeJson(toFile, data());
      if (isJson) writeJson('-', data());
      else if (!isStreamed)
        process.stdout.write(
          format === 'markdown' && markdown !== undefined
            ? markdown
            : render[format]({ command: nameOf(command), findings: reported, kinds, summary, details }),
        );
      if (!isJson && format === 'markdown') return;
      // What is read by programs stands alone on standard output.
      const say = isJson || isData(format) ? console.error : console.log;
      for (const line of [...details, ...toCounts(reported, kinds), ...summary]) say(line);
    },
  };
}

/** @throws ArgumentError naming a rule that is not there */
function chosenRules(
  { help }: DocsCommand,
  { rule, skip }: DocsArguments,
  kinds: Kinds,
  byDefault: readonly string[],
): string[] {
  const known = Object.keys(kinds);
  const [only = [], without = []] = [rule, skip].map((words) =>
    words.flatMap((word) => word.split(',').filter((id) => id !== '')),
  );
  const unknown = [...only, ...without].find((id) => !known.includes(id));
  if (unknown !== undefined)
    throw wrongArguments(`There is no rule '${unknown}': ${known.join(', ')}.`, help);
  return (only.length > 0 ? only : byDefault).filter((id) => !without.includes(id));
}

/** Paths of pages on this machine by their paths in the documentation repository. */
export function pathsOf(files: readonly CorpusFile[]): (file: string) => string | undefined {
  const paths = new Map(files.map(({ file, path }) => [file, path]));
  return (file) => paths.get(file);
}

/** Where a file of this project is. */
export function inProject(file: string): string {
  return join(ROOT, file);
}

/** A finding as it is written down. */
export function toFinding(found: Found, kinds: Kinds, { path, page = found.file }: Where = {}): Finding {
  const { rule, file, line, message } = found;
  const kind = kinds[rule];
  return {
    rule,
    file,
    line,
    message,
    severity: kind?.severity ?? kind?.level ?? 'note',
    path: path === undefined ? file : asSeenFrom(path),
    url: pageLink(page),
    digest: digestOf(found),
  };
}
