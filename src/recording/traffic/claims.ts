import { groupBy } from '../../base/group-by.ts';
import { own } from '../../base/own.ts';
import type { Case, Expected, RequestPlan } from '../../cases/case.ts';
import { credentialKind } from '../../cases/case.ts';
import type { Contract, ContractClaim, ErrorRow, Matcher, RequestData } from '../../contract/contract.ts';
import { conditionsOf } from '../../contract/matcher.ts';
import { refusalOf } from '../../contract/refusals.ts';
import type { ParameterChoice } from '../../contract/spec.ts';
import type { Answer } from '../../judge/answer.ts';
import { errorCode } from '../../judge/obstacles.ts';
import { header } from '../../wire/exchange.ts';
import type { Sent } from './sent.ts';

/** What an exchange can show, and what is expected of it. */
export interface Shown {
  claims: readonly string[];
  expected: Expected;
}

/** Claims of a form that hold only of requests with a certain header, as the suite's own have it. */
export const HEADERS_OF: Readonly<Record<string, (sent: Sent) => boolean>> = {
  'headers.accept': ({ headers }) => /application\/json/i.test(header(headers, 'accept') ?? ''),
  'headers.get-without-content-type': ({ headers }) => header(headers, 'content-type') === undefined,
};

/** Of a case without a parameter that must be there: the method refuses it, whatever else it is sent. */
interface LeftOut {
  method: string;
  kind: 'webhook' | 'token' | undefined;
  names: readonly string[];
  claims: readonly string[];
  expected: Expected;
  /** Numbers that the case sends, by name. */
  constants: ReadonlyMap<string, string>;
}

/** Tells which claims an exchange can show that another program recorded. Nothing is known of that portal but what is seen. */
export interface ClaimFinder {
  /** The method's name as the documentation writes it; undefined where it has none like that here. */
  methodOf(name: string): string | undefined;
  find(sent: Sent, plan: RequestPlan, answer: Answer): Shown;
}

/** @param cases all of the contract: what they leave out, others may leave out as well */
export function createClaimFinder(contract: Contract, cases: readonly Case[]): ClaimFinder {
  const names = new Map(
    [
      ...contract.pages.flatMap(({ method }) => method ?? []),
      ...cases.map(({ request }) => request.method),
    ].map((name) => [name.toLowerCase(), name]),
  );
  for (const { name } of contract.methods) names.set(name.toLowerCase(), name);
  /** Whether the page promises null, or less, for some calls, which a recording cannot tell from the others. */
  const hasExceptions = ({ method, id, check }: ContractClaim): boolean =>
    method !== undefined &&
    contract.claimsAbout(method).some(
      (other) =>
        other.method === method &&
        other.id !== id &&
        Object.entries(other.check?.shows ?? {}).some(([place, matcher]) => {
          if (place === '/result' && isNull(matcher)) return true;
          const within = Object.entries(check?.success ?? {}).some(([whole, wanted]) =>
            Object.keys(conditionsOf(wanted).has ?? {}).some((key) => place === `${whole}/${key}`),
          );
          return within && conditionsOf(matcher).absent === true;
        }),
    );
  const leftOut = groupBy(
    cases.flatMap((testCase) => leftOutBy(contract, testCase) ?? []),
    ({ method }) => method,
  );
  const kept = new Map<string, readonly string[]>();
  /** Claims about every answer of a kind to calls of a method. */
  const ofEvery = (method: string, kind: Answer['kind']): readonly string[] => {
    const key = `${kind} ${method}`;
    const isOfEvery = ({ check }: ContractClaim): unknown =>
      kind === 'error'
        ? check?.failure
        : kind === 'success' && (check?.success || check?.status || isOfTime(check?.relation));
    const known =
      kept.get(key) ??
      contract
        .claimsAbout(method)
        .filter((claim) => isOfEvery(claim) && !(claim.check?.success && hasExceptions(claim)))
        .map(({ id }) => id);
    kept.set(key, known);
    return known;
  };

  return {
    methodOf: (name) => names.get(name.toLowerCase()),
    find(sent, plan, answer) {
      if (plan.endpoint !== 'rest') return { claims: [], expected: { kind: 'any' } };
      const claims = [...ofEvery(plan.method, answer.kind), ...ofForm(contract, sent, plan, answer)];
      if (answer.kind === 'error' && sent.credential)
        claims.push(...ofRow(contract, plan.method, answer, plan));
      if (answer.kind === 'success') claims.push(...ofParameters(contract, sent, plan));
      const { claims: ofLeftOut, expected } = bySilence(leftOut.get(plan.method) ?? [], sent, answer);
      return {
        claims: [...new Set([...claims, ...ofLeftOut])],
        expected: isUnclear(sent, answer) ? { kind: 'refused' } : expected,
      };
    },
  };
}

/**
 * Whether what the pages say of an error that came may be about something else: texts depend on the credential, which may
 * have been taken out of the recording; and no page says with which error a token is refused that the portal does not know.
 */
function isUnclear({ credential }: Sent, answer: Answer): boolean {
  if (answer.kind !== 'error' || credential?.webhook !== undefined) return false;
  return credential === undefined || refusalOf(answer.status, errorCode(answer))?.about === 'request';
}

const isOfTime = (relation: string | undefined): boolean => relation?.startsWith('time-') ?? false;

/** What the contract says of the form in which it was sent. That it is accepted, only a method shows that needs its parameters. */
function ofForm(contract: Contract, sent: Sent, plan: RequestPlan, { kind }: Answer): string[] {
  const { dimensions } = contract.transport;
  const needsParameters = contract
    .claimsAbout(plan.method)
    .some(({ method, check }) => method === plan.method && check?.refused === 'method');
  const isTaken = kind === 'success' && needsParameters && (sent.parameters?.size ?? 0) > 0;
  return Object.values(dimensions).flatMap((values) =>
    Object.values(values)
      .filter(({ set }) => isOfForm(set, sent))
      .flatMap(({ claims = [] }) => claims)
      .filter((id) => {
        const check = contract.claim(id)?.check;
        if (check === undefined || HEADERS_OF[id]?.(sent) === false) return false;
        return check.accepted ? isTaken : true;
      }),
  );
}

function isOfForm(wanted: RequestData, sent: Sent): boolean {
  if (wanted.verb !== undefined && wanted.verb !== sent.verb) return false;
  if (wanted.encoding !== undefined && wanted.encoding !== sent.encoding) return false;
  if (wanted.suffix !== undefined && wanted.suffix !== sent.suffix) return false;
  if (wanted.credential === undefined) return true;
  const { credential } = sent;
  return (
    credential !== undefined &&
    wanted.credential.webhook === credential.webhook &&
    wanted.credential.token === credential.token &&
    wanted.credential.in === credential.in &&
    credential.as === undefined
  );
}

/**
 * Claims about the row of the method's errors that came. That its condition brings it about is not seen: nobody knows
 * which bots that portal has. Of several rows with one code it must be the one whose text came.
 */
function ofRow(contract: Contract, method: string, answer: Answer, { credential }: RequestPlan): string[] {
  const code = errorCode(answer);
  const text = (answer.body as { error_description?: unknown } | undefined)?.error_description;
  const rows = contract.errorsOf(method).filter((row) => row.code !== undefined && row.code === code);
  const isItsText = (row: ErrorRow): boolean => row.text !== undefined && row.text === text;
  const isLikeIts = (row: ErrorRow): boolean => row.text?.toLowerCase() === String(text).toLowerCase();
  // Code of one row, text of another: nobody knows which of the two was due.
  if (!rows.some(isLikeIts) && contract.errorsOf(method).some(isLikeIts)) return [];
  const row = rows.length === 1 ? rows[0] : rows.find(isItsText);
  if (!row) return [];
  const kind = credentialKind(credential);
  return contract
    .claimsAbout(method)
    .filter(
      (claim: ContractClaim) =>
        claim.method === method &&
        claim.check?.error !== undefined &&
        claim.check.error.part !== 'code' &&
        contract.isAbout(claim, row) &&
        (claim.check.error.credential === undefined || claim.check.error.credential === kind),
    )
    .map(({ id }) => id);
}

/** That values like those that were sent are accepted, and that what was left out may be. */
function ofParameters(contract: Contract, sent: Sent, plan: RequestPlan): string[] {
  const callPlan = contract.plan(plan.method);
  const { parameters } = sent;
  if (!callPlan?.varied || !parameters) return [];
  const kind = credentialKind(plan.credential);
  return Object.entries(callPlan.parameters).flatMap(([name, choices]) => {
    const isGiven = parameters.has(name);
    if (!isGiven && isSent(parameters, name)) return [];
    return Object.entries(choices)
      .filter(([, { only }]) => only === undefined || only === kind)
      .filter(([key, choice]) =>
        choice.absent ? !isGiven : isGiven && isLike(key, choice, parameters.get(name), sent.encoding),
      )
      .flatMap(([, { claims }]) => claims);
  });
}

const isNull = (matcher: Matcher | undefined): boolean =>
  matcher !== undefined && conditionsOf(matcher).is === null;

/** Names of parameters are taken in any case. */
const isSent = (parameters: ReadonlyMap<string, unknown>, name: string): boolean =>
  [...parameters.keys()].some((key) => key.toLowerCase() === name.toLowerCase());

function sentAs(parameters: ReadonlyMap<string, unknown>, name: string): unknown {
  for (const [key, value] of parameters) if (key.toLowerCase() === name.toLowerCase()) return value;
  return undefined;
}

/** Any value of the type is like a choice that is named by its type. */
const OF_TYPE: Readonly<Record<string, RegExp>> = { string: /\S/, integer: /^-?\d+$/ };

/** Whether a value is one like the contract's: of its type, and with an id where that has one. */
function isLike(
  key: string,
  { value, type, onlyJson }: ParameterChoice,
  sent: unknown,
  encoding: Sent['encoding'],
): boolean {
  if (onlyJson && encoding !== 'json') return false;
  if (typeof value !== 'string' || !['string', 'number'].includes(typeof sent)) return false;
  const cast = /^\$[\w.]+:(text|number)$/.exec(value)?.[1];
  const isNumber = cast === undefined ? type === 'integer' || type === 'number' : cast === 'number';
  if (encoding === 'json' && typeof sent !== (isNumber ? 'number' : 'string')) return false;
  const ofType = own(OF_TYPE, key);
  if (ofType) return ofType.test(String(sent));
  const pattern = value
    .split(/(\$[A-Za-z]+(?:\.\w+)?(?::\w+)?)/)
    .map((part, index) => (index % 2 === 0 ? literal(part) : /\.id(:|$)/.test(part) ? '\\d+' : '.+'))
    .join('');
  return new RegExp(`^${pattern}$`, 's').test(String(sent));
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A case that differs from the plainest call by what it leaves out alone. */
function leftOutBy(contract: Contract, testCase: Case): LeftOut | undefined {
  const { request, expected, before, after } = testCase;
  const plan = contract.plan(request.method);
  if (!plan || (expected.kind !== 'refused' && expected.kind !== 'error')) return undefined;
  if (after.length > 0 || before.some(({ kind }) => kind === 'world')) return undefined;
  const { credential, scheme, endpoint, headers, query, body, parameters } = request;
  const isOrdinary =
    (credential.webhook === 'own' || credential.token === 'own') &&
    scheme === 'https' &&
    endpoint === 'rest' &&
    body === undefined &&
    Object.keys(headers).length + Object.keys(query).length === 0;
  const names = Object.keys(plan.parameters).filter((name) => !(name in parameters));
  const isPlain = Object.entries(parameters).every(([name, { value }]) =>
    Object.values(plan.parameters[name] ?? {}).some((choice) => choice.value === value),
  );
  if (!isOrdinary || names.length === 0 || !isPlain) return undefined;
  const claims = testCase.claims.filter((id) => {
    const check = contract.claim(id)?.check;
    return check?.refused === 'method' || check?.error?.part === 'code';
  });
  if (claims.length === 0) return undefined;
  const constants = new Map(
    Object.entries(parameters).flatMap(([name, { value }]) =>
      typeof value === 'number' ? [[name, String(value)] as const] : [],
    ),
  );
  return { method: request.method, kind: credentialKind(credential), names, constants, claims, expected };
}

/**
 * What shows that a call went without what it needs: that it was accepted all the same contradicts, the very error of it
 * confirms. Another error says nothing, as more than that may have been wrong.
 */
function bySilence(leftOut: readonly LeftOut[], { parameters, credential }: Sent, answer: Answer): Shown {
  const nothing: Shown = { claims: [], expected: { kind: 'any' } };
  if (!parameters || !credential) return nothing;
  const kind = credentialKind(credential);
  const met = leftOut.filter(
    (each) =>
      each.kind === kind &&
      each.names.every((name) => !isSent(parameters, name)) &&
      // Another value may take the place of what is left out.
      [...each.constants].every(
        ([name, value]) => !isSent(parameters, name) || String(sentAs(parameters, name)) === value,
      ) &&
      (answer.kind === 'success' ||
        (each.expected.kind === 'error' && each.expected.error.code === errorCode(answer))),
  );
  const [first] = met;
  return first ? { claims: met.flatMap(({ claims }) => claims), expected: first.expected } : nothing;
}
