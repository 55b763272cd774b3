import { count } from '../../base/phrase.ts';
import { readPages } from '../../docs/corpus.ts';
import type { ExampleResult, ExampleVerdict } from '../../examples/example.ts';
import { librariesOf } from '../../examples/libraries.ts';
import { openExamples } from '../../examples/run-examples.ts';
import { createPacer } from '../../portal/pacer.ts';
import { createPatientClient } from '../../portal/patient-client.ts';
import { checkExamples } from '../../shell/documentation.ts';
import { openTarget } from '../../shell/open-target.ts';
import { ArgumentError, EXIT_NOT_MADE, loadSettings, orExit, orExitAsync } from '../../shell/settings.ts';
import { createClient } from '../../wire/client.ts';
import { type Kinds, openReporter, pathsOf } from './findings.ts';
import { FORMATS } from './formats.ts';
import { corpusOf, type DocsCommand, tellUnreadable, wrongArguments } from './shared.ts';

const KINDS = {
  works: { level: 'note', says: 'an example that works as printed', outcome: 'passed' },
  'sends-something-else': {
    level: 'warning',
    says: 'an example that calls another method, or sends other parameters than the page has',
  },
  fails: { level: 'error', says: 'an example that sends nothing, is refused, or fails after the answer' },
  'not-exercised': {
    level: 'note',
    says: 'an example that could not be run here; the reason says what is needed',
    outcome: 'skipped',
  },
} as const satisfies Kinds;

const RULE_OF: Record<ExampleVerdict, keyof typeof KINDS> = {
  works: 'works',
  'sends something else': 'sends-something-else',
  fails: 'fails',
  'not exercised': 'not-exercised',
};

/** Runs the examples of pages against the configured target. */
export const examples: DocsCommand = {
  options: ['rule', 'skip'],
  formats: FORMATS,
  help: `examples FILE|DIR …
  Runs each example as printed, placeholders filled in, against the configured target (default: the embedded mock
  portal), and says whether it works, sends something else, or fails. It calls what the page calls: mind the portal.
  Rules: ${Object.keys(KINDS).join(', ')}.`,
  async run(args) {
    orExit(() => {
      if (args.names.length === 0)
        throw wrongArguments('Name the pages whose examples are to be run.', examples.help);
    });
    const reporter = openReporter(examples, args, KINDS);
    const corpus = corpusOf(args);
    const pathOf = pathsOf(corpus.files);
    const named = readPages(corpus);
    const unread = tellUnreadable(named);
    const pages = named.filter(({ method }) => method !== undefined);
    orExit(() => {
      if (pages.length === 0) throw new ArgumentError(`No method page in ${args.names.join(', ')}.`);
    });
    const settings = orExit(loadSettings);
    const { target, close } = await orExitAsync(() => openTarget(settings));
    const plain = createClient({ ca: target.ca });
    const pacer =
      target.kind === 'portal' ? createPacer({ ...settings.limit, say: console.error }) : undefined;
    const client = pacer ? createPatientClient(plain, pacer) : plain;
    // Ended like this, and not killed, the process takes along what an example has started and written.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => process.exit(EXIT_NOT_MADE));
    const suite = await openExamples({
      target,
      client,
      libraries: librariesOf(settings),
      reserve: pacer?.take,
    });
    try {
      const all: (ExampleResult & { file: string; method: string | undefined })[] = [];
      for (const page of pages)
        for (const result of await checkExamples(page, suite)) {
          const { file, method } = page;
          const { line, tab, verdict, reason, warnings = [] } = result;
          const rule = RULE_OF[verdict];
          if (reporter.rules.has(rule)) all.push({ file, method, ...result });
          const more = [verdict, [reason, ...warnings].filter(Boolean).join('; ')].filter(Boolean).join(': ');
          const message = `${tab === '' ? 'the example' : `'${tab}'`} ${more}`;
          reporter.report({ rule, file, line, message }, { path: pathOf(file) });
        }
      reporter.end({
        summary: [`${count(pages.length, 'method page')}, ${count(all.length, 'example')}.`],
        data: () => all,
      });
      if (unread) return EXIT_NOT_MADE;
      return reporter.reported.some(({ rule }) => rule === 'fails' || rule === 'sends-something-else')
        ? 1
        : 0;
    } finally {
      await suite.close();
      await client.close();
      await close();
    }
  },
};
