import { own } from '../../base/own.ts';

/** Types of the documentation by what JSON has for them; names of objects of its own have none. */
const JSON_KINDS: [RegExp, string][] = [
  [/^bool(ean)?$/, 'boolean'],
  [/^int(eger)?$/, 'integer'],
  [/^(double|float|number)$/, 'number'],
  [/^(string|text|char)$/, 'string'],
  [/^(date|datetime|time)$/, 'string'],
  [/^null$/, 'null'],
  [/^object$/, 'object'],
  [/^(array|.*\[\])$/, 'array'],
];

export type TypeDifference = 'same' | 'wider' | 'changed' | 'words' | 'described' | 'undescribed';

/**
 * How the types of a field differ. Texts are wider than numbers: a form sends nothing else. Where a type's name says nothing
 * of JSON, as `crm_phone`, a caller cannot be said to notice.
 */
export function compareTypes(before: readonly string[], after: readonly string[]): TypeDifference {
  const [old, now] = [before, after].map((types) => new Set(types.flatMap(namesOf)));
  if (!old || !now || (old.size === now.size && [...old].every((type) => now.has(type)))) return 'same';
  if (old.size === 0) return 'described';
  if (now.size === 0) return 'undescribed';
  const [was, is] = [kindsOf(old), kindsOf(now)];
  if (was.has(undefined) || is.has(undefined)) return 'words';
  // An empty object of PHP is an empty list, and lists are objects with numbers for keys.
  const alike = (kind: string | undefined, kinds: ReadonlySet<string | undefined>): boolean =>
    kinds.has(kind) ||
    (kind === 'integer' && (kinds.has('number') || kinds.has('string'))) ||
    (kind === 'number' && kinds.has('string'));
  if (was.size === is.size && [...was].every((kind) => is.has(kind))) return 'words';
  // What was called a number may have been whole all along.
  if (was.size === 1 && is.size === 1 && was.has('number') && is.has('integer')) return 'words';
  return [...was].every((kind) => alike(kind, is)) ? 'wider' : 'changed';
}

/** Names that the documentation uses for one type, and several types in one name. */
const ALIASES: Record<string, string> = {
  int: 'integer',
  bool: 'boolean',
  float: 'double',
  number: 'double',
};

function namesOf(type: string): string[] {
  return type
    .toLowerCase()
    .split(/\s*[/|,]\s*/)
    .filter((name) => name !== '')
    .map((name) => {
      const [, base = name, list = ''] = /^(\w+)((?:\[\])*)$/.exec(name) ?? [];
      return `${own(ALIASES, base) ?? base}${list}`;
    });
}

function kindsOf(types: ReadonlySet<string>): Set<string | undefined> {
  return new Set([...types].map((type) => JSON_KINDS.find(([pattern]) => pattern.test(type))?.[1]));
}
