import type { Value } from '../call.ts';
import { type ErrorAnswer, type ErrorName, RestError } from '../errors.ts';
import type { Method, MethodCall, MethodResult } from '../methods/method.ts';
import { listOf, text } from '../methods/parameters.ts';
import { recordsIn } from '../world/records.ts';
import { asText, camel, type Field, type Kind, type Row } from './fields.ts';
import { filtered, type NameOf, ordered, pageOf, selected } from './query.ts';

/** How methods of one kind write names and values, and how they refuse. */
export interface Dialect {
  /** Names of fields in answers: `ASSIGNED_BY_ID` or `assignedById`. Requests may use either. */
  readonly names: 'upper' | 'camel';
  /** Numbers and flags as they are, or everything as text. */
  readonly values: 'typed' | 'text';
  describe(field: Field): Value;
  /** No record has the id. */
  unknown(id: string): ErrorName | ErrorAnswer;
  missing(parameter: string): ErrorAnswer;
  /** A parameter that is to be a structure is none. */
  readonly malformed?: (parameter: string) => ErrorAnswer;
}

/** What stands around all calls of a resource. */
export interface Resource {
  /** Prefix of the names of its methods: `crm.lead`. */
  readonly name: string;
  readonly scopes: readonly string[];
  readonly kind: Kind;
  readonly dialect: Dialect;
  /** Last part of the name of a method that is there; without it there is none. */
  readonly list?: string;
  readonly get?: string;
  readonly fields?: string;
  /** Key of the result under which a list, a record, the fields stand; by default they are the result itself. */
  readonly under?: { readonly list?: string; readonly get?: string; readonly fields?: string };
  /** Parameter that names a record. Default: the kind's id. */
  readonly by?: string;
  /** Parameters without which nothing is answered; what is left of the records once they are given. */
  readonly needs?: readonly string[];
  readonly where?: (call: MethodCall) => (row: Row) => boolean;
  /** A list that is answered whole: without pages, and without `total`. */
  readonly whole?: true;
}

/** Kinds of all resources, by file, as far as they were made into methods. */
const kinds = new Set<Kind>();

/** Records of a kind on this portal. */
export async function recordsOf({ portal }: Pick<MethodCall, 'portal'>, kind: Kind): Promise<readonly Row[]> {
  const { records: folder } = portal.world;
  if (folder === undefined) return [];
  const sameFile = [...kinds].filter(({ file }) => file === kind.file);
  return (await recordsIn(folder, kind.file, sameFile)).get(kind.key) ?? [];
}

/** Makes a kind known to the file that keeps its records. */
export function known(kind: Kind): Kind {
  kinds.add(kind);
  return kind;
}

/** Every kind that records may be of. */
export const allKinds = (): readonly Kind[] => [...kinds];

/** The methods of a resource: what is there of list, get and fields. */
export function resource(options: Resource): readonly Method[] {
  const { name, scopes } = options;
  known(options.kind);
  const method = (last: string | undefined, run: Method['run']): readonly Method[] =>
    last === undefined ? [] : [{ name: `${name}.${last}`, scopes, run }];
  return [
    ...method(options.fields, () => fieldsResult(options)),
    ...method(options.list, (call) => listResult(options, call)),
    ...method(options.get, (call) => getResult(options, call)),
  ];
}

function fieldsResult({ kind, dialect, under }: Resource): MethodResult {
  const described = [...kind.fields.values()].map((field): [string, Value] => [
    dialect.names === 'camel' ? camel(field.name) : field.name,
    dialect.describe(field),
  ]);
  return { result: wrapped(Object.fromEntries(described), under?.fields) };
}

async function listResult(options: Resource, call: MethodCall): Promise<MethodResult> {
  const { kind, dialect, where, under, whole } = options;
  wantNeeds(options, call);
  const [filter, order] = ['FILTER', 'ORDER'].map((name) => structure(call, name, dialect));
  const rows = await recordsOf(call, kind);
  const nameOf = writtenAs(kind);
  const there = where === undefined ? rows : rows.filter(where(call));
  const found = ordered(filtered(there, kind, filter, nameOf), kind, order, nameOf);
  const names = selected(kind, call.parameters.get('SELECT'), nameOf);
  const page = whole ? { rows: found } : pageOf(found, call.parameters.get('START'));
  const shown = page.rows.map((row) => shownRow(row, names, dialect));
  const { total, next } = page;
  return {
    result: wrapped(shown, under?.list),
    ...(total !== undefined && { total }),
    ...(next !== undefined && { next }),
  };
}

async function getResult(options: Resource, call: MethodCall): Promise<MethodResult> {
  const { kind, dialect, by = kind.id, where, under } = options;
  wantNeeds(options, call);
  const id = given(call, by);
  if (id === '' || id === '0') refuse(dialect.missing(by));
  const rows = await recordsOf(call, kind);
  const row = rows.find((each) => text(each[kind.id]) === id && (where?.(call)(each) ?? true));
  if (row === undefined) refuse(dialect.unknown(id));
  const names = selected(kind, call.parameters.get('SELECT'), writtenAs(kind));
  return { result: wrapped(shownRow(row, names, dialect), under?.get) };
}

function wantNeeds({ needs = [], dialect }: Resource, call: MethodCall): void {
  for (const parameter of needs) if (given(call, parameter) === '') refuse(dialect.missing(parameter));
}

export function shownRow(row: Row, names: readonly string[], dialect: Dialect): Value {
  const shown = names.map((name): [string, Value] => {
    const value = row[name] ?? null;
    return [
      dialect.names === 'camel' ? camel(name) : name,
      dialect.values === 'text' ? asText(value) : value,
    ];
  });
  return Object.fromEntries(shown);
}

/** A parameter in any case, as text. */
export const given = (call: MethodCall, name: string): string =>
  text(call.parameters.get(name.toUpperCase())) ?? '';

export function refuse(error: ErrorName | ErrorAnswer): never {
  throw new RestError(error);
}

/** Names of fields in either spelling. */
function writtenAs({ fields }: Kind): NameOf {
  const byWriting = new Map(
    [...fields.keys()].flatMap((name) => [[name, name] as const, [camel(name), name] as const]),
  );
  return (written) => byWriting.get(written) ?? byWriting.get(written.toUpperCase()) ?? written;
}

/** A parameter that is a structure; '' and an empty list count as left out. */
function structure(call: MethodCall, name: string, { malformed }: Dialect): unknown {
  const value = call.parameters.get(name);
  if (value === undefined || value === '' || listOf(value) !== undefined) return value;
  if (malformed !== undefined) refuse(malformed(name.toLowerCase()));
  return undefined;
}

const wrapped = (value: Value, under: string | undefined): Value =>
  under === undefined ? value : { [under]: value };
