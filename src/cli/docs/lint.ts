import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { messageOf } from '../../contract/message.ts';
import { createFinder, findPages, readPage, readPages } from '../../docs/corpus.ts';
import { type Baseline, compareBaseline, parseBaseline, toBaseline } from '../../docs/lint/baseline.ts';
import { lintPage } from '../../docs/lint/lint.ts';
import { lintTwins } from '../../docs/lint/twins.ts';
import type { PageData } from '../../docs/reader/page.ts';
import { ArgumentError, EXIT_NOT_MADE, orExit } from '../../suite/settings.ts';
import {
  asArgument,
  corpusOf,
  type DocsCommand,
  tellUnreadable,
  writeJson,
  wrongArguments,
} from './shared.ts';

/** Tells where pages contradict themselves, or their twins in another language. */
export const lint: DocsCommand = {
  options: ['strict', 'write', 'twins', 'baseline'],
  help: `lint [FILE|DIR …] [--json FILE] [--twins DIR] [--baseline FILE] [--strict] [--write]
  Tells where a page contradicts itself; with --twins, also where its twin in another language tells something else.
  --baseline FILE   findings listed there are known and not told again
  --strict          only findings that are not in the baseline fail; needs --baseline
  --write           writes the present findings into the baseline`,
  run(args) {
    const { baseline } = args;
    orExit(() => {
      if ((args.strict || args.write) && baseline === undefined)
        throw wrongArguments('--strict and --write need --baseline FILE.', lint.help);
      if (args.strict && !args.write && baseline !== undefined && !existsSync(baseline))
        throw new ArgumentError(`${baseline} is not there; --write makes it.`);
    });
    const corpus = corpusOf(args);
    const pages = readPages(corpus);
    const read = new Map(pages.map((page) => [page.file, page]));
    const find = createFinder(corpus);
    const { twins } = args;
    const others =
      twins === undefined ? undefined : orExit(() => asArgument(() => findPages([twins], twins)));
    const byName = new Map(others?.files.map((one) => [one.file, one]));
    const twinPages: PageData[] = [];
    const findings = pages.flatMap((page) => {
      const found = lintPage(page, (file) => read.get(file) ?? find(file));
      const named = byName.get(page.file);
      if (!others || !named) return found;
      const twin = readPage(others, named);
      twinPages.push(twin);
      return [...found, ...lintTwins(page, twin)];
    });
    writeJson(args.json, findings);
    const known =
      baseline !== undefined && existsSync(baseline)
        ? orExit(() => asArgument(() => readBaseline(baseline)))
        : {};
    const compared = compareBaseline(
      findings,
      known,
      pages.map(({ file }) => file),
    );
    if (args.write && baseline !== undefined)
      orExit(() =>
        asArgument(() => writeFileSync(baseline, `${JSON.stringify(toBaseline(findings), null, 2)}\n`)),
      );
    for (const { rule, file, line, message } of compared.fresh)
      console.log(`${file}:${line}: ${rule}: ${message}`);
    console.log(
      `${pages.length} pages, ${compared.fresh.length} findings${baseline === undefined ? '' : ` beside ${compared.known} known ones; ${compared.gone} known ones are gone`}.`,
    );
    if (tellUnreadable([...pages, ...twinPages])) return EXIT_NOT_MADE;
    if (args.write) return 0;
    return (args.strict ? compared.fresh.length : findings.length) > 0 ? 1 : 0;
  },
};

/** @throws Error naming the file */
function readBaseline(path: string): Baseline {
  try {
    return parseBaseline(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} is no baseline: ${messageOf(error)}`);
  }
}
