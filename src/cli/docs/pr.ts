import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { count } from '../../base/phrase.ts';
import { type Impact, KINDS } from '../../docs/history/kinds.ts';
import { openRepository, type Repository } from '../../docs/history/repository.ts';
import {
  comparePullRequest,
  FAIL_ON,
  type FailOn,
  isNeutral,
  isRefused,
  type PullRequest,
} from '../../docs/pr/compare.ts';
import { inRussian } from '../../docs/pr/russian.ts';
import { type Language, sentenceOf } from '../../docs/pr/words.ts';
import { loadContract } from '../../run/load.ts';
import { orExit } from '../../shell/settings.ts';
import {
  type Found,
  inProject,
  type Kind,
  type Kinds,
  type Level,
  openReporter,
  type Where,
} from './findings.ts';
import { FORMATS } from './formats.ts';
import { LINT_KINDS } from './lint.ts';
import { DRIFTS, HEADINGS, toMarkdown } from './pr-markdown.ts';
import { asArgument, type DocsArguments, type DocsCommand, docsRoot, wrongArguments } from './shared.ts';

const LANGUAGES: readonly Language[] = ['en', 'ru'];

const LEVELS: Record<Impact, Level> = { breaks: 'error', adds: 'note', words: 'note' };

/** Kinds of changes, rules of lint, and what became of claims and pages. */
const KINDS_OF_CHANGES: Kinds = {
  ...Object.fromEntries(
    Object.entries(KINDS).map(([kind, impact]): [string, Kind] => [
      kind,
      { level: LEVELS[impact], severity: HEADINGS[impact].en.toLowerCase(), says: kind.replaceAll('-', ' ') },
    ]),
  ),
  ...LINT_KINDS,
  'claim-changed': { level: 'error', says: 'a claim of the contract that the page now states otherwise' },
  'claim-removed': { level: 'error', says: 'a claim of the contract that the page no longer makes' },
  'claim-reworded': {
    level: 'warning',
    says: 'a claim of the contract that the page now makes in other words',
  },
  unreadable: { level: 'error', says: 'a page that cannot be read' },
};

/** Tells what a change of the documentation does to callers, as a comment for its pull request. */
export const pr: DocsCommand = {
  options: ['base', 'head', 'repo', 'lang', 'fail-on', 'rule', 'skip'],
  formats: ['markdown', ...FORMATS.filter((format) => format !== 'markdown')],
  nameless: true,
  help: `pr --base REV [--head REV] [--repo DIR|BUNDLE] [--lang en|ru] [--fail-on WHEN]
  Says what a change of the documentation does: facts that it alters and whom that concerns, examples that no longer
  work, findings of lint that are new, claims of the contract that fall. Markdown for a comment; nothing on standard
  output where it changes none of that. Only pages that the change touches, or that include one of them, are read.
  --base REV     what it is to be merged into; compared from where the head left it
  --head REV     the change; HEAD without it
  --repo         a checkout, a bare repository or a bundle; --docs, B24_DOCS or the working directory without it
  --lang         language of the comment, en without it; the pages may be in either
  --fail-on      exit code 1: 'breaking' where a fact breaks callers; 'error' (default) also where a finding does, a page
                 cannot be read or a claim no longer holds; 'any' where there is anything to say; 'never'`,
  run(args) {
    const { language, failOn, base } = orExit(() => chosen(args));
    const path = args.repo ?? docsRoot(args) ?? '.';
    const reporter = openReporter(pr, args, KINDS_OF_CHANGES);
    const found = narrowed(
      orExit(() => asArgument(() => compare(path, base, args.head ?? 'HEAD'))),
      reporter.rules,
    );
    const pathOf = (file: string): string | undefined => (isBare(path) ? undefined : join(path, file));
    for (const [one, where] of findingsOf(found, language, pathOf)) reporter.report(one, where);
    const sum = `${count(found.pages, 'page')} read, ${count(reporter.reported.length, 'finding')}.`;
    reporter.end({
      summary: isNeutral(found) ? [] : [sum],
      data: () => found,
      markdown: toMarkdown(found, language),
    });
    if (isNeutral(found)) console.error(`${count(found.pages, 'page')} read; nothing to say.`);
    return isRefused(found, failOn) ? 1 : 0;
  },
};

/** What of a change was asked for. */
function narrowed(found: PullRequest, rules: ReadonlySet<string>): PullRequest {
  return {
    ...found,
    changes: found.changes.filter(({ kind }) => rules.has(kind)),
    examples: found.examples.filter(({ rule }) => rules.has(rule)),
    findings: found.findings.filter(({ rule }) => rules.has(rule)),
    claims: found.claims.filter(({ kind }) => rules.has(`claim-${kind}`)),
    unreadable: rules.has('unreadable') ? found.unreadable : [],
  };
}

/** Whether a repository has no files beside it that a finding could be in. */
function isBare(path: string): boolean {
  return !existsSync(join(path, '.git'));
}

/** What a change does, one finding after the other, page by page. */
function findingsOf(
  { changes, examples, findings, claims, unreadable }: PullRequest,
  language: Language,
  pathOf: (file: string) => string | undefined,
): [Found, Where][] {
  const onPages: Found[] = [
    ...unreadable.map(({ file, reason }) => ({ rule: 'unreadable', file, line: 1, message: reason })),
    ...changes.map((change) => {
      const { kind, page: file, line } = change;
      return { rule: kind, file, line, message: sentenceOf(change, language, (text) => text) };
    }),
    ...[...examples, ...findings].map((finding) => ({
      ...finding,
      message: language === 'en' ? finding.message : (inRussian(finding.message) ?? finding.message),
    })),
  ];
  onPages.sort((one, other) => (one.file < other.file ? -1 : one.file > other.file ? 1 : 0));
  return [
    ...onPages.map((one): [Found, Where] => [one, { path: pathOf(one.file) }]),
    ...claims.map((claim): [Found, Where] => {
      const { kind, file, line, page } = claim;
      const message = `${claim.claim ?? page}: ${DRIFTS[kind][language]}`;
      return [
        { rule: `claim-${kind}`, file, line, message },
        { path: inProject(file), page },
      ];
    }),
  ];
}

/** @throws ArgumentError naming what may be given */
function chosen({ base, lang = 'en', failOn = 'error' }: DocsArguments): {
  language: Language;
  failOn: FailOn;
  base: string;
} {
  const language = LANGUAGES.find((known) => known === lang);
  const when = FAIL_ON.find((known) => known === failOn);
  if (base === undefined)
    throw wrongArguments('--base REV is needed: what the change is to be merged into.', pr.help);
  if (language === undefined)
    throw wrongArguments(`There is no language '${lang}': ${LANGUAGES.join(', ')}.`, pr.help);
  if (when === undefined)
    throw wrongArguments(`--fail-on does not take '${failOn}': ${FAIL_ON.join(', ')}.`, pr.help);
  return { language, failOn: when, base };
}

/** @throws Error where the repository or a revision is not there */
function compare(path: string, base: string, head: string): PullRequest {
  const repository: Repository = openRepository(path);
  try {
    return comparePullRequest(repository, base, head, loadContract());
  } finally {
    repository.close();
  }
}
