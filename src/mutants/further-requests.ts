import { type Case, ownerKind } from '../cases/case.ts';
import type { ContractClaim } from '../contract/contract.ts';
import type { CaseSpec, ParameterChoice } from '../contract/spec.ts';
import { type Call, wrapStage } from '../mock/index.ts';
import { byToken, byWebhook } from './callers.ts';
import { overlook, refuse } from './changes.ts';
import { byItself, type Context, looksLike, slug } from './further-context.ts';
import type { Difference, Mutant } from './mutant.ts';

/** Faults in what a further method makes of requests: refused, accepted, without effect. */

/** What ought to be refused before the method is reached is accepted. */
export function ofAuthorization(claim: ContractClaim, context: Context): Mutant | undefined {
  const { method, cases } = context;
  const struck = cases.filter((testCase) => testCase.method === method && testCase.claims.includes(claim.id));
  const [code] = struck.flatMap(codeOf);
  if (code === undefined) return undefined;
  return {
    id: `${slug(claim.id)}-not-checked`,
    breaks: `${method} answers with success where ${code} belongs.`,
    // Codes of the system are claims about any method's calls.
    kills: refusalsOf(struck, context),
    ...overlook(code, byItself(method)),
  };
}

/** A fault in a request that the method ought to refuse is accepted. */
export function ofRefusal(claim: ContractClaim, context: Context): Mutant | undefined {
  const { contract, method, cases } = context;
  const fault = contract.cases
    .filter((spec) => spec.method === method && spec.claims.includes(claim.id))
    .map(faultOf)
    .find((each) => each.missing.length + each.given.length > 0);
  if (fault === undefined) return undefined;
  const { missing, given } = fault;
  const naming = cases.filter((testCase) => testCase.claims.includes(claim.id));
  const owners = new Set(naming.map(({ request }) => ownerKind(request.credential)));
  const codes = new Set(naming.flatMap(codeOf));
  // References stand for anything: the code tells another application's bot from one that does not exist.
  const isRefusal = (code: unknown): boolean => codes.size === 0 || codes.has(String(code));
  const struck = cases.filter(
    ({ expected, request: { method: called, endpoint, parameters, credential } }) =>
      called === method &&
      endpoint === 'rest' &&
      (codes.size === 0
        ? expected.kind === 'refused' || expected.kind === 'error'
        : expected.kind === 'error' && isRefusal(expected.error.code)) &&
      owners.has(ownerKind(credential)) &&
      missing.every((name) => parameters[name] === undefined) &&
      given.every(([name, value]) => looksLike(value, parameters[name]?.value)),
  );
  const faults = [
    ...missing.map((name) => `without ${name}`),
    ...given.map(([name, value]) => `with ${name} ${JSON.stringify(value)}`),
  ];
  return {
    id: `${slug(claim.id)}-not-checked`,
    breaks: `${method} accepts a request ${faults.join(' and ')}${owners.size === 1 ? ` by ${[...owners].join()}` : ''}.`,
    kills: refusalsOf(struck, context),
    // A case that wants a refusal of any kind may be refused with the same code.
    ...(given.length > 0 && { about: claim.id }),
    ...accept(
      (call, code) =>
        byItself(method)(call) &&
        isRefusal(code) &&
        ((byWebhook(call) && owners.has('webhook')) || (byToken(call) && owners.has('token'))) &&
        missing.every((name) => !call.parameters.has(name.toUpperCase())) &&
        given.every(([name, value]) => looksLike(value, call.parameters.get(name.toUpperCase()))),
    ),
  };
}

/** A request in a form that ought to be accepted is refused. */
export function ofForm(claim: ContractClaim, { contract, method }: Context): Mutant {
  const choices = Object.entries(contract.plan(method)?.parameters ?? {}).flatMap(([name, values]) =>
    Object.values(values)
      .filter(({ claims }) => claims.includes(claim.id))
      .map((choice) => ({ name: name.toUpperCase(), choice })),
  );
  const titles = choices.map(({ choice: { title, only } }) => (only ? `${title} by ${only}` : title));
  return {
    id: `${slug(claim.id)}-refused`,
    breaks: `${method} refuses ${titles.length > 0 ? `requests with ${titles.join(' or ')}` : 'every request'}.`,
    kills: [claim.id],
    // The status of a success, and forms that stand in the same requests alone, turn red with it.
    about: claim.id,
    ...refuse(
      (call) =>
        byItself(method)(call) &&
        (choices.length === 0 || choices.some(({ name, choice }) => isChosen(choice, call, name))),
    ),
  };
}

/** What accepted faults contradict: that they are refused, and with which code. Status and text are nowhere to be seen. */
function refusalsOf(cases: readonly Case[], { contract }: Context): string[] {
  const claims = new Set(cases.flatMap((testCase) => testCase.claims));
  return [...claims].filter((id) => {
    const check = contract.claim(id)?.check;
    return check?.refused !== undefined || check?.error?.part === 'code';
  });
}

const codeOf = ({ expected }: Case): string[] =>
  expected.kind === 'error' && expected.error.code !== undefined ? [expected.error.code] : [];

/** What a case leaves out of the plainest request, and what it sets otherwise. */
function faultOf({ steps }: CaseSpec): { missing: readonly string[]; given: readonly [string, unknown][] } {
  const act = steps.find(({ role }) => role === 'act');
  if (act?.role !== 'act') return { missing: [], given: [] };
  return {
    missing: [act.request.without ?? []].flat(),
    given: Object.entries(act.request.with ?? {}),
  };
}

const JSON_TYPES: Readonly<Record<string, string>> = {
  integer: 'number',
  number: 'number',
  text: 'string',
  string: 'string',
  boolean: 'boolean',
};

/** Whether a call has a parameter in that form; outside of JSON there are only texts. */
function isChosen(
  { absent, value, type, only, onlyJson }: ParameterChoice,
  call: Call,
  name: string,
): boolean {
  const given = call.parameters.get(name);
  if (only !== undefined && !(only === 'token' ? byToken : byWebhook)(call)) return false;
  if (absent) return given === undefined;
  const isJson = call.request.body.toString().startsWith('{');
  if (onlyJson && !isJson) return false;
  const [, cast = type ?? ''] = /:(text|number)$/.exec(String(value)) ?? [];
  const expected = JSON_TYPES[cast];
  if (isJson && expected !== undefined && typeof value !== 'object' && typeof given !== expected)
    return false;
  return typeof value === 'object' ? given !== undefined : looksLike(value, given);
}

/** Errors of the method itself are a success. */
const accept = (when: (call: Call, code: unknown) => boolean): Difference => ({
  stages: (stages) =>
    wrapStage(stages, 'method', async (call, run) => {
      const answer = await run(call);
      return answer?.body && 'error' in answer.body && when(call, answer.body.error)
        ? { status: 200, headers: {}, body: { result: true } }
        : answer;
    }),
});
