import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { guess } from '../../base/guess.ts';
import type { MethodFacts } from '../../contract/facts.gen.ts';
import { findPages, readPage, readText } from '../../docs/corpus.ts';
import { draftOverlay, overlayPath } from '../../docs/draft/overlay.ts';
import { readFacts } from '../../docs/facts/load.ts';
import { methodFacts } from '../../docs/facts/method.ts';
import { loadResources, ROOT } from '../../run/load.ts';
import { ArgumentError, EXIT_NOT_MADE, orExit } from '../../shell/settings.ts';
import { FACTS } from './facts.ts';
import {
  asArgument,
  type DocsArguments,
  type DocsCommand,
  tellUnreadable,
  writeJson,
  wrongArguments,
} from './shared.ts';

/** Drafts overlays of methods from their facts. */
export const draft: DocsCommand = {
  options: ['write'],
  help: `draft METHOD|FILE|DIR … [--write]
  Prints the overlay of a method, drafted from its facts in fixtures/facts, or from pages that are named: values of one
  valid request as far as they can be guessed, and for each row of the table of errors a proposal how to provoke it, or
  what is still to find out.
  --write   write it to fixtures/contract/FAMILY/METHOD.yaml, where there is none yet`,
  run(args) {
    orExit(() => {
      if (args.names.length === 0)
        throw wrongArguments('Name the page of the method, or the method.', draft.help);
    });
    const { found, unread } = factsOf(args);
    const isKnown = (reference: string): boolean => loadResources().fault(reference) === undefined;
    const drafts = found.map((facts) => ({
      method: facts.method,
      page: facts.page,
      file: overlayPath(facts.method),
      overlay: draftOverlay(facts, isKnown),
    }));
    const isData = args.json === '-';
    if (args.write)
      orExit(() =>
        asArgument(() => {
          for (const one of drafts) write(one, isData ? console.error : console.log);
        }),
      );
    else if (!isData) for (const { overlay } of drafts) process.stdout.write(overlay);
    writeJson(args.json, drafts);
    return unread ? EXIT_NOT_MADE : 0;
  },
};

/** @throws Error where the method has an overlay */
function write({ file, overlay }: { file: string; overlay: string }, say: (line: string) => void): void {
  const path = join(ROOT, file);
  if (existsSync(path))
    throw new Error(`${file} is there already: what a person has written is not overwritten.`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, overlay);
  say(`${file}: written; settle its todos, then set 'confidence: reviewed'.`);
}

function factsOf(args: DocsArguments): { found: MethodFacts[]; unread: boolean } {
  const paths = args.names.filter((name) => existsSync(name));
  const methods = args.names.filter((name) => !existsSync(name));
  const found = methods.length === 0 ? [] : orExit(() => knownMethods(methods));
  if (paths.length === 0) return { found, unread: false };
  const corpus = orExit(() => asArgument(() => findPages(paths, args.docs)));
  let unread = false;
  for (const entry of corpus.files) {
    const page = readPage(corpus, entry);
    unread = tellUnreadable([page]) || unread;
    const facts = page.kind === 'unreadable' ? undefined : methodFacts(page, readText(entry.path));
    if (!facts) continue;
    for (const { line, message } of page.problems) console.error(`${entry.file}:${line}: ${message}`);
    found.push(facts);
  }
  orExit(() => {
    if (found.length === 0 && !unread) throw new ArgumentError(`No method page in ${paths.join(', ')}.`);
  });
  return { found, unread };
}

/** @throws ArgumentError where no page documents a method of that name */
function knownMethods(names: readonly string[]): MethodFacts[] {
  const known = new Map(
    readFacts(FACTS).flatMap(({ facts }) =>
      'method' in facts ? [[facts.method.toLowerCase(), facts] as const] : [],
    ),
  );
  return names.map((name) => {
    const facts = known.get(name.toLowerCase());
    if (facts) return facts;
    const all = [...known.values()].map(({ method }) => method);
    throw new ArgumentError(`'${name}' is neither a documented method nor a page${guess(name, all)}`);
  });
}
