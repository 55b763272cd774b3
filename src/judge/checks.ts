import type { Case, Expected } from '../cases/case.ts';
import type { Check, ContractClaim, ErrorRow, HeaderCheck, Matchers } from '../contract/contract.ts';
import { isStatedStatus } from '../contract/facts.ts';
import { conditionsOf } from '../contract/matcher.ts';
import type { Schemas } from '../contract/schemas.ts';
import type { LookUp } from '../contract/values.ts';
import { type Circumstances, header, type WireResponse } from '../wire/exchange.ts';
import { type Answer, hasKey, isRedirect } from './answer.ts';
import type { Obstacle } from './obstacles.ts';
import { blockedBy, is, isText, type Outcome } from './outcome.ts';
import { checkRelation, RELATION_NAMES } from './relations.ts';
import { checkValues } from './values.ts';
import { show, summary } from './words.ts';

/** What a check may look at. */
export interface Context {
  answer: Answer;
  response: WireResponse;
  request: Case['request'];
  expected: Expected;
  /** Who refused, where the answer is an error. */
  origin: 'system' | 'method' | 'unknown';
  /** Whether the answer is an error, code and text, that the called method documents as its own. */
  isOfMethod: boolean;
  schemas: Schemas;
  circumstances: Circumstances;
  testCase: Case;
  /** Answers to what the case sent first. */
  earlier: readonly Answer[];
  /** What the case sent afterwards to see what it did. */
  observed: readonly ObservedStep[];
  /** What references in expectations stand for. */
  lookUp: LookUp;
}

/** The answer to a step that observes; without one, why there is none. */
export interface ObservedStep {
  /** `step 2 (imbot.dialog.get)` */
  name: string;
  answer: Answer | undefined;
  /** Why it is no answer of the method to what was asked. */
  obstacle?: Obstacle | undefined;
  /** It calls the method of the case again, which refused it with an error of its own, and nothing came in between. */
  refusedByOwn?: boolean;
  /** What came in place of an answer before it was sent again. */
  spoilt?: string | undefined;
  expect: Matchers;
}

/** What an answer says about a claim; nothing is wrong for a check that is left out. */
export function decide(claim: ContractClaim, context: Context): Outcome {
  const { check = {} } = claim;
  const [kind] = Object.keys(check) as Kind[];
  if (kind === undefined) return { blocked: 'nothing to check' };
  return context.circumstances.leftOut?.has(nameOfCheck(check)) ? undefined : apply(kind, claim, context);
}

function apply<One extends Kind>(kind: One, claim: ContractClaim, context: Context): Outcome {
  return CHECKS[kind](claim.check?.[kind] as Wanted[One], context, claim);
}

/** `status`, `error code`, `refused method`, `relation time-order`: what decides a claim, or `in tries` and the like. */
export type CheckName = string;

/** The kind of a check, with what it looks for where one kind looks for several things. */
export function nameOfCheck({ error, refused, relation, header, ...others }: Check): CheckName {
  if (error) return `error ${error.part}`;
  if (refused !== undefined) return refused === true ? 'refused' : `refused ${refused}`;
  if (relation !== undefined) return `relation ${relation}`;
  if (header) return `header ${Object.keys(header).find((key) => key !== 'name')}`;
  const [kind = 'none'] = Object.keys(others);
  return kind;
}

type Wanted = Required<Check>;
type Kind = keyof Wanted;
type Checks = { [One in Kind]: (wanted: Wanted[One], context: Context, claim: ContractClaim) => Outcome };

/** What kinds of checks look for that look for several things, and where the judge looks beside the answer of a case. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  error: ['code', 'status', 'text'],
  refused: ['', 'authorization', 'method'],
  relation: RELATION_NAMES,
  header: ['value', 'includes', 'absent'],
};
const BESIDE: readonly CheckName[] = ['in tries', 'in steps', 'in passing'];

/** All checks that the judge has. */
export const checkNames = (): CheckName[] => [
  ...Object.keys(CHECKS).flatMap((kind) => (PARTS[kind] ?? ['']).map((part) => `${kind} ${part}`.trim())),
  ...BESIDE,
];

const UNREADABLE: Outcome = { blocked: 'the body cannot be read' };

/** How each kind of check is decided; a claim has exactly one. */
const CHECKS: Checks = {
  accepted: (_, context) => {
    if (accepted(context)) return undefined;
    if (context.answer.kind === 'unreadable') return UNREADABLE;
    return { contradicted: `expected the request to be accepted, got ${summary(context.answer)}` };
  },
  refused: (by, context) => checkRefused(by, context),
  redirect: (status, { answer }) => ({
    contradicted: `expected a redirect with HTTP ${status}, got ${
      isRedirect(answer) ? `HTTP ${answer.status} without the header Location` : summary(answer)
    }`,
  }),
  mediaType: (type, { answer }) =>
    is(answer.mediaType === type, `the media type ${type}`, answer.mediaType ?? 'none'),
  charset: (charset, { answer }) =>
    is(answer.charset === charset, `charset=${charset}`, answer.charset ?? 'no charset'),
  header: (wanted, { response }) => checkHeader(wanted, response),
  format: (format, { answer }) =>
    answer.formatProblem === undefined
      ? undefined
      : { contradicted: `expected ${format.toUpperCase()}, but ${answer.formatProblem}` },
  xmlRoot: (root, { answer }) =>
    answer.format === 'xml'
      ? is(answer.xmlRoot === root, `the root element <${root}>`, `<${answer.xmlRoot}>`)
      : { blocked: 'the answer is not XML' },
  status: (status, context) =>
    undocumentedAndRefused(context) ??
    (status >= 400 && context.answer.kind === 'success'
      ? { blocked: `the request was not refused: ${summary(context.answer)}` }
      : undefined) ??
    is(context.answer.status === status, `HTTP ${status}`, summary(context.answer)),
  success: (values, context) =>
    noSuccess(context) ?? checkValues(values, context.answer, context.schemas, context.lookUp),
  relation: (name, context) =>
    noSuccess(context) ?? checkRelation(name, context.answer, context.request, context.earlier),
  failure: (values, context) => ofError(context) ?? checkBody(values, context),
  shows: (values, context) => checkBody(values, context),
  refusalShows: (values, context) => ofError(context) ?? checkBody(values, context),
  flow: (_, context) => checkFlow(context),
  error: ({ part }, context, { error }) =>
    error ? checkError(error, part, context) : { blocked: 'the page has no such row of errors' },
};

/** A refusal counts only as the kind that the claim is about: a method's own error proves that authorization passed. */
function checkRefused(by: Wanted['refused'], { answer, origin }: Context): Outcome {
  if (answer.kind === 'unreadable') return UNREADABLE;
  if (answer.kind === 'success' || answer.status >= 500)
    return { contradicted: `expected the request to be refused with an error, got ${summary(answer)}` };
  if (by === true) return undefined;
  if (origin === 'unknown')
    return { blocked: `it cannot be seen whether the REST API or the method refused: ${summary(answer)}` };
  if (by === 'authorization')
    return is(
      origin === 'system',
      'the REST API to refuse the credential',
      `an error of the method, to which the call got through: ${summary(answer)}`,
    );
  return is(
    origin === 'method',
    'the method to refuse its parameters',
    `a refusal of the credential, although it is valid: ${summary(answer)}`,
  );
}

function ofError({ answer }: Context): Outcome {
  return answer.kind === 'success'
    ? { blocked: `the answer is not an error: ${summary(answer)}` }
    : undefined;
}

function checkBody(values: Matchers, { answer, schemas, lookUp }: Context): Outcome {
  return answer.body === undefined ? UNREADABLE : checkValues(values, answer, schemas, lookUp);
}

/** What the act and the steps after it were answered, against what each expects. */
function checkFlow(context: Context): Outcome {
  const { answer, testCase, observed, schemas, lookUp } = context;
  if (!accepted(context)) return { blocked: `the request was not accepted: ${summary(answer)}` };
  const ofAct =
    testCase.expect === undefined ? undefined : checkValues(testCase.expect, answer, schemas, lookUp);
  if (ofAct) return ofAct;
  const expecting = testCase.after.filter(
    (step) => step.kind === 'request' && step.role === 'observe' && step.expect !== undefined,
  );
  if (observed.length < expecting.length)
    return { blocked: 'a step was not sent: no earlier answer had a value that it needs' };
  for (const { name, answer: seen, obstacle, refusedByOwn, spoilt, expect } of observed) {
    if (!seen) return { blocked: `${name} had no answer` };
    if (obstacle !== undefined) return blockedBy({ ...obstacle, reason: `${name}: ${obstacle.reason}` });
    if (seen.body === undefined) return { blocked: `the answer to ${name} cannot be read` };
    const asksForError = Object.keys(expect).some((pointer) => pointer.startsWith('/error'));
    if (seen.kind === 'error' && !asksForError) {
      const refused = `${name} was refused: ${summary(seen)}`;
      // What another method refuses to show is that method's matter.
      const mustSucceed = Object.values(expect).some((wanted) => !conditionsOf(wanted).optional);
      return refusedByOwn && mustSucceed ? { contradicted: refused } : { blocked: refused };
    }
    const outcome = checkValues(expect, seen, schemas, lookUp);
    if (outcome && 'contradicted' in outcome && seen.kind === 'error' && spoilt !== undefined)
      return {
        blocked: `${name}: ${spoilt} came first; sent again, it was refused (${summary(seen)}), maybe as it had been carried out`,
      };
    if (outcome && 'contradicted' in outcome)
      return { ...outcome, contradicted: `${name}: ${outcome.contradicted}` };
    if (outcome) return { blocked: `${name}: ${outcome.blocked}` };
  }
  return undefined;
}

/** The authorization server's answers have no envelope with a result. */
function accepted({ answer, request }: Context): boolean {
  const needsResult = request.endpoint === 'rest';
  return answer.kind === 'success' && answer.status < 300 && (!needsResult || hasKey(answer.body, 'result'));
}

function undocumentedAndRefused(context: Context): Outcome {
  const { expected } = context;
  return expected.kind === 'success' && !expected.documented && !accepted(context)
    ? { blocked: 'the request has an undocumented form and was not accepted' }
    : undefined;
}

/** Why claims about the content of a success cannot be seen. */
function noSuccess(context: Context): Outcome {
  const { answer } = context;
  const undocumented = undocumentedAndRefused(context);
  if (undocumented) return undocumented;
  if (answer.kind === 'unreadable') return UNREADABLE;
  return answer.status < 400 ? undefined : { blocked: `the request was refused: ${summary(answer)}` };
}

function checkError(
  { code: wanted, statuses, text: wantedText, scope }: ErrorRow,
  part: 'code' | 'status' | 'text',
  { answer, circumstances, isOfMethod }: Context,
): Outcome {
  if (answer.kind === 'unreadable') return UNREADABLE;
  const { error: code, error_description: text } = (answer.body ?? {}) as Record<string, unknown>;
  const raised = wanted === undefined ? answer.kind === 'error' : code === wanted;
  const row = wanted ?? 'an error without a code';
  if (!raised && circumstances.madeUpCredential)
    return {
      blocked: [
        'a made-up credential was sent',
        ...(circumstances.advice ? [circumstances.advice.realCredential] : []),
      ].join('; '),
    };
  if (raised && scope === 'system' && isOfMethod && text !== wantedText)
    return { blocked: `the method's own ${row} came: ${summary(answer)}` };
  if (part === 'code') return is(raised, `the error ${row}`, summary(answer));
  if (!raised) return { blocked: `${row} was not answered: ${summary(answer)}` };
  if (part === 'status')
    return is(
      isStatedStatus(statuses, answer.status),
      `HTTP ${statuses.join(' or ')}`,
      `HTTP ${answer.status}`,
    );
  return isText(text === wantedText, `the text ${show(wantedText)}`, show(wantedText), show(text));
}

function checkHeader({ name, value, includes, absent }: HeaderCheck, response: WireResponse): Outcome {
  const got = header(response.headers, name);
  const shown = got === undefined ? 'no such header' : show(got);
  if (absent) return is(got === undefined, `no header ${name}`, shown);
  if (value !== undefined) return is(got?.toLowerCase() === value.toLowerCase(), `${name}: ${value}`, shown);
  const words = (got ?? '').toLowerCase().split(/[\s,;]+/);
  return is(words.includes((includes ?? '').toLowerCase()), `${name} with '${includes ?? ''}'`, shown);
}
