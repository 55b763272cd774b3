import { posix } from 'node:path';
import type { Contract } from '../../contract/contract.ts';
import { changesForCallers } from '../history/changes.ts';
import type { CallerChange } from '../history/kinds.ts';
import { includedFile, RevisionPages } from '../history/pages.ts';
import type { Repository } from '../history/repository.ts';
import { digestOf } from '../lint/digest.ts';
import type { FindPage, LintFinding } from '../lint/finding.ts';
import { DEFAULT_RULES, lintPage, RULES } from '../lint/lint.ts';
import type { Field } from '../reader/fields.ts';
import type { PageData } from '../reader/page.ts';
import { type FallenClaim, fallenClaims } from './claims.ts';

/** What a change of the documentation does. */
export interface PullRequest {
  /** Ids of the commits compared; `base` is where the head left the base. */
  base: string;
  head: string;
  /** Pages that were read: those that the change touches, and those that include one of them. */
  pages: number;
  changes: (CallerChange & { line: number })[];
  /** New findings on examples of code that break a caller: they worked, as far as reading them can tell. */
  examples: LintFinding[];
  /** All other new findings. */
  findings: LintFinding[];
  claims: FallenClaim[];
  /** Pages that cannot be read at the head. */
  unreadable: { file: string; reason: string }[];
  /** Included files that so many pages include that those were asked for error codes alone, with their number. */
  widely: { file: string; pages: number }[];
}

/** Rules about examples of code: they tell what no longer works. */
const OF_EXAMPLES = new Set([
  'example-syntax',
  'json-syntax',
  'required-missing',
  'parameter-case',
  'other-method',
  'curl-continuation',
  'curl-missing',
  'placeholder',
]);

/** What may change on a page whose list of system errors changes. */
const OF_ERRORS = ['error-code', 'error-text', 'error-table'];

/** Pages that include a file: more of them are asked for error codes alone. */
const MANY = 300;

/** A page in both revisions; one of the paths may be missing. */
interface Pair {
  before: string | undefined;
  after: string | undefined;
  rules: readonly string[];
}

/**
 * Compares two revisions of the documentation, as far as they differ.
 *
 * @param contract whose claims may fall
 * @throws Error where a revision is not there
 */
export function comparePullRequest(
  repository: Repository,
  base: string,
  head: string,
  contract?: Contract,
): PullRequest {
  const to = repository.commitOf(head);
  const start = repository.commitOf(base);
  const from = repository.forkOf(start, to) ?? start;
  const [before, after] = [from, to].map(
    (commit) => new RevisionPages(repository, repository.pagesOf(commit)),
  );
  if (!before || !after) throw new Error('two revisions are compared');
  const { pairs, widely } = pairsOf(repository, to, repository.changes(from, to), after);
  prefetch(pairs, before, after);

  const found: PullRequest = {
    base: from,
    head: to,
    pages: pairs.length,
    changes: [],
    examples: [],
    findings: [],
    claims: contract ? fallenClaims(contract, before, after, pairs) : [],
    unreadable: [],
    widely,
  };
  const touched = new Set(pairs.flatMap((pair) => [pair.before, pair.after]));
  const find = finderOf(before, after, touched);
  for (const pair of pairs) {
    const [old, now] = [before.read(pair.before), after.read(pair.after)];
    if (now?.data.kind === 'unreadable') {
      found.unreadable.push({ file: now.data.file, reason: now.data.problems[0]?.message ?? '' });
      continue;
    }
    for (const change of changesForCallers(old?.facts, now?.facts, { before: old?.words, after: now?.words }))
      found.changes.push({ ...change, line: now ? lineOfChange(change, now.data) : 1 });
    if (!now) continue;
    const findings = lintPage(now.data, find.after, pair.rules);
    // Of the earlier page nothing is asked that the later one does not have.
    const known = old ? lintPage(old.data, find.before, new Set(findings.map(({ rule }) => rule))) : [];
    for (const finding of newFindings(known, findings))
      (OF_EXAMPLES.has(finding.rule) ? found.examples : found.findings).push(finding);
  }
  return found;
}

/** The line of the later page that states what changed; the first, where it states it no longer, or in an included file. */
function lineOfChange({ kind, name, part }: CallerChange, page: PageData): number {
  const isReturned = kind.startsWith('returned') || part === 'returned';
  const isError = kind.startsWith('error') || part === 'errors';
  const row = isError
    ? page.errors.table.find(({ code }) => code === name)
    : fieldAt(isReturned ? page.returns : page.params, name?.split('.') ?? []);
  return row === undefined || row.file !== undefined ? 1 : row.line;
}

/** The field of a path, or the last of its fields above that is there. */
function fieldAt(fields: readonly Field[], [name, ...rest]: readonly string[]): Field | undefined {
  const own = fields.find((field) => field.name === name);
  return own && (fieldAt(own.children, rest) ?? own);
}

/** Changed pages, and pages that include a changed file, through other included files too. */
function pairsOf(
  repository: Repository,
  head: string,
  changes: readonly { before?: string; after?: string }[],
  after: RevisionPages,
): { pairs: Pair[]; widely: PullRequest['widely'] } {
  const pairs = new Map<string, Pair>();
  for (const change of changes)
    pairs.set(change.after ?? change.before ?? '', {
      before: change.before,
      after: change.after,
      rules: DEFAULT_RULES,
    });
  const includers = new Map<string, Set<string>>();
  for (const { page, path } of repository.includes(head)) {
    const file = includedFile(path, page);
    includers.set(file, (includers.get(file) ?? new Set()).add(page));
  }
  const widely: PullRequest['widely'] = [];
  for (const file of changes.flatMap((change) => [change.before, change.after])) {
    const pages = file === undefined ? [] : closureOf(file, includers);
    const isWide = pages.length > MANY;
    if (isWide && file !== undefined && !widely.some((known) => known.file === file))
      widely.push({ file, pages: pages.length });
    for (const page of pages) {
      const known = pairs.get(page);
      // A page that is asked for all is not asked for less because of another file.
      if (after.files.has(page) && (!known || known.rules.length < DEFAULT_RULES.length))
        pairs.set(page, { before: page, after: page, rules: isWide ? OF_ERRORS : DEFAULT_RULES });
    }
  }
  return {
    pairs: [...pairs].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, pair]) => pair),
    widely,
  };
}

function closureOf(file: string, includers: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const found = new Set<string>();
  const look = (target: string): void => {
    for (const page of includers.get(target) ?? [])
      if (!found.has(page)) {
        found.add(page);
        look(page);
      }
  };
  look(file);
  return [...found];
}

/** Reads at once what will be asked for: the pages, what they include, and the pages that they link to. */
function prefetch(pairs: readonly Pair[], before: RevisionPages, after: RevisionPages): void {
  for (const [pages, side] of [
    [before, 'before'],
    [after, 'after'],
  ] as const) {
    const files = pairs.flatMap((pair) => pair[side] ?? []);
    pages.fetch(files);
    pages.fetch(
      files.flatMap((file) =>
        [...(pages.text(file) ?? '').matchAll(/\]\(([^)#\s]+\.md)/g)].map(([, path = '']) =>
          includedFile(path, file),
        ),
      ),
    );
  }
}

/** Other pages for rules on links; one that neither revision touches is read once for both. */
function finderOf(
  before: RevisionPages,
  after: RevisionPages,
  touched: ReadonlySet<string | undefined>,
): { before: FindPage; after: FindPage } {
  const inAfter: FindPage = (file) => after.read(posix.normalize(file))?.data;
  return {
    after: inAfter,
    before: (file) =>
      !touched.has(file) && before.files.get(file) === after.files.get(file)
        ? inAfter(file)
        : before.read(posix.normalize(file))?.data,
  };
}

/** Findings that the earlier revision did not have, wherever their lines and positions have moved. */
export function newFindings(known: readonly LintFinding[], now: readonly LintFinding[]): LintFinding[] {
  const left = new Map<string, number>();
  // The path is the page's: it may have moved.
  const keyOf = ({ rule, message }: LintFinding): string =>
    digestOf({ rule, file: '', line: 0, message: message.replace(/\b(position|line|column) \d+/g, '$1') });
  for (const finding of known) left.set(keyOf(finding), (left.get(keyOf(finding)) ?? 0) + 1);
  return now.filter((finding) => {
    const count = left.get(keyOf(finding)) ?? 0;
    left.set(keyOf(finding), count - 1);
    return count <= 0;
  });
}

export type FailOn = 'breaking' | 'error' | 'any' | 'never';

export const FAIL_ON: readonly FailOn[] = ['breaking', 'error', 'any', 'never'];

/** Whether there is anything to say: a change that alters no fact, breaks no example and makes no finding has nothing. */
export function isNeutral({ changes, examples, findings, claims, unreadable }: PullRequest): boolean {
  return [changes, examples, findings, claims, unreadable].every((list) => list.length === 0);
}

/**
 * Whether the change is to be refused: `breaking` where a fact breaks callers; `error` also where a finding breaks a caller, a
 * page cannot be read, or a claim no longer holds; `any` where there is anything to say.
 */
export function isRefused(found: PullRequest, failOn: FailOn): boolean {
  const breaks = found.changes.some(({ impact }) => impact === 'breaks');
  if (failOn === 'never') return false;
  if (failOn === 'any') return !isNeutral(found);
  if (failOn === 'breaking') return breaks;
  return (
    breaks ||
    found.unreadable.length > 0 ||
    found.claims.some(({ kind }) => kind !== 'reworded') ||
    [...found.examples, ...found.findings].some(({ rule }) => RULES[rule]?.severity === 'breaks a caller')
  );
}
