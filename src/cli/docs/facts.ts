import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FactsRevision } from '../../contract/facts.gen.ts';
import { collectFacts, type Facts, toLines } from '../../docs/facts/collect.ts';
import { ROOT } from '../../run/load.ts';
import { ArgumentError, EXIT_NOT_MADE, orExit } from '../../shell/settings.ts';
import { asArgument, corpusOf, type DocsArguments, type DocsCommand, tellUnreadable } from './shared.ts';

/** The facts that the contract is made from. */
export const FACTS = join(ROOT, 'fixtures/facts');

/** Writes what pages state, as data without sentences. */
export const facts: DocsCommand = {
  options: ['out', 'repository', 'commit', 'date', 'newer'],
  jsonless: true,
  help: `facts [FILE|DIR …] [--out DIR]
  Writes what method pages state — names, types, marks, codes, statuses, wire texts, values, defaults, limits and
  digests, no sentences — one line a method, sorted, so that two revisions can be compared line by line; and the error
  tables of the other pages, those of tutorials left out. Says on standard error what it could not use.
  --out          a file for each section (crm.jsonl, …), platform.jsonl and revision.json; fixtures/facts where none is
                 named; '-' prints all lines
  --repository, --commit, --date
                 of the documentation, where it is a copy without history; fixtures/facts is not written without them
  --newer PATH=COMMIT
                 a page that is of a later commit; may be given several times`,
  async run(args) {
    const isPrinted = args.out === '-';
    const out = args.out ?? FACTS;
    const corpus = corpusOf(args);
    const revision = orExit(() => asArgument(() => readRevision(args, corpus.root)));
    orExit(() => {
      if (out === FACTS && [revision.repository, revision.commit, revision.date].includes(null))
        throw new ArgumentError(
          `${corpus.root} does not say of which revision it is: name it by --repository, --commit and --date, or write elsewhere by --out DIR.`,
        );
    });
    const found = await collectFacts(corpus);
    for (const note of found.notes) console.error(note);
    const unread = tellUnreadable(found.unreadable);
    if (isPrinted) {
      for (const lines of [...found.sections.values(), found.platform]) process.stdout.write(toLines(lines));
    } else orExit(() => asArgument(() => write(out, found, revision)));
    return unread ? EXIT_NOT_MADE : 0;
  },
};

type Revision = Omit<FactsRevision, 'methods' | 'platform'>;

function write(out: string, { sections, platform }: Facts, revision: Revision): void {
  mkdirSync(out, { recursive: true });
  // A section that is gone must not stay; a directory that this command has not written keeps what it has.
  if (existsSync(join(out, 'revision.json')))
    for (const name of readdirSync(out)) if (/\.jsonl$/.test(name)) rmSync(join(out, name));
  for (const [name, lines] of sections) writeFileSync(join(out, `${name}.jsonl`), toLines(lines));
  if (platform.length > 0) writeFileSync(join(out, 'platform.jsonl'), toLines(platform));
  const methods = [...sections.values()].reduce((sum, lines) => sum + lines.length, 0);
  const whole: FactsRevision = { ...revision, methods, platform: platform.length };
  writeFileSync(join(out, 'revision.json'), `${JSON.stringify(whole, null, 2)}\n`);
}

/** @throws Error where an option has another form */
function readRevision({ repository, commit, date, newer }: DocsArguments, root: string): Revision {
  if (commit !== undefined && !/^[0-9a-f]{7,40}$/.test(commit))
    throw new Error(`--commit '${commit}' is not a commit: 7 to 40 hex digits.`);
  if (date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(date))
    throw new Error(`--date '${date}' is not a day: YYYY-MM-DD.`);
  const pages = newer
    .map((text): [string, string] => {
      const [, page, revision] = /^(.+)=([0-9a-f]{7,40})$/.exec(text) ?? [];
      if (page === undefined || revision === undefined)
        throw new Error(`--newer '${text}' is not PATH=COMMIT, such as limits.md=5988ed13.`);
      return [page, revision];
    })
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const known = revisionOf(root);
  return {
    repository: repository ?? known.repository,
    commit: commit ?? known.commit,
    date: date ?? known.date,
    ...(pages.length > 0 ? { pages: Object.fromEntries(pages) } : {}),
  };
}

/** What the checkout says of itself; a copy without history says nothing. */
function revisionOf(root: string): Pick<FactsRevision, 'repository' | 'commit' | 'date'> {
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
  return { repository, commit: ask('rev-parse', 'HEAD'), date: ask('log', '-1', '--format=%cs') };
}
