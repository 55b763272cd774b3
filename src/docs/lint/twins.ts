import type { ErrorRow } from '../reader/errors.ts';
import type { Field } from '../reader/fields.ts';
import type { PageData } from '../reader/page.ts';
import type { LintFinding } from './finding.ts';

/**
 * What the same page in two languages may not tell differently: names and required marks, codes, statuses. Server texts
 * are compared where both are in Latin letters: a translated one is the translator's, not the server's.
 */
export function lintTwins(page: PageData, twin: PageData): LintFinding[] {
  if (page.method === undefined || page.method !== twin.method) return [];
  const found: LintFinding[] = [];
  const add = (rule: string, line: number, message: string): void => {
    found.push({ rule, file: page.file, line, message: `${message} in the other language` });
  };
  compareFields(page.params, twin.params, '', add);
  compareErrors(page.errors.table, twin.errors.table, add);
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

function compareErrors(own: readonly ErrorRow[], other: readonly ErrorRow[], add: Add): void {
  const codes = (rows: readonly ErrorRow[]): Set<string> =>
    new Set(rows.map(({ code }) => code).filter((code) => code !== ''));
  const [mine, theirs] = [codes(own), codes(other)];
  if (mine.size === 0 || theirs.size === 0) return;
  for (const { code, line } of own)
    if (mine.delete(code) && !theirs.has(code)) add('twin-code', line, `${code} is in this table, not`);
  const here = codes(own);
  for (const code of theirs)
    if (!here.has(code)) add('twin-code', own[0]?.line ?? 1, `${code} is not in this table, but`);
  for (const row of own) {
    const same = (rows: readonly ErrorRow[]): ErrorRow[] => rows.filter(({ code }) => code === row.code);
    const [twin] = same(other);
    if (!twin || row.code === '' || same(own).length > 1 || same(other).length > 1) continue;
    if (isServerText(row.text) && isServerText(twin.text) && wording(row.text) !== wording(twin.text))
      add('twin-text', row.line, `${row.code} says '${row.text}' here, '${twin.text}'`);
    if (row.status !== undefined && twin.status !== undefined && row.status !== twin.status)
      add('twin-status', row.line, `${row.code} has the status ${row.status} here, ${twin.status}`);
  }
}

function isServerText(text: string): boolean {
  return /[A-Za-z]{3}/.test(text) && !/\p{Script=Cyrillic}/u.test(text);
}

function wording(text: string): string {
  return text
    .replace(/[’`'"«»“”]/g, "'")
    .replace(/[.!\s]+$/, '')
    .toLowerCase();
}
