import type { Value } from '../call.ts';

/** A field of a kind of record, as the portal describes it itself. */
export interface Field {
  readonly name: string;
  /** As the portal names it: `string`, `integer`, `crm_status`, `datetime`, … */
  readonly type: string;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly multiple: boolean;
  /** What a record has where nothing else is given. */
  readonly value: Value;
}

export type Row = Readonly<Record<string, Value>>;

/** A kind of record: where a world keeps its records, and which fields they have. */
export interface Kind {
  /** File in the folder of records, without `.yaml`. */
  readonly file: string;
  /** Key in that file. */
  readonly key: string;
  /** Field that tells records apart. */
  readonly id: string;
  readonly fields: ReadonlyMap<string, Field>;
}

/**
 * Fields in short: `{ ID: 'integer readonly', TITLE: 'string required', OPENED: 'char =N' }`. The type comes first;
 * `required`, `readonly` and `multiple` may follow, and at last `=` with the text of the value that a record has by default.
 */
export function kind(at: string, fields: Readonly<Record<string, string>>, id = 'ID'): Kind {
  const [file = '', key = ''] = at.split('.');
  const read = Object.entries(fields).map(([name, text]) => [name, field(name, text)] as const);
  return { file, key, id, fields: new Map(read) };
}

function field(name: string, text: string): Field {
  const [words = '', value] = text.split(/ ?=(.*)/s);
  const [type = '', ...marks] = words.split(' ');
  const multiple = marks.includes('multiple');
  return {
    name,
    type,
    required: marks.includes('required'),
    readOnly: marks.includes('readonly'),
    multiple,
    value: value === undefined ? (multiple ? [] : null) : defaultOf(type, value),
  };
}

const NUMBERS = new Set(['integer', 'double', 'user', 'number']);

const defaultOf = (type: string, text: string): Value => {
  if (type === 'boolean') return text === 'true';
  return NUMBERS.has(type) ? Number(text) : text;
};

/** `ASSIGNED_BY_ID` as controllers write it: `assignedById`. */
export const camel = (name: string): string =>
  name.toLowerCase().replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

/** `ASSIGNED_BY_ID` as a title: `Assigned by id`. */
export const title = (name: string): string => {
  const words = name.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Every value as text, as methods of the older kind answer: `'5'`, `'Y'`; nothing stays `null`. */
export function asText(value: Value): Value {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'Y' : 'N';
  if (value === null || typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(asText);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asText(inner)]));
}
