import { differInWords, wordingOf } from '../../contract/authorities/server-text.ts';
import type { ErrorRow } from '../reader/errors.ts';
import { everyField, type Field } from '../reader/fields.ts';
import type { PageData } from '../reader/page.ts';
import { methodNames } from '../reader/text.ts';
import { errorExampleOf } from './errors.ts';
import type { LintFinding } from './finding.ts';
import { hasWholeReturns, hasWholeTable } from './parts.ts';

/**
 * What the same page in two languages may not tell differently: the method, names and required marks, codes, statuses,
 * and the error example. Server texts are compared letter by letter where both are in Latin letters: a translated one is
 * the translator's, not the server's.
 */
export function lintTwins(page: PageData, twin: PageData): LintFinding[] {
  const found: LintFinding[] = [];
  const add = (rule: string, line: number, message: string): void => {
    found.push({ rule, file: page.file, line, message: `${message} in the other language` });
  };
  compareTitles(page, twin, add);
  if (page.kind === 'include' || twin.kind === 'include') {
    compareErrors(page.system, twin.system, add);
    return found;
  }
  if (page.method === undefined || page.method !== twin.method) return found;
  compareFields(page.params, twin.params, '', add);
  // Few tables of answers have marks: where a page has none, it does not say that nothing is always there.
  if (hasMarks(page.returned) && hasMarks(twin.returned))
    compareFields(page.returned, twin.returned, '', add);
  if (hasWholeTable(page) && hasWholeTable(twin)) compareRows(page.params, twin.params, '', add);
  if (hasWholeReturns(page) && hasWholeReturns(twin)) compareRows(page.returned, twin.returned, '', add);
  compareErrors(page.errors.table, twin.errors.table, add);
  compareExamples(page, twin, add);
  const { success, errors } = page;
  for (const [name, own, other, line] of [
    ['success', success.statuses, twin.success.statuses, success.line],
    ['error', errors.statuses, twin.errors.statuses, errors.line],
  ] as const)
    if (own.length > 0 && other.length > 0 && [...own].sort().join() !== [...other].sort().join())
      add('twin-status', line ?? 1, `the ${name} status is ${own.join(', ')} here, ${other.join(', ')}`);
  return found;
}

type Add = (rule: string, line: number, message: string) => void;

/** The name that a title has for a method or an event; whether the page is about one in both languages. */
function compareTitles(page: PageData, twin: PageData, add: Add): void {
  const line = page.sections.find(({ level, file }) => level === 1 && file === page.file)?.line ?? 1;
  const [own, other] = [page, twin].map(({ title }) => methodNames(title).join(', '));
  if (own !== other)
    add('twin-title', line, `the title names ${own || 'no method'} here, ${other || 'no method'}`);
}

function hasMarks(fields: readonly Field[]): boolean {
  return everyField(fields).some(({ required }) => required);
}

function compareFields(own: readonly Field[], other: readonly Field[], path: string, add: Add): void {
  for (const field of own) {
    const twins = other.filter(({ name }) => name === field.name);
    // Names that are given twice cannot be paired.
    if (twins.length !== 1 || own.filter(({ name }) => name === field.name).length > 1) continue;
    const [twin] = twins;
    if (!twin) continue;
    const name = `${path}${field.name}`;
    if (twin.required !== field.required)
      add(
        'twin-required',
        field.line,
        `${name} is ${field.required ? '' : 'not '}required here, ${twin.required ? '' : 'not '}required`,
      );
    compareFields(field.children, twin.children, `${name}.`, add);
  }
}

/** Rows of one language alone, and types. Where a whole table is missing, nobody knows what it would say. */
function compareRows(own: readonly Field[], other: readonly Field[], path: string, add: Add): void {
  if (own.length === 0 || other.length === 0) return;
  const [mine, theirs] = [namesOf(own), namesOf(other)];
  for (const { name, line, types, children } of own) {
    const twins = other.filter((field) => field.name === name);
    if (!theirs.has(name)) add('twin-field', line, `${path}${name} is in this table, not`);
    const [twin] = twins;
    if (!twin || twins.length > 1 || own.filter((field) => field.name === name).length > 1) continue;
    const [here, there] = [types, twin.types].map((listed) => [...listed].sort().join(' | '));
    if (here && there && here !== there) add('twin-type', line, `${path}${name} is ${here} here, ${there}`);
    compareRows(children, twin.children, `${path}${name}.`, add);
  }
  for (const name of theirs)
    if (!mine.has(name)) add('twin-field', own[0]?.line ?? 1, `${path}${name} is not in this table, but`);
}

function namesOf(fields: readonly Field[]): ReadonlySet<string> {
  return new Set(fields.map(({ name }) => name));
}

function compareErrors(own: readonly ErrorRow[], other: readonly ErrorRow[], add: Add): void {
  const codes = (rows: readonly ErrorRow[]): Set<string> =>
    new Set(rows.map(({ code }) => code).filter((code) => code !== ''));
  const [mine, theirs] = [codes(own), codes(other)];
  if (mine.size === 0 || theirs.size === 0) {
    compareTexts(own, other, add);
    return;
  }
  const extra = [...theirs].filter((code) => !mine.has(code));
  for (const { code, line } of own) {
    if (!mine.delete(code) || theirs.has(code)) continue;
    // Other letters are one difference, not one code too many and one too few.
    const at = extra.findIndex((other) => other.toLowerCase() === code.toLowerCase());
    if (at < 0) add('twin-code', line, `${code} is in this table, not`);
    else add('twin-code', line, `the table has ${code} here, ${extra.splice(at, 1)[0]}`);
  }
  for (const code of extra) add('twin-code', own[0]?.line ?? 1, `${code} is not in this table, but`);
  compareTexts(own, other, add);
  for (const row of own) {
    const same = (rows: readonly ErrorRow[]): ErrorRow[] => rows.filter(({ code }) => code === row.code);
    const [twin] = same(other);
    if (!twin || row.code === '' || same(own).length > 1 || same(other).length > 1) continue;
    if (differInWords(row.text, twin.text))
      add('twin-text', row.line, `${row.code} says '${row.text}' here, '${twin.text}'`);
    if (row.status !== undefined && twin.status !== undefined && row.status !== twin.status)
      add('twin-status', row.line, `${row.code} has the status ${row.status} here, ${twin.status}`);
  }
}

/** Rows of one code, or without one, as many in both languages: their texts, in any order. */
function compareTexts(own: readonly ErrorRow[], other: readonly ErrorRow[], add: Add): void {
  for (const code of new Set(own.map((row) => row.code))) {
    const [mine, theirs] = [own, other].map((rows) => rows.filter((row) => row.code === code));
    if (!mine || mine.length !== theirs?.length || (code !== '' && mine.length < 2)) continue;
    const left = theirs.map(({ text }) => text);
    const odd = mine.filter(({ text }) => {
      const at = left.findIndex((twin) => wordingOf(twin) === wordingOf(text));
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
    // Of more than one nobody knows which belong together.
    const [row, twin] = [odd[0], left[0]];
    if (odd.length === 1 && row && twin !== undefined && differInWords(row.text, twin))
      add('twin-text', row.line, `${code || "''"} says '${row.text}' here, '${twin}'`);
  }
}

/** The example of an error is the server's answer: it is the same in every language of the documentation. */
function compareExamples(page: PageData, twin: PageData, add: Add): void {
  const [own, other] = [errorExampleOf(page), errorExampleOf(twin)];
  if (!own || !other) return;
  if (own.code !== other.code)
    add(
      'twin-example',
      own.line,
      `the error example has the code ${own.code || "''"} here, ${other.code || "''"}`,
    );
  else if (own.text !== undefined && other.text !== undefined && differInWords(own.text, other.text))
    add('twin-example', own.line, `the error example says '${own.text}' here, '${other.text}'`);
}
