import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { messageOf } from '../../base/message.ts';
import { count } from '../../base/phrase.ts';
import { findPages } from '../../docs/corpus.ts';
import { type Baseline, compareBaseline, parseBaseline, toBaseline } from '../../docs/lint/baseline.ts';
import type { Severity } from '../../docs/lint/finding.ts';
import { DEFAULT_RULES, RULES } from '../../docs/lint/lint.ts';
import { lintCorpus } from '../../docs/lint/run.ts';
import { ArgumentError, EXIT_NOT_MADE, orExit } from '../../shell/settings.ts';
import { type Kinds, type Level, openReporter, pathsOf, toFinding } from './findings.ts';
import { FORMATS } from './formats.ts';
import {
  asArgument,
  corpusOf,
  type DocsArguments,
  type DocsCommand,
  tellUnreadable,
  wrongArguments,
} from './shared.ts';

const LEVELS: Record<Severity, Level> = { 'breaks a caller': 'error', misleads: 'warning', blemish: 'note' };

/** The rules of lint as kinds of findings. */
export const LINT_KINDS: Kinds = Object.fromEntries(
  Object.entries(RULES).map(([id, { severity, says, mend }]) => [
    id,
    { level: LEVELS[severity], severity, says, mend },
  ]),
);

/** Tells where pages contradict themselves, or their twins in another language. */
export const lint: DocsCommand = {
  options: ['strict', 'write', 'twins', 'baseline', 'rule', 'skip'],
  formats: FORMATS,
  help: `lint [FILE|DIR …] [--twins DIR] [--baseline FILE] [--strict] [--write]
  Lists where a page contradicts itself; with --twins, also where its twin in another language says something else.
  docs/documentation-rules.md explains each rule; --rule asks those too that are off by default.
  --baseline FILE   findings listed there are known and not reported again; JSON has them, marked as known
  --strict          only findings that are not in the baseline fail; needs --baseline
  --write           writes the present findings into the baseline`,
  async run(args) {
    const { baseline, twins } = args;
    orExit(() => checkBaseline(args));
    const reporter = openReporter(lint, args, LINT_KINDS, DEFAULT_RULES);
    const rules = [...reporter.rules];
    const corpus = corpusOf(args);
    const others =
      twins === undefined ? undefined : orExit(() => asArgument(() => findPages([twins], twins)));
    const { findings, unreadable } = await lintCorpus({ corpus, twins: others, rules });
    const known =
      baseline !== undefined && existsSync(baseline)
        ? orExit(() => asArgument(() => readBaseline(baseline)))
        : {};
    const files = corpus.files.map(({ file }) => file);
    const compared = compareBaseline(findings, known, files, rules);
    if (args.write && baseline !== undefined) {
      const next = toBaseline(findings, known, rules);
      orExit(() => asArgument(() => writeFileSync(baseline, `${JSON.stringify(next, null, 2)}\n`)));
    }
    const pathOf = pathsOf(corpus.files);
    const fresh = new Set(compared.fresh);
    for (const finding of fresh) reporter.report(finding, { path: pathOf(finding.file) });
    const sums = [count(files.length, 'page'), count(compared.fresh.length, 'finding')].join(', ');
    const beside =
      baseline === undefined ? '' : `; ${compared.known} known, ${compared.gone} of the known ones gone`;
    reporter.end({
      summary: [
        `${sums}${beside}.`,
        ...(compared.reworded > 0
          ? [
              `In an older wording, and taken by page and rule: ${compared.reworded} of the known ones; --write rewrites them.`,
            ]
          : []),
      ],
      data: () =>
        findings.map((finding) => ({
          ...toFinding(finding, LINT_KINDS, { path: pathOf(finding.file) }),
          ...(baseline === undefined ? {} : { known: !fresh.has(finding) }),
        })),
    });
    if (tellUnreadable(unreadable)) return EXIT_NOT_MADE;
    if (args.write) return 0;
    return (args.strict ? compared.fresh.length : findings.length) > 0 ? 1 : 0;
  },
};

/** @throws ArgumentError where options need a baseline */
function checkBaseline({ strict, write, baseline }: DocsArguments): void {
  if ((strict || write) && baseline === undefined)
    throw wrongArguments('--strict and --write need --baseline FILE.', lint.help);
  if (strict && !write && baseline !== undefined && !existsSync(baseline))
    throw new ArgumentError(`${baseline} is not there; --write makes it.`);
}

/** @throws Error naming the file */
function readBaseline(path: string): Baseline {
  try {
    return parseBaseline(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} is not a baseline: ${messageOf(error)}`);
  }
}
