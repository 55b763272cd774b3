import { type FieldFact, jsonTypes, sourceOf } from '../contract/facts.ts';
import type { Source } from '../contract/source.ts';
import { asMap } from './asker.ts';
import { atPage, type Subject } from './subject.ts';

/** A returned field, and where in an answer it stands. */
export interface ReturnedField {
  /** Names from the answer's root, joined by dots; a list stands for each of its elements. */
  path: string;
  name: string;
  /** JSON types that the page allows, in its table or in its example; empty where any value may come. */
  types: readonly string[];
  /** As the table writes it. */
  written: string;
  values: readonly string[] | undefined;
  range: FieldFact['range'];
  /** Undefined for what stands at the answer's root. */
  parent: ReturnedField | undefined;
  /** The page's table does not say beneath what it stands, nor does its example. */
  isAnywhere: boolean;
  source: Source;
}

/** What stands beside `result` in an answer, not in it. */
const BESIDE = new Set(['result', 'total', 'next', 'time']);
/** Not a field but a way to write one: `items[]`, `fields.*`. */
const NAME = /^[\w@$-]+$/;

/** The rows of a page's table of returned fields, each beneath the one that it belongs to. */
export function returnedFields(subject: Subject): ReturnedField[] {
  const { returned, success } = subject.facts;
  const shape = success.shape ?? {};
  const made: ReturnedField[] = [];
  const add = (
    row: FieldFact,
    parent: ReturnedField | undefined,
    pointers: readonly string[],
    isAnywhere = false,
  ): void => {
    if (!NAME.test(row.name)) return;
    const path = parent ? `${parent.path}.${row.name}` : row.name;
    if (made.some((known) => known.path === path)) return;
    const own = pointers.flatMap((pointer) => [`${pointer}/${row.name}`, `${pointer}/*/${row.name}`]);
    const inExample = own.filter((pointer) => Object.hasOwn(shape, pointer));
    const ofTable = jsonTypes(row.types);
    const ofExample = inExample.map((pointer) => shape[pointer] as string).filter((type) => type !== 'null');
    const field: ReturnedField = {
      path,
      name: row.name,
      types: ofTable.length === 0 ? [] : [...new Set([...ofTable, ...ofExample])],
      written: row.types.join(' or '),
      values: row.values,
      range: row.range,
      parent,
      isAnywhere: isAnywhere && inExample.length === 0,
      source: atPage(subject, sourceOf(row)),
    };
    made.push(field);
    for (const child of row.fields ?? []) add(child, field, inExample.length > 0 ? inExample : own);
  };
  for (const row of returned) if (BESIDE.has(row.name) && row.name !== 'time') add(row, undefined, ['']);
  const result = made.find(({ path }) => path === 'result');
  for (const row of returned) {
    if (BESIDE.has(row.name)) continue;
    if (result) add(row, result, ['/result'], true);
  }
  return made;
}

/** Where in an answer a field stands: its values, and how many objects could have had it. */
export interface Found {
  values: unknown[];
  /** Objects that ought to have the field. */
  holders: number;
}

/** Levels below `result` at which a field is looked for whose place no page says. */
const DEEPEST = 5;

export function findField(field: ReturnedField, body: Readonly<Record<string, unknown>>): Found {
  if (!field.parent) {
    const has = Object.hasOwn(body, field.name);
    return { values: has ? [body[field.name]] : [], holders: 1 };
  }
  const above =
    field.parent.parent === undefined ? [body[field.parent.name]] : findField(field.parent, body).values;
  const direct = within(above, field.name);
  if (direct.values.length > 0 || !field.isAnywhere) return direct;
  const deep = above.flatMap((value) => anywhere(value, field.name, DEEPEST));
  return { values: deep, holders: direct.holders };
}

/** Of objects, and of the elements of lists and of maps by id. */
function within(values: readonly unknown[], name: string): Found {
  const found: Found = { values: [], holders: 0 };
  for (const value of values) {
    const holders = Array.isArray(value) ? value : [value];
    for (const holder of holders) {
      const map = asMap(holder);
      if (!map) continue;
      if (Object.hasOwn(map, name)) {
        found.holders++;
        found.values.push(map[name]);
        continue;
      }
      const inner = Object.values(map);
      const isById = inner.length > 0 && inner.every((each) => asMap(each) !== undefined);
      const having = isById ? inner.filter((each) => Object.hasOwn(asMap(each) ?? {}, name)) : [];
      found.holders += Math.max(1, having.length);
      found.values.push(...having.map((each) => asMap(each)?.[name]));
    }
  }
  return found;
}

function anywhere(value: unknown, name: string, depth: number): unknown[] {
  if (depth === 0 || typeof value !== 'object' || value === null) return [];
  const map = asMap(value);
  const own = map && Object.hasOwn(map, name) ? [map[name]] : [];
  return own.length > 0
    ? own
    : Object.values(value).flatMap((each: unknown) => anywhere(each, name, depth - 1));
}

/** The JSON type of a value; `integer` for whole numbers. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** Whether a value has one of the types, as portals write them (data-types.md, Basic Data Types). */
export function fits(value: unknown, types: readonly string[]): boolean {
  const type = typeOf(value);
  if (types.length === 0 || types.includes(type)) return true;
  if (type === 'integer' && types.includes('number')) return true;
  // Usually Y or N, sometimes 0 or 1.
  if (types.includes('boolean') && ['Y', 'N', '0', '1', 0, 1].includes(value as string)) return true;
  // PHP writes an empty map as a list.
  return types.includes('object') && Array.isArray(value) && value.length === 0;
}
