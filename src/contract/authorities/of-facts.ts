import type { FactRange, FieldFact, MethodFacts } from '../facts.gen.ts';
import { jsonTypes } from '../facts.ts';
import { isServerText, wordingOf } from './server-text.ts';
import { type Account, type Authority, Statements } from './statement.ts';

/** What stands beside `result` in an answer, not in it. */
const BESIDE = new Set(['result', 'total', 'next', 'time']);
/** Not a field but a way to write one: `items[]`, `fields.*`. */
export const NAME = /^[\w@$-]+$/;

/** What a page states of its method, in the form in which authorities are compared. */
export function accountOfFacts(by: Authority, facts: MethodFacts): Account {
  const made = new Statements();
  const scopes = scopesIn(facts.scope);
  if (scopes.length > 0) made.state('scope', scopes.join(' or '), scopes);
  const deprecated = facts.deprecated ? 'yes' : 'no';
  made.state('deprecated', deprecated, [deprecated]);
  if (facts.successor !== undefined)
    made.state('successor', facts.successor, [facts.successor.toLowerCase()]);
  const statuses = facts.success.statuses.map(String);
  if (statuses.length > 0) made.state('read.status', statuses.join(' or '), statuses);
  for (const field of facts.parameters) addField(made, 'parameters', field, true);
  addReturned(made, facts.returned);
  addErrors(made, facts);
  return { by, statements: made.statements, tables: made.tables };
}

/** The scopes of a page; none where it says more than names. */
export function scopesIn(scope: string | null | undefined): string[] {
  const parts = (scope ?? '').split(',').map((part) => part.trim());
  return parts.every((part) => /^[a-z0-9_.]+$/.test(part)) ? parts : [];
}

/** Types as they are compared: those that JSON has by its names, others by their own. */
export function typesIn(types: readonly string[]): string[] {
  return [
    ...new Set(types.filter((type) => type !== '').map((type) => jsonTypes([type])[0] ?? type.toLowerCase())),
  ];
}

function addField(made: Statements, beneath: string, field: FieldFact, isParameter: boolean): void {
  const { name, types, required, values, range, fields = [] } = field;
  if (!NAME.test(name)) return;
  made.row(beneath, name, typesIn(types));
  const fact = `${beneath}.${name}`;
  const mark = required === true ? 'yes' : (required ?? 'no');
  if (isParameter) made.state(`${fact} required`, mark, [mark]);
  if (values) made.state(`${fact} values`, values.join(', '), values);
  if (field.default !== undefined) made.state(`${fact} default`, field.default, [field.default]);
  if (range) made.state(`${fact} range`, rangeText(range), [rangeText(range)]);
  for (const inner of fields) addField(made, fact, inner, isParameter);
}

/** Rows of what an answer has; those that stand beneath no other are of the result. */
function addReturned(made: Statements, returned: readonly FieldFact[]): void {
  const result = returned.find(({ name }) => name === 'result');
  if (!result) return;
  const { fields = [], ...row } = result;
  made.type('read.result', typesIn(row.types));
  for (const field of [...fields, ...returned.filter(({ name }) => !BESIDE.has(name))])
    addField(made, 'read.result', field, false);
}

/** Codes, and of those that have one row alone what that row says. */
function addErrors(made: Statements, { errors }: MethodFacts): void {
  const coded = errors.rows.filter(({ code }) => code !== '');
  for (const { code, status, text } of coded) {
    made.row('refusal', code, []);
    if (coded.filter((row) => row.code === code).length > 1) continue;
    const statuses = (status === undefined ? errors.statuses : [status]).map(String);
    if (statuses.length > 0) made.state(`refusal.${code} status`, statuses.join(' or '), statuses);
    if (text !== undefined && isServerText(text))
      made.state(`refusal.${code} text`, text.trim(), [wordingOf(text)]);
  }
}

function rangeText({ min, max, of }: FactRange): string {
  const bounds = [min === undefined ? [] : [`at least ${min}`], max === undefined ? [] : [`at most ${max}`]];
  return `${bounds.flat().join(' and ')}${of === 'length' ? ' characters' : ''}`;
}
