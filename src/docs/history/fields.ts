import type { FieldFact } from '../../contract/facts.gen.ts';
import type { Range } from '../reader/details.ts';
import type { Tell } from './changes.ts';
import { compareTypes } from './types.ts';

/** Whether a side could tell all rows: what a table lost to a broken row is not new when the row is mended. */
export interface Doubt {
  /** The earlier revision lost rows that the later one has. */
  before: boolean;
  /** The later revision loses rows that the earlier one had. */
  after: boolean;
}

/**
 * Rows that stand in the same place in both revisions. Where they also hang on another row of one of them, a link came or
 * went, not a field.
 */
function standingRows(before: readonly FieldFact[], after: readonly FieldFact[]): Set<string> {
  const rowsOf = (fields: readonly FieldFact[], path = ''): [place: string, row: string][] =>
    fields.flatMap((field) => {
      const place = `${path}${field.name}`;
      return [[`${place}\n${rowOf(field)}`, rowOf(field)], ...rowsOf(field.fields ?? [], `${place}.`)];
    });
  const old = new Set(rowsOf(before).map(([place]) => place));
  return new Set(rowsOf(after).flatMap(([place, row]) => (old.has(place) ? [row] : [])));
}

function rowOf({ name, heading, digest }: FieldFact): string {
  return `${name}\n${heading}\n${digest}`;
}

type Side = 'parameter' | 'returned';
const PART = { parameter: 'parameters', returned: 'returned' } as const;

/** Compares two tables of fields, and what stands within them, row by row. */
export function compareFields(
  side: Side,
  before: readonly FieldFact[],
  after: readonly FieldFact[],
  doubt: Doubt,
  tell: Tell,
  path = '',
  standing: ReadonlySet<string> = standingRows(before, after),
): void {
  const part = PART[side];
  const where = path === '' ? {} : { name: path.slice(0, -1) };
  if (before.length === 0 && after.length > 0 && (path !== '' || doubt.before)) {
    tell('described', { part, ...where, after: String(after.length) });
    return;
  }
  if (after.length === 0 && before.length > 0 && (path !== '' || doubt.after)) {
    tell('undescribed', { part, ...where, before: String(before.length) });
    return;
  }
  const { pairs, ...rest } = pairByName(before, after);
  const [gone, fresh] = [rest.gone, rest.fresh].map((fields) =>
    fields.filter((field) => !standing.has(rowOf(field))),
  ) as [FieldFact[], FieldFact[]];
  for (const field of fresh) {
    const known = gone.find((other) => isRenamed(other, field));
    if (!known) {
      if (doubt.before) tell('described', { part, name: `${path}${field.name}` });
      else if (side === 'returned') tell('returned-added', { name: `${path}${field.name}` });
      else
        tell(field.required ? 'parameter-added-required' : 'parameter-added', {
          name: `${path}${field.name}`,
        });
      continue;
    }
    gone.splice(gone.indexOf(known), 1);
    pairs.push([known, field]);
    // A name that the other one lists among its alternatives is still taken.
    if (field.alternatives?.includes(known.name) || known.alternatives?.includes(field.name)) continue;
    tell(`${side}-renamed`, {
      name: `${path}${field.name}`,
      before: known.name,
      after: field.name,
    });
  }
  for (const { name } of gone)
    if (doubt.after) tell('undescribed', { part, name: `${path}${name}` });
    else tell(`${side}-removed`, { name: `${path}${name}` });
  for (const [known, field] of pairs)
    compareField(side, known, field, doubt, tell, `${path}${field.name}`, standing);
}

interface Paired {
  pairs: [before: FieldFact, after: FieldFact][];
  gone: FieldFact[];
  fresh: FieldFact[];
}

/**
 * Pairs rows by name. Tables that give a name several times describe alternatives: those that read the same are pairs, then
 * the others in their order; one more or one less of them is neither new nor gone.
 */
function pairByName(before: readonly FieldFact[], after: readonly FieldFact[]): Paired {
  const [old, now] = [byName(before), byName(after)];
  const found: Paired = { pairs: [], gone: [], fresh: [] };
  for (const [name, fields] of now) {
    const known = old.get(name) ?? [];
    const [first] = fields;
    if (known.length === 0) {
      if (first) found.fresh.push(first);
      continue;
    }
    if (known.length === 1 && fields.length === 1) {
      if (known[0] && first) found.pairs.push([known[0], first]);
      continue;
    }
    const texts = new Set(fields.map((field) => JSON.stringify(field)));
    const others = known.filter((field) => !texts.delete(JSON.stringify(field)));
    const rest = fields.filter((field) => texts.has(JSON.stringify(field)));
    others.forEach((field, index) => {
      const other = rest[index];
      if (other) found.pairs.push([field, other]);
    });
  }
  for (const [name, [first]] of old) if (first && !now.has(name)) found.gone.push(first);
  return found;
}

function byName(fields: readonly FieldFact[]): Map<string, FieldFact[]> {
  const names = new Map<string, FieldFact[]>();
  for (const field of fields) {
    const known = names.get(field.name);
    if (known) known.push(field);
    else names.set(field.name, [field]);
  }
  return names;
}

/** Whether a row is another one's with other letters or marks in its name, or lists it among its alternatives. */
function isRenamed(one: FieldFact, other: FieldFact): boolean {
  const bare = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return (
    bare(one.name) === bare(other.name) ||
    (other.alternatives?.includes(one.name) ?? false) ||
    (one.alternatives?.includes(other.name) ?? false)
  );
}

function compareField(
  side: Side,
  before: FieldFact,
  after: FieldFact,
  doubt: Doubt,
  tell: Tell,
  name: string,
  standing: ReadonlySet<string>,
): void {
  const isParameter = side === 'parameter';
  if (isParameter && after.required && !before.required) tell('parameter-required', { name });
  if (isParameter && before.required && !after.required) tell('parameter-optional', { name });
  const types = { name, before: before.types.join(' | '), after: after.types.join(' | ') };
  const difference = compareTypes(before.types, after.types);
  if (difference === 'described' || difference === 'undescribed')
    tell(difference, { ...types, part: 'types' });
  else if (difference === 'words') tell('type-named-otherwise', types);
  // A broken row may have hidden the other types.
  else if (doubt.before && difference === 'wider') tell('described', { ...types, part: 'types' });
  else if (isParameter && difference === 'wider') tell('parameter-type-widened', types);
  else if (difference !== 'same') tell(`${side}-type-changed`, types);
  compareValues(isParameter, before.values, after.values, name, tell);
  if (isParameter) {
    if (before.default !== undefined && after.default !== undefined) {
      if (bareValue(before.default) !== bareValue(after.default))
        tell('parameter-default-changed', { name, before: before.default, after: after.default });
    }
    compareRanges(before.range, after.range, name, tell);
  }
  compareFields(side, before.fields ?? [], after.fields ?? [], doubt, tell, `${name}.`, standing);
}

function bareValue(value: string): string {
  return value.replace(/^["']|["']$/g, '');
}

/** A list of values that comes or goes as a whole is told by neither: rows say values in many ways. */
function compareValues(
  isParameter: boolean,
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
  name: string,
  tell: Tell,
): void {
  if (!before || !after) return;
  const [old, now] = [before, after].map((values) => new Set(values.map(bareValue)));
  const gone = [...(old ?? [])].filter((value) => !now?.has(value));
  const fresh = [...(now ?? [])].filter((value) => !old?.has(value));
  if (gone.length > 0)
    tell(isParameter ? 'parameter-values-removed' : 'values-removed', { name, before: gone.join(', ') });
  if (fresh.length > 0)
    tell(isParameter ? 'parameter-values-added' : 'returned-values-added', { name, after: fresh.join(', ') });
}

function compareRanges(before: Range | undefined, after: Range | undefined, name: string, tell: Tell): void {
  if (!before || !after || before.of !== after.of) return;
  const [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const [old, now] = [before, after].map(({ min = low, max = high }) => [min, max] as const);
  if (!old || !now || (old[0] === now[0] && old[1] === now[1])) return;
  const isNarrower = now[0] > old[0] || now[1] < old[1];
  tell(isNarrower ? 'parameter-range-narrowed' : 'parameter-range-widened', {
    name,
    before: shown(before),
    after: shown(after),
  });
}

function shown({ min, max, of }: Range): string {
  const unit = of === 'length' ? ' characters' : '';
  if (min === undefined) return `≤ ${max}${unit}`;
  return max === undefined ? `≥ ${min}${unit}` : `${min}–${max}${unit}`;
}
