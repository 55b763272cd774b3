import type { ErrorFact, FieldFact, MethodFacts } from '../../contract/facts.gen.ts';
import { compareFields, type Doubt } from './fields.ts';
import { type CallerChange, type ChangeKind, KINDS } from './kinds.ts';
import { compareRights, type Rights } from './rights.ts';
import { compareUnits, type Units } from './units.ts';

/** Notes a change of the page that is being compared. */
export type Tell = (
  kind: ChangeKind,
  rest?: Omit<CallerChange, 'kind' | 'impact' | 'page' | 'method'>,
) => void;

/** What a page states in words: units of its fields, and who may call. */
export interface Words {
  readonly units: Units;
  readonly rights: Rights | undefined;
}

/** Problems of a page by which rows are lost. */
const LOSSES =
  /^(a table row without its closing|a table without its end|a row whose name|a table that belongs|no table of|no section on|no error table|a table among the errors|a row with cells|a directive without its end|an include that is not there|a code block without an end|neither status)/;

/**
 * What one revision of a page states otherwise than another, by what it does to callers; undefined stands for a page that is
 * not there, or states nothing of a method. Where a page states it is `changesByPlace` in src/docs/drift.
 *
 * @param words what both revisions state in words: facts keep none of these
 */
export function changesForCallers(
  before: MethodFacts | undefined,
  after: MethodFacts | undefined,
  words?: { before: Words | undefined; after: Words | undefined },
): CallerChange[] {
  const changes = new Map<string, CallerChange>();
  const { page = '', method = '' } = after ?? before ?? {};
  const tell: Tell = (kind, rest = {}) => {
    // A table that several rows link to is told once.
    const key = [kind, rest.name?.split('.').at(-1), rest.part, rest.before, rest.after].join('\n');
    if (!changes.has(key)) changes.set(key, { kind, impact: KINDS[kind], page, method, ...rest });
  };
  const article = [before, after].find((facts) => facts && isArticle(facts));
  // An article is there without its table, too: nobody knows whether the errors are new.
  if (article && !after) tell('undescribed', { part: 'errors', before: String(article.errors.rows.length) });
  else if (article && !before)
    tell('described', { part: 'errors', after: String(article.errors.rows.length) });
  else if (!before && after) tell('method-added');
  else if (before && !after) tell('method-removed');
  else if (before && after) {
    compareBoth(before, after, tell);
    if (words?.before && words.after) compareUnits(words.before.units, words.after.units, tell);
    if (words?.before?.rights && words.after?.rights)
      compareRights(words.before.rights, words.after.rights, tell);
  }
  return [...changes.values()];
}

/** What is stated under its path, and is no file that others include, is of an article on errors. */
function isArticle({ method, page }: MethodFacts): boolean {
  return method === page && !/(^|\/)_includes\//.test(page);
}

function compareBoth(before: MethodFacts, after: MethodFacts, tell: Tell): void {
  const doubt = doubtOf(before, after);
  if (before.page !== after.page) tell('page-moved', { before: before.page, after: after.page });
  // The path of an included file stands for its name.
  if (before.method !== after.method && before.method !== before.page)
    tell(
      // The server takes a method's name in any letters.
      before.method.toLowerCase() === after.method.toLowerCase()
        ? 'method-spelled-otherwise'
        : 'method-renamed',
      { before: before.method, after: after.method },
    );
  compareHead(before, after, tell);
  compareFields('parameter', before.parameters, after.parameters, doubt, tell);
  const [was, is] = underResult(before.returned, after.returned);
  compareFields('returned', was, is, doubt, tell);
  compareStatuses(before, after, tell);
  compareErrors(before.errors.rows, after.errors.rows, doubt, tell);
  compareExamples(before, after, tell);
  for (const [reason, count] of Object.entries({ ...after.lacks, ...after.unread })) {
    const known = before.lacks?.[reason] ?? before.unread?.[reason] ?? 0;
    if (count > known) tell('unread', { name: reason, before: String(known), after: String(count) });
  }
}

/** Old pages describe what is within `result` as if it were the answer: it is compared where the other revision has it. */
function underResult(
  before: readonly FieldFact[],
  after: readonly FieldFact[],
): [readonly FieldFact[], readonly FieldFact[]] {
  const has = (fields: readonly FieldFact[]): boolean =>
    fields.some(({ name }) => name.toLowerCase() === 'result');
  const within = (fields: readonly FieldFact[]): FieldFact[] => {
    const inner = fields.filter(({ name }) => !BESIDE_RESULT.test(name));
    const [first] = inner;
    return first
      ? [
          { name: 'result', types: [], heading: first.heading, fields: inner },
          ...fields.filter(({ name }) => BESIDE_RESULT.test(name)),
        ]
      : [...fields];
  };
  if (has(after) && !has(before)) return [within(before), after];
  return has(before) && !has(after) ? [before, within(after)] : [before, after];
}

const BESIDE_RESULT = /^(time|total|next)$/;

/** Whether rows were lost in one revision and not in the other. */
function doubtOf(before: MethodFacts, after: MethodFacts): Doubt {
  const losses = ({ lacks, unread }: MethodFacts): number =>
    Object.entries({ ...lacks, ...unread })
      .filter(([reason]) => LOSSES.test(reason))
      .reduce((sum, [, count]) => sum + count, 0);
  const [old, now] = [losses(before), losses(after)];
  return { before: old > now, after: now > old };
}

function compareHead(before: MethodFacts, after: MethodFacts, tell: Tell): void {
  const scopes = [before.scope, after.scope].map((scope) =>
    [...new Set(scope?.toLowerCase().match(/[\w.-]+/g))].sort().join(', '),
  );
  if (scopes[0] !== scopes[1]) {
    const [old = '', now = ''] = scopes;
    if (old === '') tell('described', { part: 'scope', after: now });
    else if (now === '') tell('undescribed', { part: 'scope', before: old });
    else tell('scope-changed', { before: old, after: now });
  }
  if (!before.deprecated && after.deprecated)
    tell('deprecated', after.successor === undefined ? {} : { after: after.successor });
  else if (before.deprecated && !after.deprecated) tell('not-deprecated');
  else if (before.successor !== after.successor)
    tell('successor-changed', {
      ...(before.successor === undefined ? {} : { before: before.successor }),
      ...(after.successor === undefined ? {} : { after: after.successor }),
    });
}

function compareStatuses(before: MethodFacts, after: MethodFacts, tell: Tell): void {
  const [old = '', now = ''] = [before.success.statuses, after.success.statuses].map((list) =>
    [...list].sort().join(', '),
  );
  if (old !== now) {
    if (old === '') tell('described', { part: 'statuses', after: now });
    else if (now === '') tell('undescribed', { part: 'statuses', before: old });
    else tell('success-status-changed', { before: old, after: now });
  }
  const [was, is] = [before, after].map(({ errors }) => new Set(errors.statuses.map(String)));
  if (!was || !is) return;
  const gone = [...was].filter((status) => !is.has(status)).join(', ');
  const fresh = [...is].filter((status) => !was.has(status)).join(', ');
  if (gone !== '' && is.size > 0) tell('statuses-removed', { before: gone, after: [...is].join(', ') });
  else if (gone !== '') tell('undescribed', { part: 'statuses', before: gone });
  if (fresh !== '' && was.size > 0 && gone === '') tell('statuses-added', { after: fresh });
  else if (fresh !== '' && was.size === 0) tell('described', { part: 'statuses', after: fresh });
}

function compareErrors(
  before: readonly ErrorFact[],
  after: readonly ErrorFact[],
  doubt: Doubt,
  tell: Tell,
): void {
  if (before.length === 0 && after.length > 0) {
    tell('described', { part: 'errors', after: String(after.length) });
    return;
  }
  if (after.length === 0 && before.length > 0 && doubt.after) {
    tell('undescribed', { part: 'errors', before: String(before.length) });
    return;
  }
  const [old, now] = [rowsByCode(before), rowsByCode(after)];
  const left = [...old.keys()].filter((code) => !now.has(code));
  for (const code of [...now.keys()].filter((fresh) => !old.has(fresh))) {
    const known = left.find((other) => bareCode(other) === bareCode(code));
    if (known !== undefined) {
      left.splice(left.indexOf(known), 1);
      tell('error-renamed', { name: code, before: known, after: code });
    } else if (code === '') continue;
    else if (doubt.before) tell('described', { part: 'errors', name: code });
    else tell('error-added', { name: code });
  }
  for (const code of left) {
    if (code === '') continue;
    // Tables that name no codes have statuses in their place.
    if (doubt.after || /^[45]\d\d$/.test(code)) tell('undescribed', { part: 'errors', name: code });
    else tell('error-removed', { name: code });
  }
  const [texts, others] = [before, after].map(
    (rows) => rows.filter(({ text }) => text !== undefined).length,
  ) as [number, number];
  const shared = [...now].filter(([code]) => old.has(code));
  const isTold = texts > 0 === others > 0;
  // Another column changes what all descriptions are: the server's texts, or the page's own words.
  if (!isTold && shared.length > 0 && texts > 0)
    tell('undescribed', { part: 'texts', before: String(texts) });
  else if (!isTold && shared.length > 0) tell('described', { part: 'texts', after: String(others) });
  for (const [code, rows] of shared) compareRows(code, old.get(code) ?? [], rows, isTold, tell);
}

function compareRows(
  code: string,
  before: readonly ErrorFact[],
  after: readonly ErrorFact[],
  withTexts: boolean,
  tell: Tell,
): void {
  const statuses = (rows: readonly ErrorFact[]): string =>
    [...new Set(rows.flatMap(({ status }) => status ?? []))].sort().join(', ');
  const [old, now] = [statuses(before), statuses(after)];
  if (old !== now && old !== '' && now !== '')
    tell('error-status-changed', { name: code, before: old, after: now });
  if (!withTexts) return;
  const texts = (rows: readonly ErrorFact[]): Map<string, string> =>
    new Map(rows.flatMap(({ text }) => (text === undefined ? [] : [[wording(text), text] as const])));
  const [was, is] = [texts(before), texts(after)];
  const gone = [...was].filter(([key]) => !is.has(key)).map(([, text]) => text);
  const fresh = [...is].filter(([key]) => !was.has(key)).map(([, text]) => text);
  const [lost, added] = [gone.join(' / '), fresh.join(' / ')];
  if (gone.length > 0 && fresh.length > 0)
    tell('error-text-changed', { name: code, before: lost, after: added });
  else if (fresh.length > 0 && was.size > 0) tell('error-text-added', { name: code, after: added });
  else if (fresh.length > 0) tell('described', { part: 'errors', name: code, after: added });
  else if (gone.length > 0) tell('error-text-removed', { name: code, before: lost });
}

/** What the examples of answers show otherwise: types of values that both have, and the error. */
function compareExamples(before: MethodFacts, after: MethodFacts, tell: Tell): void {
  const [old, now] = [before.success.shape ?? {}, after.success.shape ?? {}];
  // What is empty in PHP may be a list or an object, and null may be of any type.
  const isVague = (type: string | undefined): boolean =>
    type === undefined || ['null', 'array', 'object'].includes(type);
  const other = Object.keys(old).filter(
    (path) =>
      !isVague(old[path]) && !isVague(now[path]) && old[path] !== now[path] && !path.startsWith('/time'),
  );
  const [first] = other;
  if (first !== undefined)
    tell('answer-example-changed', {
      name: other.slice(0, MOST_PATHS).join(', ') + (other.length > MOST_PATHS ? ', …' : ''),
      before: old[first] ?? '',
      after: now[first] ?? '',
    });
  const [was, is] = [before.errors.example, after.errors.example];
  if (was && is && was.code !== is.code) tell('error-example-changed', { before: was.code, after: is.code });
}

const MOST_PATHS = 3;

function rowsByCode(rows: readonly ErrorFact[]): Map<string, ErrorFact[]> {
  const byCode = new Map<string, ErrorFact[]>();
  for (const row of rows) byCode.set(row.code, [...(byCode.get(row.code) ?? []), row]);
  return byCode;
}

function bareCode(code: string): string {
  return code.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** A text without its last dot and its kind of quotes: those are the writer's. */
function wording(text: string): string {
  return text
    .replace(/[’‘`'"“”«»]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/[.!\s]+$/, '')
    .trim();
}
