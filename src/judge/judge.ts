import equal from 'fast-deep-equal';
import type { Case, Expected } from '../cases/case.ts';
import type { Check, Contract, ContractClaim, HeaderCheck, ValueCheck } from '../contract/contract.ts';
import { type ErrorObject, type JsonSchema, pointerKeys, type Schemas } from '../contract/schemas.ts';
import type { Circumstances, Exchange, WireResponse } from '../wire/exchange.ts';
import { header, isPlainHttp } from '../wire/exchange.ts';
import { type Answer, hasKey, readAnswer } from './answer.ts';
import { checkRelation, type Outcome } from './relations.ts';

/** What one exchange says about one claim. */
export interface Finding {
  claim: string;
  outcome: 'confirmed' | 'contradicted' | 'blocked';
  /** Contradicted: what was expected and what came. Blocked: why the answer does not show it. */
  reason?: string;
}

/** The verdicts that one exchange allows, one per claim of the case. Pure. */
export function judge(
  contract: Contract,
  one: Case,
  exchange: Exchange,
  circumstances: Circumstances = {},
): Finding[] {
  const claims = one.claims.flatMap((id) => contract.claim(id) ?? []);
  const { response } = exchange;
  if (!response) return claims.map(({ id }) => blocked(id, unanswered(exchange)));
  const { status } = response;
  const elsewhere = isRedirect(status) ? header(response.headers, 'location') : undefined;
  if (elsewhere !== undefined)
    return claims.map(({ id, check }) =>
      check?.redirect === undefined
        ? blocked(id, `the target redirects (HTTP ${status}) to ${elsewhere}`)
        : toFinding(
            id,
            is(status === check.redirect, `HTTP ${check.redirect}`, `HTTP ${status} to ${elsewhere}`),
          ),
    );
  const answer = readAnswer(
    response,
    one.request.suffix === '.xml' ? 'xml' : 'json',
    typesOf(contract, one.method),
  );
  const context: Context = {
    answer,
    response,
    endpoint: one.request.endpoint,
    expected: one.expected,
    schemas: contract.schemas,
    circumstances,
  };
  const unprepared =
    circumstances.unprepared === undefined ? undefined : `${circumstances.unprepared}: ${summary(answer)}`;
  return [
    ...claims.map((claim) =>
      unprepared === undefined ? toFinding(claim.id, decide(claim, context)) : blocked(claim.id, unprepared),
    ),
    ...inPassing(contract, one, context),
  ];
}

/**
 * A system error that nobody asked for is judged too, whatever the case is about. Where a refusal is expected, the
 * documentation does not say which error comes, so a known code may stand for something else.
 */
function inPassing(contract: Contract, one: Case, context: Context): Finding[] {
  const { error } = (context.answer.body ?? {}) as Record<string, unknown>;
  if (one.request.endpoint !== 'rest' || one.expected.kind === 'refused' || typeof error !== 'string')
    return [];
  return contract.claims
    .filter(
      (claim) => claim.method === undefined && claim.error?.code === error && !one.claims.includes(claim.id),
    )
    .map((claim) => toFinding(claim.id, decide(claim, context)));
}

const blocked = (claim: string, reason: string): Finding => ({ claim, outcome: 'blocked', reason });

interface Context {
  answer: Answer;
  response: WireResponse;
  endpoint: Case['request']['endpoint'];
  expected: Expected;
  schemas: Schemas;
  circumstances: Circumstances;
}

function toFinding(claim: string, outcome: Outcome): Finding {
  if (!outcome) return { claim, outcome: 'confirmed' };
  if ('blocked' in outcome) return blocked(claim, outcome.blocked);
  return { claim, outcome: 'contradicted', reason: outcome.contradicted };
}

function unanswered({ request, failure }: Exchange): string {
  const why = failure ? `${failure.message} (${failure.code})` : 'unknown failure';
  if (!isPlainHttp(request)) return `no answer: ${why}`;
  return `nothing answers plain HTTP at ${new URL(request.url).origin}: ${why}; B24_HTTP_URL names another address`;
}

const isRedirect = (status: number): boolean => status >= 300 && status <= 399;

function decide(claim: ContractClaim, context: Context): Outcome {
  const check: Check = claim.check ?? {};
  const { answer } = context;
  if (check.accepted) return checkAccepted(context);
  if (check.refused) return checkRefused(answer);
  if (check.mediaType !== undefined)
    return is(
      answer.mediaType === check.mediaType,
      `the media type ${check.mediaType}`,
      answer.mediaType ?? 'none',
    );
  if (check.charset !== undefined)
    return is(answer.charset === check.charset, `charset=${check.charset}`, answer.charset ?? 'no charset');
  if (check.format !== undefined)
    return answer.formatProblem === undefined
      ? undefined
      : { contradicted: `expected ${check.format.toUpperCase()}, but ${answer.formatProblem}` };
  if (check.xmlRoot !== undefined)
    return answer.format === 'xml'
      ? is(answer.xmlRoot === check.xmlRoot, `the root element <${check.xmlRoot}>`, `<${answer.xmlRoot}>`)
      : { blocked: 'the answer is not XML' };
  if (check.redirect !== undefined)
    return {
      contradicted: `expected a redirect with HTTP ${check.redirect}, got ${
        isRedirect(answer.status) ? `HTTP ${answer.status} without the header Location` : summary(answer)
      }`,
    };
  if (check.header !== undefined) return checkHeader(check.header, context.response);
  if (check.shows !== undefined) {
    if (check.shows.of !== undefined && check.shows.of !== answer.kind)
      return { blocked: `the answer is no ${check.shows.of}: ${summary(answer)}` };
    return answer.body === undefined
      ? { blocked: 'the body cannot be read' }
      : checkValue(check.shows, context);
  }
  if (check.failure !== undefined)
    return answer.kind === 'error' && answer.body !== undefined
      ? checkValue(check.failure, context)
      : { blocked: answer.kind === 'success' ? 'the answer is no error' : 'the body cannot be read' };
  if (check.error !== undefined) return checkError(claim, check.error.part, context);
  return checkSuccess(check, context);
}

/** The authorization server's answers have no envelope with a result. */
function accepted({ answer, endpoint }: Context): boolean {
  return (
    answer.kind === 'success' && answer.status < 300 && (endpoint !== 'rest' || hasKey(answer.body, 'result'))
  );
}

function checkAccepted(context: Context): Outcome {
  const { answer } = context;
  if (accepted(context)) return undefined;
  if (answer.kind === 'unreadable') return { blocked: 'the body cannot be read' };
  return { contradicted: `expected the request to be accepted, got ${summary(answer)}` };
}

function checkRefused(answer: Answer): Outcome {
  if (answer.kind === 'unreadable' && answer.status < 400) return { blocked: 'the body cannot be read' };
  if (answer.kind !== 'success' && answer.status < 500) return undefined;
  return { contradicted: `expected the request to be refused with an error, got ${summary(answer)}` };
}

/** Claims about the answer to a valid request. */
function checkSuccess(check: Check, context: Context): Outcome {
  const { answer, expected } = context;
  if (expected.kind === 'success' && !expected.documented && !accepted(context))
    return { blocked: 'the request has an undocumented form and was not accepted' };
  if (check.status !== undefined)
    return is(answer.status === check.status, `HTTP ${check.status}`, summary(answer));
  if (answer.kind === 'unreadable') return { blocked: 'the body cannot be read' };
  if (answer.status >= 400) return { blocked: `the request was refused: ${summary(answer)}` };
  if (check.relation !== undefined) return checkRelation(check.relation, answer);
  return check.success ? checkValue(check.success, context) : { blocked: 'nothing to check' };
}

function checkError(claim: ContractClaim, part: 'code' | 'status' | 'text', context: Context): Outcome {
  const { error } = claim;
  const { answer, circumstances } = context;
  if (!error) return { blocked: 'the claim names no error' };
  if (answer.kind === 'unreadable') return { blocked: 'the body cannot be read' };
  const { error: code, error_description: text } = (answer.body ?? {}) as Record<string, unknown>;
  const raised = code === error.code;
  if (!raised && circumstances.madeUpCredential)
    return {
      blocked: 'a made-up credential was sent; B24_ALLOW_PLAIN_HTTP=1 lets the real one go over plain HTTP',
    };
  if (part === 'code') return is(raised, `the error ${error.code}`, summary(answer));
  if (!raised) return { blocked: `${error.code} was not answered: ${summary(answer)}` };
  if (part === 'status')
    return is(answer.status === error.status, `HTTP ${error.status}`, `HTTP ${answer.status}`);
  return is(text === error.text, `the text ${show(error.text)}`, show(text));
}

/** A value in the body against a schema. Where the object around it is missing, that is another claim's matter. */
function checkValue({ at, schema, equals, optional }: ValueCheck, { answer, schemas }: Context): Outcome {
  const keys = pointerKeys(at);
  const name = keys.join('.');
  let holder = answer.body;
  for (const key of keys.slice(0, -1)) {
    if (!hasKey(holder, key)) return { blocked: `there is no ${key} to look into` };
    holder = (holder as Record<string, unknown>)[key];
  }
  const last = keys.at(-1) ?? '';
  const described = schema === undefined ? undefined : schemas.schema(schema);
  const forbidden = optional === true && isForbidden(described);
  if (!hasKey(holder, last)) {
    if (keys.length > 1 && (typeof holder !== 'object' || holder === null))
      return { blocked: `${keys.slice(0, -1).join('.')} is no object to look into` };
    if (forbidden) return undefined;
    if (optional) return { blocked: `the target does not send ${name}` };
    const instead = keys.length > 1 ? '' : `: ${summary(answer)}`;
    return {
      contradicted: `expected ${name} to be ${wanted(described, equals)}, but it is missing${instead}`,
    };
  }
  const value = (holder as Record<string, unknown>)[last];
  if (forbidden) return { contradicted: `expected ${name} to be absent, got ${show(value)}` };
  const validate = schema === undefined ? undefined : schemas.validator(schema);
  if (validate ? validate(value) : equal(value, equals)) return undefined;
  return {
    contradicted: `expected ${name} to be ${wanted(described, equals)}, ${whatCame(name, value, validate?.errors?.[0])}`,
  };
}

function wanted(schema: JsonSchema | undefined, equals: unknown): string {
  return schema === undefined ? show(equals) : (schema.description ?? 'valid');
}

/** The value, or, where it is too long to find the fault in it, the place that is wrong. */
function whatCame(name: string, value: unknown, fault: ErrorObject | undefined): string {
  if (show(value).length <= LONGEST_WHOLE_VALUE || !fault) return `got ${show(value)}`;
  const place = name + fault.instancePath.replaceAll('/', '.');
  if (fault.keyword === 'required') return `but ${place} has no ${fault.params.missingProperty}`;
  return place === name ? `got ${show(value)}` : `but ${place} is ${show(fault.data)}`;
}

/** Characters that a reader takes in at a glance. */
const LONGEST_WHOLE_VALUE = 200;

function checkHeader({ name, value, includes, absent }: HeaderCheck, response: WireResponse): Outcome {
  const got = header(response.headers, name);
  const shown = got === undefined ? 'no such header' : show(got);
  if (absent) return is(got === undefined, `no header ${name}`, shown);
  if (value !== undefined) return is(got?.toLowerCase() === value.toLowerCase(), `${name}: ${value}`, shown);
  const words = (got ?? '').toLowerCase().split(/[\s,;]+/);
  return is(words.includes((includes ?? '').toLowerCase()), `${name} with '${includes ?? ''}'`, shown);
}

/** `not: {}` allows no value at all: the key must be missing. */
function isForbidden(schema: JsonSchema | undefined): boolean {
  return schema !== undefined && 'not' in schema;
}

function is(holds: boolean, expected: string, got: string): Outcome {
  return holds ? undefined : { contradicted: `expected ${expected}, got ${got}` };
}

/** What came, in a line: status and error code, or what was answered. */
function summary({ status, body }: Answer): string {
  if (body === undefined) return `HTTP ${status} with a body that cannot be read`;
  const { error, error_description: text } = (body ?? {}) as Record<string, unknown>;
  if (error !== undefined)
    return `HTTP ${status} ${code(error)}${typeof text === 'string' && text ? ` (${text})` : ''}`;
  return `HTTP ${status} ${content(body)}`;
}

/** In quotes where it would be misread: white space, nothing, a number beside the status. */
function code(error: unknown): string {
  return typeof error === 'string' && /^[\w-]+$/.test(error) ? error : `error: ${show(error)}`;
}

/** What was answered, without the times of requests: they say nothing here and are long. */
function content(body: unknown): string {
  if (!hasKey(body, 'result')) return show(body);
  const { time, ...rest } = body as Record<string, unknown>;
  const { result_error: errors } = (rest.result ?? {}) as Record<string, unknown>;
  return errors === undefined ? show(rest) : `for the batch, whose result_error is ${show(errors)}`;
}

/** A long list with the number of its items, which a cut would hide. */
function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const count = Array.isArray(value) && value.length > MOST_COUNTED ? `${value.length} items ` : '';
  return count + JSON.stringify(value).slice(0, LONGEST_QUOTE);
}

/** Items that a reader counts at a glance. */
const MOST_COUNTED = 9;

/**
 * Bounds the work, not the message: what a finding quotes is cut to a readable length only after secrets are replaced,
 * because half a secret is found by no redactor.
 */
const LONGEST_QUOTE = 50_000;

/** Types of the success answer's fields, following `$ref`s, for reading XML. */
function typesOf(contract: Contract, method: string): (path: readonly string[]) => JsonSchema | undefined {
  const root = contract.pages.find((page) => page.data.method?.name === method)?.data.method?.answer;
  return (path) => (root === undefined ? undefined : contract.schemas.typeAt(root, path));
}
