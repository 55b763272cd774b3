import equal from 'fast-deep-equal';
import { pointerKeys } from '../base/json-pointer.ts';
import type { Matcher, Matchers } from '../contract/contract.ts';
import {
  type Conditions,
  conditionsOf,
  describe,
  fillMatcher,
  referencesInMatchers,
  toSchema,
} from '../contract/matcher.ts';
import type { ErrorObject, Schemas } from '../contract/schemas.ts';
import { fill, type LookUp } from '../contract/values.ts';
import { type Answer, hasKey } from './answer.ts';
import { isText, type Outcome } from './outcome.ts';
import { show, summary } from './words.ts';

/** Values of an answer's body against what they must be; a contradiction goes before what cannot be seen. */
export function checkValues(matchers: Matchers, answer: Answer, schemas: Schemas, lookUp: LookUp): Outcome {
  const missing = referencesInMatchers(matchers).find(({ name }) => lookUp(name) === undefined);
  if (missing) return { blocked: `no earlier answer of this case had a value for $${missing.name}` };
  let blocked: Outcome;
  for (const { keys, isFixed, matcher } of partsOf(matchers)) {
    const at = isFixed ? keys : keys.map((key) => String(fill(key, lookUp)));
    const outcome = checkValue(at, fillMatcher(matcher, lookUp), answer, schemas);
    if (outcome && 'contradicted' in outcome) return outcome;
    blocked ??= outcome;
  }
  return blocked;
}

/** A value that is looked for, and where. */
interface Part {
  keys: readonly string[];
  /** Whether the keys hold no reference. */
  isFixed: boolean;
  matcher: Matcher;
}

const parts = new WeakMap<Matchers, readonly Part[]>();

/** Taken apart once: every answer is compared with the same few matchers. */
function partsOf(matchers: Matchers): readonly Part[] {
  const known = parts.get(matchers);
  if (known) return known;
  const made = Object.entries(matchers).map(
    ([pointer, matcher]): Part => ({ keys: pointerKeys(pointer), isFixed: !pointer.includes('$'), matcher }),
  );
  parts.set(matchers, made);
  return made;
}

/** A value in the body. Where the object around it is missing, that is another claim's matter. */
function checkValue(path: readonly string[], matcher: Matcher, answer: Answer, schemas: Schemas): Outcome {
  const conditions = conditionsOf(matcher);
  const keys = path.slice(0, -1);
  const last = path.at(-1) ?? '';
  const name = (): string => path.join('.');
  const around = (): string => keys.join('.');
  let holder = answer.body;
  const forbidden = conditions.absent === true;
  const wanted = (): string => inWords(matcher, schemas);
  for (const [depth, key] of keys.entries()) {
    // A list that ends before the entry that is looked for.
    if (!forbidden && Array.isArray(holder) && /^\d+$/.test(key) && !hasKey(holder, key))
      return {
        contradicted: `expected ${name()} to be ${wanted()}, but ${keys.slice(0, depth).join('.')} has ${holder.length} entries`,
      };
    if (!hasKey(holder, key)) return { blocked: `there is no ${key} to look into` };
    holder = (holder as Record<string, unknown>)[key];
  }
  if (!hasKey(holder, last)) {
    if (keys.length > 0 && (typeof holder !== 'object' || holder === null))
      return { blocked: `${around()} is not an object to look into` };
    if (forbidden) return undefined;
    if (conditions.optional) return { blocked: `the target does not send ${name()}` };
    const instead =
      keys.length === 0 ? `: ${summary(answer)}` : atAGlance(`: ${around()} is ${show(holder)}`);
    return { contradicted: `expected ${name()} to be ${wanted()}, but it is missing${instead}` };
  }
  const value = (holder as Record<string, unknown>)[last];
  if (forbidden) return { contradicted: `expected ${name()} to be absent, got ${show(value)}` };
  if (isConstant(conditions)) {
    if (equal(value, conditions.is)) return undefined;
    return isText(false, `${name()} to be ${wanted()}`, show(conditions.is), show(value));
  }
  const validate = validatorOf(matcher, schemas);
  if (validate(value)) return undefined;
  return {
    contradicted: `expected ${name()} to be ${wanted()}, ${whatCame(name(), value, validate.errors?.[0])}`,
  };
}

const isConstant = (conditions: Conditions): boolean =>
  'is' in conditions &&
  Object.keys(conditions).every((key) => key === 'is' || key === 'says' || key === 'optional');

type Validator = ReturnType<Schemas['validator']>;

/** Those of matchers of the contract, which stay the same objects. */
const validators = new WeakMap<Schemas, WeakMap<object, Validator>>();

/**
 * What values are compared with: a reference into `schemas/`, where a shape alone is compiled once and its own description says
 * what is expected, or a schema; undefined for a constant.
 */
export function schemaOf(matcher: Matcher): string | object | undefined {
  return isConstant(conditionsOf(matcher)) ? undefined : (onlyRef(matcher) ?? toSchema(matcher));
}

function validatorOf(matcher: Matcher, schemas: Schemas): Validator {
  if (typeof matcher !== 'object' || matcher === null) return schemas.inline(toSchema(matcher));
  const ofSchemas = validators.get(schemas) ?? new WeakMap<object, Validator>();
  validators.set(schemas, ofSchemas);
  const known = ofSchemas.get(matcher);
  if (known) return known;
  const ref = onlyRef(matcher);
  const validate = ref === undefined ? schemas.inline(toSchema(matcher)) : schemas.validator(ref);
  ofSchemas.set(matcher, validate);
  return validate;
}

function inWords(matcher: Matcher, schemas: Schemas): string {
  const ref = onlyRef(matcher);
  const described = ref === undefined ? undefined : schemas.schema(ref)?.description;
  const conditions = conditionsOf(matcher);
  if (conditions.says === undefined && isConstant(conditions)) return show(conditions.is);
  return conditions.says ?? described ?? describe(matcher);
}

function onlyRef(matcher: Matcher): string | undefined {
  const { $ref, says, optional, ...others } = conditionsOf(matcher);
  return Object.keys(others).length === 0 ? $ref : undefined;
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
