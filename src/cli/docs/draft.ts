import { readPage, readText } from '../../docs/corpus.ts';
import { draftContract } from '../../docs/draft/draft.ts';
import { ArgumentError, EXIT_NOT_MADE, orExit } from '../../shell/settings.ts';
import {
  asArgument,
  corpusOf,
  type DocsCommand,
  tellUnreadable,
  writeJson,
  wrongArguments,
} from './shared.ts';

/** Drafts contract data and schemas from method pages. */
export const draft: DocsCommand = {
  help: `draft FILE|DIR … [--json FILE]
  Prints contract data and the schema of a method, drafted from its page, ready to review: what the page states in
  tables and statuses. Claims on its prose, and cases, are yours to add.`,
  run(args) {
    orExit(() => {
      if (args.names.length === 0) throw wrongArguments('Name the page of the method.', draft.help);
    });
    const corpus = corpusOf(args);
    let unread = false;
    const drafts = corpus.files.flatMap((one) => {
      const page = readPage(corpus, one);
      unread = tellUnreadable([page]) || unread;
      if (page.kind === 'unreadable') return [];
      if (page.method === undefined && corpus.files.length > 1) return [];
      const { contract, schema } = orExit(() => asArgument(() => draftContract(page, readText(one.path))));
      for (const { line, message } of page.problems) console.error(`${one.file}:${line}: ${message}`);
      return [{ file: one.file, method: page.method, contract, schema }];
    });
    orExit(() => {
      if (drafts.length === 0 && !unread)
        throw new ArgumentError(`No method page in ${args.names.join(', ')}.`);
    });
    for (const { contract, method, schema } of drafts)
      console.log(
        `${contract}\n# schemas/${method}.schema.json\n# ${JSON.stringify(schema, null, 2).replaceAll('\n', '\n# ')}`,
      );
    writeJson(args.json, drafts);
    return unread ? EXIT_NOT_MADE : 0;
  },
};
