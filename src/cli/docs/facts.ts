import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPage, readText } from '../../docs/corpus.ts';
import { type MethodFacts, methodFacts, sectionOf, toLines } from '../../docs/facts.ts';
import type { PageData } from '../../docs/reader/page.ts';
import { EXIT_NOT_MADE, orExit } from '../../suite/settings.ts';
import { asArgument, corpusOf, type DocsCommand, tellUnreadable } from './shared.ts';

/** Writes what method pages state, as data without sentences. */
export const facts: DocsCommand = {
  options: ['out'],
  help: `facts [FILE|DIR …] [--docs DIR] [--out DIR]
  Writes what method pages state — names, types, marks, codes, statuses, wire texts, values, defaults, limits and
  digests, no sentences — one line a method, sorted, so that two revisions can be compared line by line.
  --out   a file for each section (crm.jsonl, …) and revision.json; without it all lines are printed`,
  run(args) {
    const corpus = corpusOf(args);
    const sections = new Map<string, MethodFacts[]>();
    const pages: PageData[] = [];
    for (const entry of corpus.files) {
      const page = readPage(corpus, entry);
      pages.push(page);
      if (page.kind !== 'method') continue;
      const found = methodFacts(page, readText(entry.path));
      if (!found) continue;
      const name = sectionOf(found.page);
      sections.set(name, [...(sections.get(name) ?? []), found]);
    }
    const unread = tellUnreadable(pages);
    const all = [...sections].sort(([one], [other]) => (one < other ? -1 : 1));
    const out = args.out;
    if (out === undefined) process.stdout.write(toLines(all.flatMap(([, lines]) => lines)));
    else
      orExit(() =>
        asArgument(() => {
          mkdirSync(out, { recursive: true });
          // A section that is gone must not stay; a directory that this command has not written keeps what it has.
          if (existsSync(join(out, 'revision.json')))
            for (const name of readdirSync(out)) if (/\.jsonl$/.test(name)) rmSync(join(out, name));
          for (const [name, lines] of all) writeFileSync(join(out, `${name}.jsonl`), toLines(lines));
          const revision = { ...revisionOf(corpus.root), methods: all.flatMap(([, lines]) => lines).length };
          writeFileSync(join(out, 'revision.json'), `${JSON.stringify(revision, null, 2)}\n`);
        }),
      );
    return unread ? EXIT_NOT_MADE : 0;
  },
};

/** What the checkout says of itself; a copy without history says nothing. */
function revisionOf(root: string): { repository: string | null; commit: string | null; date: string | null } {
  const ask = (...words: string[]): string | null => {
    try {
      const options: ExecFileSyncOptionsWithStringEncoding = {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      };
      return execFileSync('git', ['-C', root, ...words], options).trim() || null;
    } catch {
      return null;
    }
  };
  // A directory within another project's repository has no revision of its own.
  if (ask('rev-parse', '--show-prefix') !== null) return { repository: null, commit: null, date: null };
  const remote = ask('config', '--get', 'remote.origin.url');
  // An address may carry a user and a password.
  const repository = remote?.replace(/^(\w+:\/\/)[^@/]*@/, '$1') ?? null;
  return { repository, commit: ask('rev-parse', 'HEAD'), date: ask('log', '-1', '--format=%cI') };
}
