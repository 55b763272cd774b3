import type { Value } from '../call.ts';
import type { Row } from '../resources/fields.ts';
import type { Given } from './method.ts';
import { refuseNewer } from './refusal.ts';

/** A kind of object of REST 3.0, as its `*.field.list` describes it. */
export interface Dto {
  /** As messages name it: `TaskDto`. */
  readonly name: string;
  readonly fields: Readonly<Record<string, DtoField>>;
}

export interface DtoField {
  readonly type: 'int' | 'string' | 'datetime' | 'bool';
  readonly title: string;
  readonly filterable?: true;
  readonly sortable?: true;
}

/** Names of what an answer has: those that `select` asks for, all without. */
export function selectedOf(given: Given, dto: Dto, unknownIs: 'refused' | 'left out'): readonly string[] {
  const all = Object.keys(dto.fields);
  const { select } = given;
  if (select === undefined) return all;
  if (!Array.isArray(select) || select.some((name) => typeof name !== 'string'))
    refuseNewer('INVALIDSELECT', `Unable to recognize select expression ${JSON.stringify(select)}`);
  const names = select as string[];
  const unknown = names.find((name) => name !== '*' && !all.includes(name));
  if (unknown !== undefined && unknownIs === 'refused') unknownField(unknown, dto);
  return names.length === 0 || names.includes('*') ? all : all.filter((name) => names.includes(name));
}

export const pick = (row: Row, names: readonly string[]): Value =>
  Object.fromEntries(names.map((name) => [name, row[name] ?? null]));

const unknownField = (name: string, dto: Dto): never =>
  refuseNewer('UNKNOWNDTOPROPERTY', `Unknown field \`${name}\` for entity \`${dto.name}\``);

type Operator = (value: Value, wanted: unknown) => boolean;

const compare = (one: unknown, other: unknown): number => {
  const [left, right] = [Number(one), Number(other)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return String(one) < String(other) ? -1 : Number(String(one) > String(other));
};
const among: Operator = (value, wanted) =>
  (Array.isArray(wanted) ? wanted : [wanted]).some((each) => compare(value, each) === 0);

const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': among,
  '!=': (value, wanted) => !among(value, wanted),
  '>': (value, wanted) => compare(value, wanted) > 0,
  '>=': (value, wanted) => compare(value, wanted) >= 0,
  '<': (value, wanted) => compare(value, wanted) < 0,
  '<=': (value, wanted) => compare(value, wanted) <= 0,
  in: among,
  between: (value, wanted) =>
    Array.isArray(wanted) && compare(value, wanted[0]) >= 0 && compare(value, wanted[1]) <= 0,
};

/** Conditions by position: `['id', '>', 5]`, `['id', [1, 2]]`, or a group `{ logic, conditions }` (rest-v3.md, Filtering). */
export function filteredBy(rows: readonly Row[], filter: unknown, dto: Dto): readonly Row[] {
  if (filter === undefined) return rows;
  if (!Array.isArray(filter)) return invalidFilter(filter);
  const tests = filter.map((condition) => testOf(condition, dto));
  return rows.filter((row) => tests.every((test) => test(row)));
}

function testOf(condition: unknown, dto: Dto): (row: Row) => boolean {
  if (Array.isArray(condition)) {
    const [field, operator, wanted] =
      condition.length === 2 ? [condition[0], 'in', condition[1]] : (condition as unknown[]);
    if (typeof field !== 'string' || !Object.hasOwn(dto.fields, field))
      return unknownField(String(field), dto);
    const test = OPERATORS[String(operator)];
    if (test === undefined || !Object.hasOwn(OPERATORS, String(operator)))
      return refuseNewer('UNKNOWNFILTEROPERATOR', `Unknown filter operator \`${String(operator)}\``);
    return (row) => test(row[field] ?? null, wanted);
  }
  const { logic = 'and', conditions } = (condition ?? {}) as { logic?: unknown; conditions?: unknown };
  if (!Array.isArray(conditions)) return invalidFilter(condition);
  const tests = conditions.map((inner) => testOf(inner, dto));
  return (row) => (logic === 'or' ? tests.some((test) => test(row)) : tests.every((test) => test(row)));
}

const invalidFilter = (filter: unknown): never =>
  refuseNewer('INVALIDFILTER', `Unable to recognize filter expression ${JSON.stringify(filter)}`);

export function orderedBy(rows: readonly Row[], order: unknown, dto: Dto): readonly Row[] {
  if (order === undefined) return rows;
  const keys = Object.entries(order as object).map(([name, direction]) => {
    const isKnown = Object.hasOwn(dto.fields, name) && /^(asc|desc)$/i.test(String(direction));
    if (!isKnown) refuseNewer('INVALIDORDER', `Unable to recognize sorting parameter ${name}`);
    return { name, sign: /^desc$/i.test(String(direction)) ? -1 : 1 };
  });
  return [...rows].sort((one, other) => {
    for (const { name, sign } of keys) {
      const difference = compare(one[name] ?? null, other[name] ?? null);
      if (difference !== 0) return sign * difference;
    }
    return 0;
  });
}

/** Items of a page where none are asked for, and the most that come, whatever `limit` says (observed). */
const PAGE = 50;

export function pageIn(rows: readonly Row[], pagination: unknown): readonly Row[] {
  const { limit, page, offset } = (pagination ?? {}) as Readonly<Record<string, unknown>>;
  const number = (value: unknown, otherwise: number, least: number): number => {
    if (value === undefined) return otherwise;
    const given = Number(value);
    if (Number.isSafeInteger(given) && given >= least) return given;
    return refuseNewer(
      'INVALIDPAGINATION',
      `Unable to recognize pagination parameter ${JSON.stringify(pagination)}`,
    );
  };
  const size = Math.min(PAGE, number(limit, PAGE, 1));
  const from = number(offset, (number(page, 1, 1) - 1) * size, 0);
  return rows.slice(from, from + size);
}
