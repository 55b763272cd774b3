import type { Matcher } from './contract.gen.ts';
import type { JsonSchema } from './schemas.ts';
import { fill, type LookUp, type Reference, referencesIn } from './values.ts';

/** A matcher that is an object of conditions. */
export type Conditions = Exclude<Matcher, string | number | boolean | null>;

/** The conditions of a matcher; a constant is the condition to be that very value. */
export function conditionsOf(matcher: Matcher): Conditions {
  return typeof matcher === 'object' && matcher !== null ? matcher : { is: matcher };
}

/** The JSON Schema of a matcher, with a description for messages. A `$ref` leads into `schemas/`. */
export function toSchema(matcher: Matcher): JsonSchema & Record<string, unknown> {
  const { says, is, oneOf, matches, contains, length, longerThan, each, entries, has, may, ...rest } =
    conditionsOf(matcher);
  const { atLeast, below, absent, $ref } = rest;
  const types = typesOf(matcher);
  const wanted = contains === undefined ? [] : [contains].flat();
  const parts: Record<string, unknown>[] = [
    ...wanted.map((value) => ({ type: 'array', contains: toSchema(value as Matcher) })),
    ...(entries === undefined ? [] : [entriesSchema(entries, types)]),
    ...(may === undefined ? [] : [{ properties: propertiesOf(may) }]),
  ];
  /** A keyword about lists and its twin about objects, as far as the type allows them. */
  const ofBoth = (ofList: object, ofObject: object) => ({
    ...(types.includes('array') ? ofList : {}),
    ...(types.includes('object') ? ofObject : {}),
  });
  const sized = (least: number, most?: number) =>
    ofBoth(
      { minItems: least, ...(most === undefined ? {} : { maxItems: most }) },
      { minProperties: least, ...(most === undefined ? {} : { maxProperties: most }) },
    );
  return {
    description: says ?? describe(matcher),
    ...($ref === undefined ? {} : { $ref }),
    ...(is === undefined ? {} : { const: is }),
    ...(oneOf === undefined ? {} : { enum: oneOf }),
    ...(types.length === 0 ? {} : { type: types }),
    ...(matches === undefined ? {} : { pattern: matches }),
    ...(length === undefined ? {} : sized(length, length)),
    ...(longerThan === undefined ? {} : sized(longerThan + 1)),
    ...(has === undefined ? {} : hasSchema(has)),
    ...(each === undefined
      ? {}
      : ofBoth({ items: toSchema(each) }, { additionalProperties: toSchema(each) })),
    ...(atLeast === undefined ? {} : { minimum: atLeast }),
    ...(below === undefined ? {} : { exclusiveMaximum: below }),
    ...(absent ? { not: {} } : {}),
    ...(parts.length === 0 ? {} : { allOf: parts }),
  } as JsonSchema & Record<string, unknown>;
}

function hasSchema(has: Readonly<Record<string, Matcher>>): Record<string, unknown> {
  return { required: Object.keys(has), properties: propertiesOf(has) };
}

const propertiesOf = (keys: Readonly<Record<string, Matcher>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, toSchema(value)]));

/** JSON Schema lets a keyword pass that is not about the value's type; a condition does not. */
function typesOf(matcher: Matcher): readonly string[] {
  const { type, matches, contains, length, longerThan, each, entries, has, may, atLeast, below } =
    conditionsOf(matcher);
  if (type !== undefined) return [type].flat();
  if (matches !== undefined) return ['string'];
  if (atLeast !== undefined || below !== undefined) return ['number'];
  if (contains !== undefined) return ['array'];
  if (has !== undefined || may !== undefined) return ['object'];
  const isOfBoth = [length, longerThan, each, entries].some((condition) => condition !== undefined);
  return isOfBoth ? ['array', 'object'] : [];
}

function entriesSchema(entries: readonly Matcher[], types: readonly string[]): Record<string, unknown> {
  const schemas = entries.map(toSchema);
  const keyed = schemas.map((schema, index) => [String(index), schema] as const);
  const forms = [
    { type: 'array', minItems: entries.length, prefixItems: schemas },
    { type: 'object', required: keyed.map(([key]) => key), properties: Object.fromEntries(keyed) },
  ];
  return { anyOf: forms.filter(({ type }) => types.includes(type)) };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  null: 'null',
  array: 'a list',
  object: 'an object',
};

/** A matcher in words, as `expected NAME to be …` goes on. */
export function describe(matcher: Matcher): string {
  const { says, is, oneOf, matches, contains, length, longerThan, each, entries, has, may, ...rest } =
    conditionsOf(matcher);
  if (says !== undefined) return says;
  if (is !== undefined) return JSON.stringify(is);
  if (oneOf !== undefined) return `one of ${oneOf.map((value) => JSON.stringify(value)).join(', ')}`;
  if (rest.absent) return 'absent';
  const types = typesOf(matcher).map((name) => TYPE_NAMES[name] ?? name);
  const kind =
    types.join(' or ') || (rest.$ref === undefined ? 'there, whatever its value' : `as in ${rest.$ref}`);
  const inner = (value: unknown): string => describe(value as Matcher);
  const keysOf = (keys: Readonly<Record<string, Matcher>>): string =>
    Object.entries(keys)
      .map(([key, value]) => `${key} (${inner(value)})`)
      .join(', ');
  const details = [
    ...(matches === undefined ? [] : [`that matches ${matches}`]),
    ...(length === undefined ? [] : [`of ${length}`]),
    ...(longerThan === undefined ? [] : [`of more than ${longerThan}`]),
    ...(contains === undefined ? [] : [`with ${[contains].flat().map(inner).join(' and ')}`]),
    ...(has === undefined ? [] : [`with ${keysOf(has)}`]),
    ...(may === undefined ? [] : [`, where it has them, with ${keysOf(may)}`]),
    ...(each === undefined ? [] : [`, each ${inner(each)}`]),
    ...(entries === undefined ? [] : [`, first ${entries.map(inner).join(', then ')}`]),
    ...(rest.atLeast === undefined ? [] : [`of at least ${rest.atLeast}`]),
    ...(rest.below === undefined ? [] : [`${rest.atLeast === undefined ? '' : 'and '}below ${rest.below}`]),
  ];
  return [kind, ...details].join(' ').replaceAll(' , ', ', ');
}

/** A matcher with the references filled that its constants hold; shapes and regular expressions stay as they are. */
export function fillMatcher(matcher: Matcher, lookUp: LookUp): Matcher {
  if (typeof matcher !== 'object' || matcher === null) return fill(matcher, lookUp) as Matcher;
  if (!isFillable(matcher)) return matcher;
  const filled: Conditions = { ...matcher };
  for (const key of ['is', 'oneOf', 'contains'] as const)
    if (matcher[key] !== undefined) Object.assign(filled, { [key]: fill(matcher[key], lookUp) });
  if (matcher.each !== undefined) filled.each = fillMatcher(matcher.each, lookUp);
  if (matcher.entries) filled.entries = matcher.entries.map((inner) => fillMatcher(inner, lookUp));
  for (const key of ['has', 'may'] as const) {
    const keys = matcher[key];
    if (keys !== undefined)
      filled[key] = Object.fromEntries(
        Object.entries(keys).map(([name, inner]) => [name, fillMatcher(inner, lookUp)]),
      );
  }
  return filled;
}

const fillable = new WeakMap<Conditions, boolean>();

/** Whether a constant of a matcher holds a dollar sign; every answer is compared with the same few matchers. */
function isFillable(matcher: Matcher): boolean {
  if (typeof matcher !== 'object' || matcher === null) return JSON.stringify(matcher).includes('$');
  const known = fillable.get(matcher);
  if (known !== undefined) return known;
  const { is, oneOf, contains, each = null, entries = [], has = {}, may = {} } = matcher;
  const found =
    JSON.stringify([is, oneOf, contains]).includes('$') ||
    [each, ...entries, ...Object.values(has), ...Object.values(may)].some(isFillable);
  fillable.set(matcher, found);
  return found;
}

const references = new WeakMap<object, readonly Reference[]>();

/** The references that pointers and constants of matchers hold. */
export function referencesInMatchers(matchers: Readonly<Record<string, Matcher>>): readonly Reference[] {
  const known = references.get(matchers);
  if (known) return known;
  const found = Object.entries(matchers).flatMap(([pointer, matcher]) => [
    ...referencesIn(pointer),
    ...referencesInMatcher(matcher),
  ]);
  references.set(matchers, found);
  return found;
}

function referencesInMatcher(matcher: Matcher): Reference[] {
  if (typeof matcher !== 'object' || matcher === null) return referencesIn(matcher);
  const { is, oneOf, contains, each, entries = [], has = {}, may = {} } = matcher;
  return [
    ...referencesIn([is, oneOf, contains]),
    ...[
      ...(each === undefined ? [] : [each]),
      ...entries,
      ...Object.values(has),
      ...Object.values(may),
    ].flatMap(referencesInMatcher),
  ];
}
