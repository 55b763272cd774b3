import type { Field } from '../reader/fields.ts';
import type { PageData } from '../reader/page.ts';

const TYPES: Record<string, object> = {
  boolean: { type: 'boolean' },
  integer: { type: 'integer' },
  int: { type: 'integer' },
  double: { type: 'number' },
  string: { type: 'string' },
  object: { type: 'object' },
  array: { type: 'array' },
  time: { $ref: 'success.schema.json#/$defs/timeObject' },
};

/** The schema of a method's success answer and parameters, as far as the page's tables tell. */
export function schemaOf(method: string, page: PageData): object {
  const typed = ({ types, children }: Field): object => {
    const known = types.map((type) => TYPES[type] ?? (type.endsWith('[]') ? TYPES.array : undefined) ?? {});
    const object =
      children.length > 0 && types.includes('object') ? { properties: properties(children) } : {};
    if (known.length === 0) return {};
    return known.length === 1 ? { ...known[0], ...object } : { anyOf: known };
  };
  const properties = (fields: readonly Field[]): object =>
    Object.fromEntries(fields.map((field) => [field.name, typed(field)]));
  const result = page.returns.find(({ name }) => name === 'result');
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://b24-conformance.invalid/schemas/${method}.schema.json`,
    title: method
      .split('.')
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join(''),
    description: `a success answer of ${method}`,
    $ref: 'success.schema.json',
    type: 'object',
    properties: { result: { $ref: '#/$defs/result' } },
    $defs: {
      parameters: {
        description: `parameters of ${method}; unknown ones are allowed, as everywhere in this interface`,
        type: 'object',
        required: page.params.filter(({ required }) => required).map(({ name }) => name),
        properties: properties(page.params),
      },
      result: result ? typed(result) : {},
    },
  };
}
