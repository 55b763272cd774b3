import { openRepository, type Repository } from '../../docs/history/repository.ts';
import {
  comparePullRequest,
  FAIL_ON,
  type FailOn,
  isNeutral,
  isRefused,
  type PullRequest,
} from '../../docs/pr/compare.ts';
import type { Language } from '../../docs/pr/words.ts';
import { count } from '../../report/text.ts';
import { loadContract } from '../../run/load.ts';
import { orExit } from '../../shell/settings.ts';
import { toMarkdown } from './pr-markdown.ts';
import {
  asArgument,
  type DocsArguments,
  type DocsCommand,
  docsRoot,
  writeJson,
  wrongArguments,
} from './shared.ts';

const LANGUAGES: readonly Language[] = ['en', 'ru'];

/** Tells what a change of the documentation does to callers, as a comment for its pull request. */
export const pr: DocsCommand = {
  options: ['base', 'head', 'repo', 'lang', 'fail-on'],
  nameless: true,
  help: `pr --base REV [--head REV] [--repo DIR|BUNDLE] [--lang en|ru] [--fail-on WHEN] [--json FILE|-]
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
    const found = orExit(() => asArgument(() => compare(path, base, args.head ?? 'HEAD')));
    writeJson(args.json, found);
    if (args.json !== '-') process.stdout.write(toMarkdown(found, language));
    if (isNeutral(found)) console.error(`${count(found.pages, 'page')} read; nothing to say.`);
    return isRefused(found, failOn) ? 1 : 0;
  },
};

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
