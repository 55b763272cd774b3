import equal from 'fast-deep-equal';
import type { ValueCheck } from '../contract/contract.ts';
import { type ErrorObject, type JsonSchema, pointerKeys, type Schemas } from '../contract/schemas.ts';
import { type Answer, hasKey } from './answer.ts';
import { isText, type Outcome } from './outcome.ts';
import { show, summary } from './words.ts';

/** A value in the body against a schema. Where the object around it is missing, that is another claim's matter. */
export function checkValue(
  { at, schema, equals, optional }: ValueCheck,
  answer: Answer,
  schemas: Schemas,
): Outcome {
  const keys = pointerKeys(at);
  const name = keys.join('.');
  const last = keys.pop() ?? '';
  const around = keys.join('.');
  let holder = answer.body;
  for (const key of keys) {
    if (!hasKey(holder, key)) return { blocked: `there is no ${key} to look into` };
    holder = (holder as Record<string, unknown>)[key];
  }
  const described = schema === undefined ? undefined : schemas.schema(schema);
  const forbidden = optional === true && isForbidden(described);
  if (!hasKey(holder, last)) {
    if (around !== '' && (typeof holder !== 'object' || holder === null))
      return { blocked: `${around} is no object to look into` };
    if (forbidden) return undefined;
    if (optional) return { blocked: `the target does not send ${name}` };
    const instead = around === '' ? `: ${summary(answer)}` : atAGlance(`: ${around} is ${show(holder)}`);
    return {
      contradicted: `expected ${name} to be ${wanted(described, equals)}, but it is missing${instead}`,
    };
  }
  const value = (holder as Record<string, unknown>)[last];
  if (forbidden) return { contradicted: `expected ${name} to be absent, got ${show(value)}` };
  const validate = schema === undefined ? undefined : schemas.validator(schema);
  if (validate ? validate(value) : equal(value, equals)) return undefined;
  if (!validate) return isText(false, `${name} to be ${show(equals)}`, show(equals), show(value));
  return {
    contradicted: `expected ${name} to be ${wanted(described, equals)}, ${whatCame(name, value, validate?.errors?.[0])}`,
  };
}

/** `not: {}` allows no value at all: the key must be missing. */
function isForbidden(schema: JsonSchema | undefined): boolean {
  return schema !== undefined && 'not' in schema;
}

function wanted(schema: JsonSchema | undefined, equals: unknown): string {
  return schema === undefined ? show(equals) : (schema.description ?? 'valid');
}

/** The value, or, where it is too long to find the fault in it, the place that is wrong. */
function whatCame(name: string, value: unknown, fault: ErrorObject | undefined): string {
  if (atAGlance(show(value)) || !fault) return `got ${show(value)}`;
  const place = name + fault.instancePath.replaceAll('/', '.');
  if (fault.keyword === 'required') return `but ${place} has no ${fault.params.missingProperty}`;
  return place === name ? `got ${show(value)}` : `but ${place} is ${show(fault.data)}`;
}

/** Nothing where it is more than a reader takes in at a glance. */
const atAGlance = (text: string): string => (text.length <= 200 ? text : '');
