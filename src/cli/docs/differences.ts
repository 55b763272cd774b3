import { count } from '../../base/phrase.ts';
import { documentsOf } from '../../contract/authorities/accounts.ts';
import { type Difference, differencesOf, differenceText } from '../../contract/authorities/differences.ts';
import type { ErrorFact, FieldFact, MethodFacts } from '../../contract/facts.gen.ts';
import { sourceOf } from '../../contract/facts.ts';
import { readText } from '../../docs/corpus.ts';
import { collectFacts } from '../../docs/facts/collect.ts';
import { readFacts } from '../../docs/facts/load.ts';
import { readOtherDocuments } from '../../docs/other-documents.ts';
import { lineOf } from '../../docs/source.ts';
import { loadSchemas } from '../../run/load.ts';
import { EXIT_NOT_MADE, loadSettings, orExit, orExitAsync } from '../../shell/settings.ts';
import { FACTS } from './facts.ts';
import { inProject, type Kind, openReporter, pathsOf } from './findings.ts';
import { FORMATS } from './formats.ts';
import {
  asArgument,
  asArgumentAsync,
  corpusOf,
  type DocsArguments,
  type DocsCommand,
  docsRoot,
  tellUnreadable,
  wrongArguments,
} from './shared.ts';

const KINDS = {
  'english-alone': { level: 'error', says: 'what the English page alone states otherwise' },
  'russian-alone': { level: 'warning', says: 'what the Russian page alone states otherwise' },
  'schema-alone': { level: 'warning', says: 'what the official schema alone states otherwise' },
  divided: { level: 'warning', says: 'what two state differently, and no third one decides' },
} as const satisfies Record<string, Kind>;

const HELP = `differences [FILE|DIR …] [--docs-ru DIR] [--schemas DIR]
  Compares what documents state of the same method: English pages (those named, or of --docs or B24_DOCS; without these the
  committed facts), Russian pages and official schemas. One line for each fact that differs: who says what, and who stands
  alone. A survey of a portal compares what that says and does as well. Rules: ${Object.keys(KINDS).join(', ')}.
  --docs-ru DIR     checkout of the Russian documentation; B24_DOCS_RU without it
  --schemas DIR     folder with official schemas, a file for each method; B24_SCHEMAS without it`;

/** Tells which facts of a method documents state differently, and which of them stands alone. */
export const differences: DocsCommand = {
  options: ['docs-ru', 'schemas', 'rule', 'skip'],
  formats: FORMATS,
  help: HELP,
  async run(args) {
    const reporter = openReporter(differences, args, KINDS);
    const settings = orExit(loadSettings);
    const places = {
      russian: args.docsRu ?? settings.get('B24_DOCS_RU'),
      schemas: args.schemas ?? settings.get('B24_SCHEMAS'),
    };
    orExit(() => {
      if (places.russian === undefined && places.schemas === undefined)
        throw wrongArguments(
          'Name what the English pages are compared with: --docs-ru DIR, --schemas DIR or both.',
          HELP,
        );
    });
    const others = await orExitAsync(() => asArgumentAsync(() => readOtherDocuments(places, loadSchemas())));
    const english = await englishOf(args);
    const documents = documentsOf(
      english.methods.map(({ facts }) => facts),
      others,
    );
    const found: (Difference & Pick<MethodFacts, 'method' | 'rest'>)[] = [];
    let compared = 0;
    for (const { facts, file, path, lineOfFact } of english.methods) {
      const accounts = documents.accountsOf(facts);
      if (accounts.length > 1) compared++;
      for (const difference of differencesOf(accounts)) {
        const rule = difference.alone === undefined ? 'divided' : `${difference.alone}-alone`;
        if (!reporter.rules.has(rule)) continue;
        const { method, rest } = facts;
        found.push({ method, ...(rest === undefined ? {} : { rest }), ...difference });
        const message = `${method}: ${differenceText(difference)}`;
        reporter.report(
          { rule, file, line: lineOfFact(difference.fact), message },
          { path, page: facts.page },
        );
      }
    }
    reporter.end({
      summary: [`${count(compared, 'method')} compared, ${count(found.length, 'difference')}.`],
      data: () => found,
    });
    if (tellUnreadable(english.unreadable)) return EXIT_NOT_MADE;
    return found.length > 0 ? 1 : 0;
  },
};

interface English {
  methods: {
    facts: MethodFacts;
    file: string;
    path: string | undefined;
    /** Where it stands in the file, from 1. */
    lineOfFact(fact: string): number;
  }[];
  unreadable: Parameters<typeof tellUnreadable>[0];
}

/** The pages, where some are named or there is a checkout; the facts that were read of them otherwise. */
async function englishOf(args: DocsArguments): Promise<English> {
  if (args.names.length === 0 && docsRoot(args) === undefined)
    return {
      methods: readFacts(FACTS, 'fixtures/facts').flatMap(({ facts, file, line }) =>
        'method' in facts ? [{ facts, file, path: inProject(file), lineOfFact: () => line }] : [],
      ),
      unreadable: [],
    };
  const corpus = corpusOf(args);
  const pathOf = pathsOf(corpus.files);
  const { sections, unreadable } = await collectFacts(corpus);
  return {
    methods: [...sections.values()].flat().map((facts) => ({
      facts,
      file: facts.page,
      path: pathOf(facts.page),
      lineOfFact(fact) {
        const path = pathOf(facts.page);
        const row = rowOf(facts, fact);
        const place = row === undefined ? undefined : sourceOf(row);
        // What is included stands on another page.
        if (path === undefined || place === undefined || place.page !== undefined) return 1;
        return orExit(() => asArgument(() => lineOf(readText(path), place)));
      },
    })),
    unreadable,
  };
}

/** The row that states a fact, or the one beneath which it would stand; the table's first where the page has none. */
function rowOf(facts: MethodFacts, fact: string): FieldFact | ErrorFact | undefined {
  const [path = ''] = fact.split(' ');
  const [part = '', ...names] = path.split('.');
  if (part === 'refusal') {
    const { rows } = facts.errors;
    return rows.find(({ code }) => code === names.join('.')) ?? rows[0];
  }
  const returned = facts.returned.find(({ name }) => name === 'result');
  let fields =
    part === 'parameters' ? facts.parameters : [...(returned ? [returned] : []), ...facts.returned];
  let found = fields[0];
  for (const name of names) {
    const next = fields.find((field) => field.name === name);
    if (!next) break;
    found = next;
    fields = next.fields ?? [];
  }
  return found;
}
