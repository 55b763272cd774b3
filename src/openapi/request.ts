import type { Contract, MethodContract } from '../contract/contract.ts';
import { type Facts, type FieldFact, nameInValues } from '../contract/facts.ts';
import { isReference } from '../contract/values.ts';
import { withComponents } from './components.ts';
import { sampleValue } from './sample.ts';
import { isOfType, type Schema, schemaOfField, typeOf } from './schema.ts';

/** A parameter of a method. */
export interface ParameterOf {
  name: string;
  schema: Schema;
  required: boolean;
  /** In the plainest valid request that a person has given; undefined where it has none. */
  example: unknown;
}

/** A parameter in the query of a GET. */
export interface QueryParameter {
  name: string;
  in: 'query';
  required?: true;
  description?: string;
  style?: 'form' | 'deepObject';
  explode?: true;
  schema: Schema;
  example?: unknown;
}

/** Parameters of a method: those of its page's table, then what a person's valid request has beside them. */
export function parametersOf(
  contract: Contract,
  facts: Facts,
  { name: method }: MethodContract,
): ParameterOf[] {
  const choices = contract.plan(method)?.parameters ?? {};
  const values = Object.fromEntries(
    Object.entries(choices).map(([name, forms]) => [name, Object.values(forms)[0]?.value]),
  );
  const rows = facts(method)?.parameters ?? [];
  const named = rows.map((row) => ({ row, name: nameInValues(row, values) }));
  const further = Object.keys(values).filter((name) => !named.some((each) => each.name === name));
  return [
    ...named.map(({ row, name }) => ofRow(contract, method, { row, name, value: values[name] })),
    ...further.map((name) => ofValue(name, values[name])),
  ];
}

interface Row {
  row: FieldFact;
  name: string;
  value: unknown;
}

function ofRow(contract: Contract, method: string, { row, name, value }: Row): ParameterOf {
  const stated = schemaOfField(row);
  const example = sampleValue(value, stated.type);
  const isOther = example !== undefined && !isOfType(example, stated.type);
  // The valid request has been tried: where the table gives another type, both are accepted.
  const schema: Schema = isOther
    ? { type: [...new Set([stated.type ?? []].flat()).add(typeOf(example))] }
    : stated;
  const allowed = row.values ?? [];
  const isEnum =
    allowed.length > 0 &&
    !isOther &&
    schema.type === 'string' &&
    (example === undefined || allowed.includes(String(example)));
  const byDefault = defaultOf(row, schema);
  const description = describe(contract, method, row, name);
  return {
    name,
    required: isRequired(contract, method, row, name),
    schema: {
      ...schema,
      ...(isEnum ? { enum: [...allowed] } : {}),
      ...(byDefault === undefined || (isEnum && !allowed.includes(String(byDefault)))
        ? {}
        : { default: byDefault }),
      ...(description === undefined ? {} : { description }),
    },
    example,
  };
}

function ofValue(name: string, value: unknown): ParameterOf {
  const example = sampleValue(value, undefined);
  return { name, required: false, schema: isReference(value) ? {} : { type: typeOf(example) }, example };
}

/** The person's word, which has become a claim, before the page's mark. */
function isRequired(contract: Contract, method: string, row: FieldFact, name: string): boolean {
  if (contract.claim(`${method}.${name}.required`)) return true;
  if (contract.claim(`${method}.${name}.webhook`)) return false;
  const choices = Object.values(contract.plan(method)?.parameters[name] ?? {});
  return row.required === true && !choices.some(({ absent }) => absent);
}

function describe(contract: Contract, method: string, row: FieldFact, name: string): string | undefined {
  const others = [row.name, ...(row.alternatives ?? [])].filter((other) => other !== name);
  const words = [
    ...(contract.claim(`${method}.${name}.webhook`) || row.required === 'webhook'
      ? ['required with a webhook']
      : []),
    ...(row.formats ? [`in the form ${row.formats.join(' or ')}`] : []),
    ...(others.length > 0 ? [`also called ${others.join(' or ')}`] : []),
  ];
  return words.length === 0 ? undefined : words.join('; ');
}

function defaultOf({ default: stated }: FieldFact, { type }: Schema): unknown {
  if (stated === undefined || Array.isArray(type)) return undefined;
  if (type === 'string') return stated;
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(stated)) return Number(stated);
  if (type === 'boolean' && /^(true|false)$/.test(stated)) return stated === 'true';
  return undefined;
}

/** Schema of the body of a POST, the same in every encoding. */
export function bodySchema(parameters: readonly ParameterOf[]): Schema {
  const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name);
  return {
    type: 'object',
    ...(parameters.length === 0
      ? {}
      : { properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])) }),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** An example of the body; undefined where a required parameter has no value. */
export function bodyExample(parameters: readonly ParameterOf[]): Record<string, unknown> | undefined {
  const given = parameters.filter(({ example }) => example !== undefined);
  if (parameters.some(({ required, example }) => required && example === undefined)) return undefined;
  return Object.fromEntries(given.map(({ name, example }) => [name, example]));
}

/** The same parameters in a query: a list as `name[]=…`, an object as `name[key]=…`. */
export function queryParameters(parameters: readonly ParameterOf[]): QueryParameter[] {
  return parameters.map(({ name, schema: { description, ...schema }, required, example }) => {
    const type = [schema.type ?? []].flat();
    const isList = type.includes('array');
    const isObject = type.includes('object');
    return {
      name: isList ? `${name}[]` : name,
      in: 'query',
      ...(required ? { required } : {}),
      ...(description === undefined ? {} : { description }),
      ...(isObject ? { style: 'deepObject' as const, explode: true as const } : {}),
      ...(isList ? { style: 'form' as const, explode: true as const } : {}),
      schema: withComponents(schema),
      ...(example === undefined ? {} : { example }),
    };
  });
}
