import type { JsonSchema, Schemas } from './schemas.ts';

/** Where a fact stands, without its page. */
export interface FactSource {
  heading: string;
  row?: string;
  part?: string;
  digest?: string;
}

/** A row of a table of parameters or of returned fields; nested ones have rows of their own. */
export interface FieldFacts {
  name: string;
  types: readonly string[];
  /** `true`, or for one kind of credential alone. */
  required?: boolean | 'webhook';
  formats?: readonly string[];
  heading: string;
  digest?: string;
  fields?: readonly FieldFacts[];
}

/** A row of a table of errors. */
export interface ErrorFacts {
  /** Empty where the row has none. */
  code: string;
  status?: number;
  text?: string;
  heading: string;
  row?: string;
  digest?: string;
}

/** What the page of a method states, as read by machine; a line of `fixtures/facts/*.jsonl`. */
export interface MethodFacts {
  method: string;
  page: string;
  digest: string;
  scope?: string;
  deprecated?: boolean;
  successor?: string;
  parameters: readonly FieldFacts[];
  success?: { statuses: readonly number[] };
  returned?: readonly FieldFacts[];
  errors?: { statuses: readonly number[]; rows: readonly ErrorFacts[] };
  /** Where the page states what stands in no table. */
  sources?: Partial<Record<'scope' | 'authorized' | 'deprecated' | 'success' | 'errors', FactSource>>;
}

/** The page's title, under which its first paragraphs stand. */
export function titleOf({ sources = {}, page }: MethodFacts): string {
  return sources.scope?.heading ?? sources.authorized?.heading ?? page;
}

/** Facts of documented methods, by name in any case; undefined for a method that no page documents. */
export type Facts = (method: string) => MethodFacts | undefined;

const JSON_TYPES: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  bool: 'boolean',
  integer: 'integer',
  int: 'integer',
  number: 'number',
  double: 'number',
  float: 'number',
  array: 'array',
  object: 'object',
  string: 'string',
};

/** The JSON type of a type as pages write it; a date, a file, … is a text. */
export function jsonType(type: string): string {
  return (
    JSON_TYPES[type.toLowerCase().replace(/\[\]$|<.*>$/, '')] ??
    (/\[\]$|^array/.test(type) ? 'array' : 'string')
  );
}

/** The types that the page gives a value of the success answer, by its path of keys; for reading XML. */
export function typeInFacts(
  facts: MethodFacts,
  path: readonly string[],
  schemas: Schemas,
): JsonSchema | undefined {
  if (path[0] === 'time' || path.length === 0) return schemas.typeAt('success.schema.json', path);
  let fields: readonly FieldFacts[] = facts.returned ?? [];
  let field: FieldFacts | undefined;
  for (const key of path) {
    // The items of a list have the fields of its row.
    if (key === 'item' && field?.types.some((type) => jsonType(type) === 'array')) continue;
    field = fields.find(({ name }) => name === key);
    if (!field) return undefined;
    fields = field.fields ?? [];
  }
  const types = [...new Set(field?.types.map(jsonType))];
  return types.length === 0 ? undefined : { type: types };
}
