import { parseDocument } from 'yaml';
import type { FieldFact, MethodFacts } from '../contract/facts.ts';

/** A parameter, wherever in a request it stands. */
export interface Parameter {
  /** Names from the request's root. */
  path: readonly string[];
  /** The same joined by dots: `PARAMS.limit`. */
  name: string;
  fact: FieldFact;
}

export type Values = Readonly<Record<string, unknown>>;

/** What is below these are fields of a list's items, and no parameters. */
const OF_ITEMS = /^(filter|select|order|sort|group|fields)$/i;

/** Parameters by their plain names, those inside of objects as well. */
export function parametersIn({ parameters }: Pick<MethodFacts, 'parameters'>): Parameter[] {
  return parameters.flatMap((fact): Parameter[] => {
    const own = { path: [fact.name], name: fact.name, fact };
    const isHolder = fact.types.includes('object') && !OF_ITEMS.test(fact.name);
    const inside = isHolder ? (fact.fields ?? []) : [];
    return [
      own,
      ...inside.map((part) => ({
        path: [fact.name, part.name],
        name: `${fact.name}.${part.name}`,
        fact: part,
      })),
    ];
  });
}

/** A call's parameters with one of them as given, and the others as they are. */
export function withValue(
  parameters: Values,
  [first = '', ...rest]: readonly string[],
  value: unknown,
): Values {
  if (rest.length === 0) return { ...parameters, [first]: value };
  const inner = parameters[first];
  const holder = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
  return { ...parameters, [first]: withValue(holder as Values, rest, value) };
}

/** Pages write values in quotes at times. */
export const unquoted = (text: string): string => /^(['"])(.*)\1$/s.exec(text)?.[2] ?? text;

export const isNumeric = ({ types }: Pick<FieldFact, 'types'>): boolean =>
  types.length > 0 && types.every((type) => /^(int|integer|number|double|float)$/i.test(type));

export const isText = ({ types }: Pick<FieldFact, 'types'>): boolean =>
  types.length > 0 && types.every((type) => /^(string|char|text)$/i.test(type));

/** A value as JSON has it, of what a page writes in its type. */
export function typed(text: string, fact: Pick<FieldFact, 'types'>): unknown {
  if (isNumeric(fact) && text !== '' && !Number.isNaN(Number(text))) return Number(text);
  const isBoolean = fact.types.length > 0 && fact.types.every((type) => /^bool(ean)?$/i.test(type));
  return isBoolean && (text === 'true' || text === 'false') ? text === 'true' : text;
}

const SCALAR = /^(string|char|text|enum|int|integer|number|double|float|bool|boolean)$/i;

/** Words of columns that stand where values are expected. */
const NO_VALUE = /^(string|integer|int|number|array|object|null|boolean|id)$/i;

/** The values that a page allows, as a request gives them; none where what stands there is something else. */
export function enumerationOf({ fact }: Parameter, facts: { parameters: readonly FieldFact[] }): string[] {
  const { types, formats } = fact;
  const values = (fact.values ?? []).map(unquoted);
  const names = new Set(facts.parameters.map(({ name }) => name));
  const isValue = (value: string): boolean =>
    /^[\w./\\-]+$/.test(value) &&
    !NO_VALUE.test(value) &&
    !names.has(value) &&
    (!isNumeric(fact) || !Number.isNaN(Number(value)));
  const isEnumeration =
    values.length > 1 &&
    // What stands there are names of fields.
    !/^(filter|select|group|fields)$/i.test(fact.name) &&
    formats === undefined &&
    types.every((type) => SCALAR.test(type)) &&
    values.every(isValue);
  return isEnumeration ? values : [];
}

/** Whether a value is yes or no, in whatever way it is written. */
export function isYesOrNo(values: readonly string[]): boolean {
  return values.every((value) => /^(y|n|0|1|true|false)$/i.test(value));
}

/** The range of what is no id: ids have to be somebody's. */
export function rangeOf({ fact }: Parameter): NonNullable<FieldFact['range']> | undefined {
  const { range, name } = fact;
  if (range === undefined || /(^|_)ids?$/i.test(name) || /[a-z]I[dD]s?$/.test(name)) return undefined;
  return range.of === 'length' ? (isText(fact) ? range : undefined) : isNumeric(fact) ? range : undefined;
}

/** Whether a parameter says how many items of a list are to come. */
export function isLimit({ fact }: Parameter): boolean {
  return isNumeric(fact) && /^(limit|page_?size)$/i.test(fact.name);
}

/** Values just inside of a range, and just outside. */
export function endsOf({ min, max, of }: NonNullable<FieldFact['range']>): {
  inside: unknown[];
  outside: unknown[];
} {
  const as = (number: number): unknown => (of === 'length' ? 'x'.repeat(number) : number);
  const ends = [min, max].filter((end) => end !== undefined);
  const beyond = [...(min === undefined ? [] : [min - 1]), ...(max === undefined ? [] : [max + 1])];
  return {
    inside: ends.map(as),
    // A text without characters is one that was left out.
    outside: beyond.filter((end) => of === 'value' || end > 0).map(as),
  };
}

export function rangeText({ min, max, of }: NonNullable<FieldFact['range']>): string {
  const bounds = [min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`];
  const text = bounds.filter((bound) => bound !== '').join(' and ');
  return of === 'length' ? `${text} characters long` : text;
}

/** `{ID: 'ASC'}` or `['ID', 'NAME']`, as pages write it in one language or another; undefined where it is neither. */
export function structureOf(text: string): Values | readonly string[] | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  const value: unknown = document.toJS();
  const isPlain = (each: unknown): boolean => typeof each === 'string' && /^[\w.*-]+$/.test(each);
  const parts = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return parts.length > 0 && parts.every(isPlain) ? (value as Values | string[]) : undefined;
}
