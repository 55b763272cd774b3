import { readPages } from '../../docs/corpus.ts';
import { librariesOf } from '../../examples/libraries.ts';
import { openExamples } from '../../examples/run-examples.ts';
import { createPacer } from '../../portal/pacer.ts';
import { createPatientClient } from '../../portal/patient-client.ts';
import { checkExamples } from '../../shell/documentation.ts';
import { openTarget } from '../../shell/open-target.ts';
import { ArgumentError, EXIT_NOT_MADE, loadSettings, orExit, orExitAsync } from '../../shell/settings.ts';
import { createClient } from '../../wire/client.ts';
import { corpusOf, type DocsCommand, tellUnreadable, writeJson, wrongArguments } from './shared.ts';

/** Runs the examples of pages against the configured target. */
export const examples: DocsCommand = {
  help: `examples FILE|DIR … [--json FILE]
  Runs each example as printed, placeholders filled in, against the configured target (default: the embedded mock
  portal), and says whether it works, sends something else, or fails. It calls what the page calls: mind the portal.`,
  async run(args) {
    orExit(() => {
      if (args.names.length === 0)
        throw wrongArguments('Name the pages whose examples are to be run.', examples.help);
    });
    const named = readPages(corpusOf(args));
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
      const all = [];
      for (const page of pages)
        for (const result of await checkExamples(page, suite)) {
          all.push({ file: page.file, method: page.method, ...result });
          const more = [result.reason, ...(result.warnings ?? [])].filter(Boolean).join('; ');
          console.log(
            `${page.file}:${result.line}: ${result.tab === '' ? '' : `${result.tab}: `}${result.verdict}${more === '' ? '' : `: ${more}`}`,
          );
        }
      writeJson(args.json, all);
      if (unread) return EXIT_NOT_MADE;
      return all.some(({ verdict }) => verdict === 'fails' || verdict === 'sends something else') ? 1 : 0;
    } finally {
      await suite.close();
      await client.close();
      await close();
    }
  },
};
