import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { messageOf } from '../../base/message.ts';
import { findPages } from '../../docs/corpus.ts';
import { type Baseline, compareBaseline, parseBaseline, toBaseline } from '../../docs/lint/baseline.ts';
import { DEFAULT_RULES, RULES } from '../../docs/lint/lint.ts';
import { lintCorpus } from '../../docs/lint/run.ts';
import { ArgumentError, EXIT_NOT_MADE, orExit } from '../../shell/settings.ts';
import { countsByRule, FORMATS, summaryLine, toTold } from './lint-formats.ts';
import {
  asArgument,
  corpusOf,
  type DocsArguments,
  type DocsCommand,
  tellUnreadable,
  writeJson,
  wrongArguments,
} from './shared.ts';

/** Tells where pages contradict themselves, or their twins in another language. */
export const lint: DocsCommand = {
  options: ['strict', 'write', 'twins', 'baseline', 'rule', 'skip', 'format'],
  help: `lint [FILE|DIR …] [--json FILE|-] [--twins DIR] [--rule RULE …] [--skip RULE …] [--format FORMAT]
     [--baseline FILE] [--strict] [--write]
  Lists where a page contradicts itself; with --twins, also where its twin in another language says something else.
  --rule RULE       only these rules, also those that are off by default; again, or with commas, for more
  --skip RULE       all but these
  --format FORMAT   ${Object.keys(FORMATS).join(', ')}
  --json -          JSON to standard output, and nothing else there
  --baseline FILE   findings listed there are known and not reported again
  --strict          only findings that are not in the baseline fail; needs --baseline
  --write           writes the present findings into the baseline
  docs/documentation-rules.md explains each rule.`,
  async run(args) {
    const { baseline, twins, format = 'text' } = args;
    const rules = orExit(() => chosenRules(args));
    orExit(() => {
      if ((args.strict || args.write) && baseline === undefined)
        throw wrongArguments('--strict and --write need --baseline FILE.', lint.help);
      if (args.strict && !args.write && baseline !== undefined && !existsSync(baseline))
        throw new ArgumentError(`${baseline} is not there; --write makes it.`);
      if (!Object.hasOwn(FORMATS, format))
        throw wrongArguments(
          `There is no format '${format}': ${Object.keys(FORMATS).join(', ')}.`,
          lint.help,
        );
    });
    const corpus = corpusOf(args);
    const others =
      twins === undefined ? undefined : orExit(() => asArgument(() => findPages([twins], twins)));
    const { findings, unreadable } = await lintCorpus({ corpus, twins: others, rules });
    const paths = new Map(corpus.files.map(({ file, path }) => [file, path]));
    const known =
      baseline !== undefined && existsSync(baseline)
        ? orExit(() => asArgument(() => readBaseline(baseline)))
        : {};
    const compared = compareBaseline(findings, known, [...paths.keys()], rules);
    if (args.write && baseline !== undefined) {
      const next = toBaseline(findings, known, rules);
      orExit(() => asArgument(() => writeFileSync(baseline, `${JSON.stringify(next, null, 2)}\n`)));
    }
    writeJson(
      args.json,
      findings.map((finding) => toTold(finding, paths)),
    );
    const isData = args.json === '-' || !['text', 'markdown'].includes(format);
    // What is read by programs stands alone on standard output.
    const say = isData ? console.error : console.log;
    const text = FORMATS[format]?.(compared.fresh.map((finding) => toTold(finding, paths))) ?? '';
    if (text !== '' && args.json !== '-') console.log(text);
    for (const line of countsByRule(compared.fresh)) say(line);
    const beside = `; ${compared.known} known, ${compared.gone} known ones are gone`;
    say(`${summaryLine(corpus.files.length, compared.fresh.length)}${baseline === undefined ? '' : beside}.`);
    if (compared.reworded > 0)
      say(
        `${compared.reworded} of the known ones are in an older wording, taken by page and rule: --write rewrites them.`,
      );
    if (tellUnreadable(unreadable)) return EXIT_NOT_MADE;
    if (args.write) return 0;
    return (args.strict ? compared.fresh.length : findings.length) > 0 ? 1 : 0;
  },
};

/** @throws ArgumentError naming a rule that is not there */
function chosenRules({ rule, skip }: DocsArguments): string[] {
  const [only, without] = [rule, skip].map((words) =>
    words.flatMap((word) => word.split(',').filter((id) => id !== '')),
  ) as [string[], string[]];
  const unknown = [...only, ...without].find((id) => !Object.hasOwn(RULES, id));
  if (unknown !== undefined)
    throw wrongArguments(`There is no rule '${unknown}': ${Object.keys(RULES).join(', ')}.`, lint.help);
  return (only.length > 0 ? only : [...DEFAULT_RULES]).filter((id) => !without.includes(id));
}

/** @throws Error naming the file */
function readBaseline(path: string): Baseline {
  try {
    return parseBaseline(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} is not a baseline: ${messageOf(error)}`);
  }
}
