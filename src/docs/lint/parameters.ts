import { everyField, type Field } from '../reader/fields.ts';
import type { PageData } from '../reader/page.ts';
import { parametersPart } from '../reader/parameters.ts';
import { walk } from '../reader/sections.ts';
import { codeSpans } from '../reader/text.ts';
import { isObject } from './curl.ts';

/** What any method takes, and what the SDK adds to every call. */
const COMMON = /^(auth|start|halt|bx24_\w+)$/;

/** Whether the page has a table of parameters that was read as a whole. */
export function hasTable(page: PageData): boolean {
  return page.params.length > 0 && page.problems.length === 0;
}

/**
 * In what the parameters of a request differ from the page's table, in words; nothing where the page has no table that
 * could be read as a whole.
 *
 * @param whole whether required parameters must be there
 */
export function differences(page: PageData, given: Record<string, unknown>): string[] {
  if (!hasTable(page)) return [];
  const [unknown, left] = [unknownIn(page, given), missingIn(page, given)];
  const misspelt = misspeltIn(page, given);
  return [
    ...(unknown.length > 0 ? [`sends ${unknown.join(', ')}, which the table does not have`] : []),
    ...(left.length > 0 ? [`leaves out the required ${left.join(', ')}`] : []),
    ...misspelt.map(([sent, known]) => `sends ${sent}, the table has ${known}`),
    ...mistypedIn(page, given).map(
      ({ name, sent, types }) => `sends ${name} as ${sent}, the table has ${types.join(' | ')}`,
    ),
  ];
}

/** Required parameters that are left out; one that the page speaks of elsewhere may have an alternative. */
export function missingIn(page: PageData, given: Record<string, unknown>): string[] {
  const part = parametersPart(page.sections);
  const prose = part ? [part.own, ...part.below].flatMap(({ blocks }) => [...walk(blocks)]) : [];
  const mentioned = new Set(
    [
      ...prose.flatMap((block) => (block.kind !== 'code' && 'text' in block ? block.text : [])),
      ...[...everyField(page.params)].map(({ text }) => text),
    ].flatMap(codeSpans),
  );
  return missing(page.params, given, '').filter(
    (name) => !mentioned.has(name) && !mentioned.has(name.split('.').at(-1) ?? ''),
  );
}

const CONDITIONAL = /\b(optional|required|mandatory)\b[^.]*\b(if|when|for|only|unless)\b/i;

function missing(fields: readonly Field[], given: Record<string, unknown>, path: string): string[] {
  return fields.flatMap(({ name, required, children, text }) => {
    const value = given[name];
    // One that is there in other letters is another rule's.
    if (value === undefined)
      return required && !CONDITIONAL.test(text) && !alike(name, Object.keys(given))
        ? [`${path}${name}`]
        : [];
    return isObject(value) && unambiguous(children) ? missing(children, value, `${path}${name}.`) : [];
  });
}

/** Tables that give a name twice describe alternatives. */
function unambiguous(fields: readonly Field[]): boolean {
  return new Set(fields.map(({ name }) => name)).size === fields.length;
}

/** Parameters that neither the table nor the words of its rows have. */
export function unknownIn(page: PageData, given: Record<string, unknown>): string[] {
  const mentioned = new Set([...everyField(page.params)].flatMap(({ text }) => codeSpans(text)));
  const names = page.params.map(({ name }) => name);
  return Object.keys(given).filter(
    (key) => !COMMON.test(key) && !mentioned.has(key) && !hasName(page.params, key) && !alike(key, names),
  );
}

/** Parameters that differ from the table by case only, as sent and as the table has them. */
export function misspeltIn(page: PageData, given: Record<string, unknown>): [string, string][] {
  return misspelt(page.params, given);
}

function misspelt(fields: readonly Field[], given: Record<string, unknown>): [string, string][] {
  const names = fields.map(({ name }) => name);
  return Object.entries(given).flatMap(([key, value]): [string, string][] => {
    const other = hasName(fields, key) ? undefined : alike(key, names);
    if (other !== undefined) return [[key, other]];
    const children = fields.find(({ name }) => name === key)?.children ?? [];
    return isObject(value) ? misspelt(children, value) : [];
  });
}

/** A value that is of none of its parameter's types. */
export interface Mistyped {
  name: string;
  sent: string;
  types: readonly string[];
}

/** Types as they can stand on the wire: a form knows only texts, and JSON may hold a number for one. */
const WIRE_TYPES: [RegExp, (value: unknown) => boolean][] = [
  [/^(boolean|bool)$/, (value) => typeof value === 'boolean' || /^(Y|N|0|1|true|false)$/i.test(text(value))],
  [/^(integer|int)$/, (value) => /^-?\d+$/.test(text(value))],
  [/^(double|float|number)$/, (value) => /^-?\d+(\.\d+)?$/.test(text(value))],
  [/^(string|text|char|date|datetime)$/, (value) => typeof value !== 'object' && typeof value !== 'boolean'],
  [/^(object|array|.*\[\])$/, (value) => typeof value === 'object'],
  [/^null$/, () => false],
];

export function mistypedIn(page: PageData, given: Record<string, unknown>): Mistyped[] {
  return mistyped(page.params, given, '');
}

function mistyped(fields: readonly Field[], given: Record<string, unknown>, path: string): Mistyped[] {
  if (!unambiguous(fields)) return [];
  return fields.flatMap(({ name, types, children }): Mistyped[] => {
    const value = given[name];
    // An empty text leaves a parameter out, as forms do; what is still a placeholder has no type.
    if (value === undefined || value === null || value === '' || text(value).includes('**')) return [];
    const checks = types.map((type) => WIRE_TYPES.find(([pattern]) => pattern.test(type))?.[1]);
    if (checks.length > 0 && checks.every((check) => check !== undefined && !check(value)))
      return [{ name: `${path}${name}`, sent: JSON.stringify(value).slice(0, 40), types }];
    return isObject(value) ? mistyped(children, value, `${path}${name}.`) : [];
  });
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function hasName(fields: readonly Field[], key: string): boolean {
  return fields.some(
    ({ name }) =>
      name === key ||
      name.split(/[.[]/)[0] === key ||
      (/\.\.\.|[{}]|XXX/.test(name) && key.startsWith(name.split(/\.\.\.|\{|XXX/)[0] ?? '')),
  );
}

function alike(key: string, names: readonly string[]): string | undefined {
  return names.find((name) => name !== key && name.toLowerCase() === key.toLowerCase());
}
