import { fill } from '../contract/values.ts';
import type { Schema } from './schema.ts';

/** Ids in examples; none of them is anybody's. */
const SAMPLE_ID = 17;

/** What stands in an example for a `$reference`: an id, or a text that names it. */
function sampleOf(reference: string): unknown {
  const [group = '', part = ''] = reference.split('.');
  if (group === 'unique' || group === 'run') return 'example';
  if (part === 'clientId') return 'my-application';
  return SAMPLE_ID;
}

/** A value of contract data as an example shows it, in the type that the page gives it. */
export function sampleValue(value: unknown, type: Schema['type']): unknown {
  const filled = fill(value, sampleOf);
  if (typeof filled === 'number' && type === 'string') return String(filled);
  return typeof filled === 'string' ? filled.replaceAll('b24-conformance', 'Example') : plain(filled);
}

/** Words of this suite are no example for others. */
const plain = (value: unknown): unknown =>
  value === undefined
    ? value
    : (JSON.parse(JSON.stringify(value).replaceAll('b24-conformance', 'Example')) as unknown);

/** A value that a schema allows; undefined where it says too little for one. */
export function sampleFor(schema: Schema): unknown {
  if ('const' in schema) return schema.const;
  if (schema.examples) return schema.examples[0];
  if (schema.enum) return schema.enum[0];
  const [type] = [schema.type ?? []].flat();
  switch (type) {
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return schema.minimum ?? SAMPLE_ID;
    case 'string':
      return schema.pattern === undefined ? 'example' : undefined;
    case 'array': {
      const item = schema.items && sampleFor(schema.items);
      return item === undefined ? [] : [item];
    }
    case 'object':
      return sampleObject(schema);
    default:
      return undefined;
  }
}

function sampleObject({ properties = {}, required = [] }: Schema): unknown {
  const entries = Object.entries(properties)
    .map(([name, property]) => [name, sampleFor(property)] as const)
    .filter(([, value]) => value !== undefined);
  const names = entries.map(([name]) => name);
  return required.every((name) => names.includes(name)) ? Object.fromEntries(entries) : undefined;
}
