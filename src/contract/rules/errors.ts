import type { ErrorOverlay, Provocation } from '../contract.gen.ts';
import type { ErrorRow } from '../contract.ts';
import { type ErrorFact, sourceOf, sourceOrTitle } from '../facts.ts';
import { requestOf, stepsOf } from '../spec.ts';
import { requiredOf } from './parameters.ts';
import type { RuleBook, RuleClaim } from './rule-book.ts';

/** Rules about the rows of the page's table of errors, and the cases by which the overlay provokes them. */
export function applyErrors(book: RuleBook): ErrorRow[] {
  const { errors, rows } = { errors: book.overlay.errors ?? {}, rows: book.facts.errors.rows };
  return rows.map((row, index) => {
    const key = errorKey(rows, index);
    const ofPerson = Object.hasOwn(errors, key) ? errors[key] : undefined;
    if (!ofPerson && book.overlay.confidence === 'reviewed')
      book.problem(
        ['errors'],
        `'${key}' of the page${inWords(row)} is missing: say under 'errors' how it is provoked, or why it is 'untestable'`,
      );
    const error = errorRow(book, row, key, ofPerson);
    applyClaims(book, index, error, ofPerson);
    for (const [place, provocation] of (ofPerson?.cases ?? []).entries())
      provoke(book, key, provocation, place, ofPerson?.claims ?? []);
    return error;
  });
}

/** `CODE`, `CODE#2` for the second row with that code, `#3` for the third row where it has none. */
export function errorKey(rows: readonly ErrorFact[], index: number): string {
  const code = rows[index]?.code ?? '';
  if (code === '') return `#${index + 1}`;
  const earlier = rows.slice(0, index).filter((row) => row.code === code).length;
  return earlier === 0 ? code : `${code}#${earlier + 1}`;
}

function errorRow(
  { overlay, facts }: RuleBook,
  { code, status, text }: ErrorFact,
  key: string,
  ofPerson: ErrorOverlay | undefined,
): ErrorRow {
  return {
    key,
    code: code === '' ? undefined : code,
    statuses: status === undefined ? facts.errors.statuses : [status],
    text,
    when: ofPerson?.when ?? 'the condition that the page names',
    method: overlay.method,
    scope: 'method',
  };
}

function applyClaims(
  book: RuleBook,
  index: number,
  error: ErrorRow,
  ofPerson: ErrorOverlay | undefined,
): void {
  const { rows } = book.facts.errors;
  const row = rows[index];
  if (!row) return;
  const { key, statuses } = error;
  const isFirst = row.code === '' || rows.findIndex(({ code }) => code === row.code) === index;
  const untestable = whyUntestable(ofPerson);
  // Code and status of a code are seen by any of its rows.
  const isSeen = rows.some(
    (other, at) => other.code === row.code && row.code !== '' && isProvoked(book, errorKey(rows, at)),
  );
  const claim = (
    part: 'code' | 'status' | 'text',
    made: Pick<RuleClaim, 'says' | 'source'> & { strength?: 'should' },
  ): void => {
    book.claim(idOf(row, key, part), {
      ...made,
      path: ofPerson ? ['errors', key] : ['method'],
      error,
      ...(untestable === undefined || (isSeen && part !== 'text')
        ? { check: { error: { code: key, part } } }
        : { untestable }),
    });
  };
  const source = { ...sourceOf(row), row: row.row ?? (row.code === '' ? key : row.code) };
  const name = error.code ?? `The error without a code in row ${index + 1}`;
  const when = ofPerson?.when === undefined ? 'Its condition' : capital(ofPerson.when);
  if (error.code !== undefined && isFirst)
    claim('code', { says: `${when} is answered with ${error.code}.`, source });
  // What the page says of all errors is claimed once for each code, what a row says for the row.
  if (statuses.length > 0 && (isFirst || row.status !== undefined))
    claim('status', {
      says: `${name} comes with HTTP status ${statuses.join(' or ')}.`,
      source:
        row.status === undefined && book.facts.sources.errors ? sourceOrTitle(book.facts, 'errors') : source,
    });
  if (row.text !== undefined)
    claim('text', {
      says: `${name} is described as ${JSON.stringify(row.text)}.`,
      source,
      strength: 'should',
    });
}

const isProvoked = ({ overlay: { errors = {} } }: RuleBook, key: string): boolean =>
  Object.hasOwn(errors, key) && (errors[key]?.cases ?? []).length > 0;

function whyUntestable(ofPerson: ErrorOverlay | undefined): string | undefined {
  if (!ofPerson) return 'nobody has said how it is provoked';
  const { untestable, todo } = ofPerson;
  return untestable ?? (todo === undefined ? undefined : `not yet known how: ${todo}`);
}

function provoke(
  book: RuleBook,
  key: string,
  provocation: Provocation,
  place: number,
  claims: readonly string[],
): void {
  const { method } = book.overlay;
  const { id, title, under, over, needs = [], steps } = provocation;
  const path = ['errors', key, 'cases', place];
  const [left, ...others] = [provocation.without ?? []].flat();
  const isRequired =
    left !== undefined && others.length === 0 && provocation.with === undefined && isNeeded(book, left);
  book.cases.push({
    id: `${method}.${key.replace(/^#/, 'row-').replace('#', '-')}.${id ?? place + 1}`,
    title: title ?? (provocationTitle(provocation) || key),
    method,
    at: provocation.at,
    over,
    steps: stepsOf({ ...requestOf(provocation), ...(steps ? { steps } : {}) }, method, path),
    expect: key,
    claims: [
      ...claims.map((end) => `${method}.${end}`),
      ...(isRequired ? [`${method}.${left}.required`] : []),
    ],
    claimsAt: ['errors', key, 'claims'],
    tags: ['errors'],
    needs,
    under,
    byRule: over === undefined,
    file: book.file.path,
    line: book.file.lineOf(path),
    path,
  });
}

/** Whether leaving out a parameter shows a claim that it is required. */
function isNeeded(book: RuleBook, name: string): boolean {
  const { waived = {}, values } = book.overlay;
  const field = book.facts.parameters.find((each) =>
    [each.name, ...(each.alternatives ?? [])].includes(name),
  );
  return (
    field !== undefined &&
    Object.hasOwn(values, name) &&
    !Object.hasOwn(waived, `${name}.required`) &&
    requiredOf(book, field, name) === 'always'
  );
}

/** `CODE.text`, `CODE.text.2`, `row-3.text`. */
function idOf({ code }: ErrorFact, key: string, part: string): string {
  const [, number] = key.split('#');
  if (code === '') return `row-${number}.${part}`;
  return `${code}.${part}${number === undefined ? '' : `.${number}`}`;
}

/** What tells a row apart whose key does not say it. */
const inWords = ({ code, text, heading }: ErrorFact): string =>
  code === '' ? ` (${text === undefined ? `under '${heading}'` : JSON.stringify(text)})` : '';

function provocationTitle({ without = [], with: values = {} }: Provocation): string {
  const left = [without].flat().map((name) => `${name} left out`);
  const given = Object.entries(values).map(([name, value]) => `${name} ${spokenValue(value)}`);
  return [...left, ...given].join(', ');
}

/** `of no bot`, `of a foreign bot`, `empty`, or the value itself. */
function spokenValue(value: unknown): string {
  if (value === '') return 'empty';
  const [, resource, part] = /^\$([a-z]+)\.(unknown|foreign)$/i.exec(String(value)) ?? [];
  if (resource === undefined) return JSON.stringify(value);
  return part === 'unknown' ? `of no ${resource}` : `of a foreign ${resource}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
