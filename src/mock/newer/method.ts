import type { Value } from '../call.ts';
import type { MethodCall } from '../methods/method.ts';
import { parseJson } from '../wire/body.ts';
import { NewerError, refuseField } from './refusal.ts';

/** JSON types of parameters, as the portal's OpenAPI document names them. */
export type ParameterType = 'integer' | 'string' | 'array' | 'object';

export interface NewerParameter {
  readonly type: ParameterType;
  readonly required?: true;
}

/** What a request's body has. */
export type Given = Readonly<Record<string, unknown>>;

/** A method of REST 3.0. Its rules throw `NewerError`. */
export interface NewerMethod {
  readonly name: string;
  /** Undefined where everybody may call it. */
  readonly scope: string | undefined;
  readonly parameters: Readonly<Record<string, NewerParameter>>;
  /** The answer's body is what it gives, and not beneath `result`. */
  readonly isBare?: true;
  run(given: Given, call: MethodCall): Value | Promise<Value>;
}

/** Carries a call out: the body first, then required parameters and their types, then the method's own rules. */
export async function runNewer(
  method: NewerMethod,
  call: MethodCall,
): Promise<{ readonly [key: string]: Value }> {
  const given = bodyOf(call);
  for (const [name, { type, required }] of Object.entries(method.parameters)) {
    const value = given[name];
    if (value === undefined || value === null) {
      if (required) refuseField(name, `Required field \`${name}\` is not specified`);
    } else if (!isOf(type, value)) {
      refuseField(name, `Field \`${name}\` requires data type ${type === 'integer' ? 'int' : type}`);
    }
  }
  const result = await method.run(given, call);
  return method.isBare ? (result as { readonly [key: string]: Value }) : { result };
}

/** Parameters stand in a JSON body alone; the address is not read (rest-v3.md, Technical requirements). */
function bodyOf({ request }: MethodCall): Given {
  if (request.verb !== 'POST' || request.body.length === 0) return {};
  const value = parseJson(request.body);
  if (value !== undefined) return value as Given;
  throw new NewerError('INVALIDJSON', 'The request body is not valid JSON');
}

function isOf(type: ParameterType, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isSafeInteger(typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value);
    case 'string':
      return typeof value === 'string' || typeof value === 'number';
    // An object is told apart from a list where it is read.
    case 'array':
    case 'object':
      return typeof value === 'object';
  }
}
