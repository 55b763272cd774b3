import { readPages } from '../../docs/corpus.ts';
import { lintPage } from '../../docs/lint/lint.ts';
import { runExamples } from '../../suite/examples/run-examples.ts';
import { openTarget } from '../../suite/open-target.ts';
import { loadSettings, orExit, orExitAsync } from '../../suite/settings.ts';
import { ConfigError } from '../../target/environment.ts';
import { corpusOf, type DocsCommand, writeJson } from './shared.ts';

/** Runs the examples of pages against the configured target. */
export const examples: DocsCommand = {
  help: `examples FILE|DIR … [--json FILE]
  Runs each example as printed, placeholders filled in, against the configured target (default: the embedded mock
  portal), and tells whether it works, sends something else, or fails. It calls what the page calls: mind the portal.`,
  async run(args) {
    orExit(() => {
      if (args.names.length === 0) throw new ConfigError('Name the pages whose examples are to be run.');
    });
    const pages = readPages(corpusOf(args)).filter(({ method }) => method !== undefined);
    orExit(() => {
      if (pages.length === 0) throw new ConfigError(`No method page in ${args.names.join(', ')}.`);
    });
    const { target, close } = await orExitAsync(() => openTarget(loadSettings()));
    try {
      const all = [];
      for (const page of pages) {
        const results = await runExamples(page.examples, page.method ?? '', target);
        const broken = new Map(
          lintPage(page).flatMap(({ rule, line, message }) =>
            rule === 'curl-continuation' ? [[line, message]] : [],
          ),
        );
        for (const result of results) {
          // The shell's complaint is about what it made of the lines; the cause is known.
          const cause = result.verdict === 'fails' ? broken.get(result.line) : undefined;
          const told = cause === undefined ? result : { ...result, reason: `${cause} (${result.reason})` };
          all.push({ file: page.file, method: page.method, ...told });
          const more = [told.reason, ...(told.warnings ?? [])].filter(Boolean).join('; ');
          console.log(
            `${page.file}:${told.line}: ${told.tab}: ${told.verdict}${more === '' ? '' : `: ${more}`}`,
          );
        }
      }
      writeJson(args.json, all);
      return all.some(({ verdict }) => verdict === 'fails' || verdict === 'sends something else') ? 1 : 0;
    } finally {
      await close();
    }
  },
};
