import { own } from '../../contract/own.ts';
import type { Schemas } from '../../contract/schemas.ts';

/** Types of the documentation as JSON Schema's. Names of objects of its own are none. */
const JSON_TYPES: Record<string, readonly string[]> = {
  boolean: ['boolean'],
  bool: ['boolean'],
  integer: ['integer', 'number'],
  int: ['integer', 'number'],
  double: ['number'],
  float: ['number'],
  number: ['number', 'integer'],
  string: ['string'],
  text: ['string'],
  datetime: ['string'],
  date: ['string'],
  array: ['array', 'object'],
  object: ['object', 'array'],
};

/** Whether none of a field's types can be of a value that the schema allows; false where either says nothing of types. */
export function contradictsSchema(types: readonly string[], ref: string, schemas: Schemas): boolean {
  const allowed = [schemas.schema(ref)?.type ?? []].flat();
  const told = types.map(
    (type) => own(JSON_TYPES, type) ?? (type.endsWith('[]') ? JSON_TYPES.array : undefined),
  );
  if (allowed.length === 0 || told.length === 0 || told.includes(undefined)) return false;
  return !told.some((names) => names?.some((name) => allowed.includes(name)));
}
