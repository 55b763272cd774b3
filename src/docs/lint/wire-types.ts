import type { Field } from '../reader/fields.ts';
import { UNKNOWN } from './code/value.ts';

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

/** What is wrong with a value that is sent; what is still a placeholder, or known only to the code, has no type. */
export function mistyped(
  { types }: Pick<Field, 'types'>,
  value: unknown,
  name: string,
): Mistyped | undefined {
  // An empty text leaves a parameter out, as forms do.
  if (value === null || value === '' || value === UNKNOWN) return undefined;
  if (/\*\*|__\w+__|^_\w+_$|your|put_|<.*>|\{.*\}|\$/i.test(text(value))) return undefined;
  const checks = types.map((type) => checkOf(WIRE_TYPES, type));
  return checks.length > 0 && checks.every((check) => check !== undefined && !check(value))
    ? { name, sent: JSON.stringify(value).slice(0, 40), types }
    : undefined;
}

type Check = (value: unknown) => boolean;

/** The check of a type; a list of a type that is known has elements of that. */
function checkOf(known: readonly [RegExp, Check][], type: string): Check | undefined {
  const check = known.find(([pattern]) => pattern.test(type))?.[1];
  const element = /^(integer|int|double|float|number|string|boolean|bool)\[\]$/.exec(type)?.[1];
  const own = element === undefined ? undefined : known.find(([pattern]) => pattern.test(element))?.[1];
  if (!own) return check;
  const isOpenElement = (value: unknown): boolean =>
    value === null || value === UNKNOWN || (typeof value === 'string' && !/^\w*$/.test(value));
  return (value) =>
    check?.(value) === true &&
    (!Array.isArray(value) || value.every((one) => isOpenElement(one) || own(one)));
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Types of an answer's values: JSON as it is printed. */
const ANSWER_TYPES: [RegExp, (value: unknown) => boolean][] = [
  [/^(boolean|bool)$/, (value) => typeof value === 'boolean'],
  [/^(integer|int)$/, (value) => typeof value === 'number' && Number.isInteger(value)],
  [/^(double|float|number)$/, (value) => typeof value === 'number'],
  [/^(string|text|char|date|datetime)$/, (value) => typeof value === 'string'],
  // PHP writes an empty object as an empty array, and a list with gaps as an object.
  [/^object$/, (value) => typeof value === 'object' && !(Array.isArray(value) && value.length > 0)],
  [/^(array|.*\[\])$/, (value) => Array.isArray(value) || isNumbered(value)],
];

function isNumbered(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).every((key) => /^\d+$/.test(key));
}

/** Whether a printed value is of none of the types; what a type of the documentation's own holds nobody knows. */
export function isOfNoType(value: unknown, types: readonly string[], booleans: readonly string[]): boolean {
  if (value === null || value === undefined) return false;
  const checks = types.map((type) => checkOf(ANSWER_TYPES, type));
  if (checks.length === 0 || !checks.every((check) => check !== undefined && !check(value))) return false;
  return !(
    types.some((type) => /^bool(ean)?$/.test(type)) &&
    booleans.includes(String(value)) &&
    typeof value !== 'boolean'
  );
}
