import { type Case, ownerKind } from '../cases/case.ts';
import type { ContractClaim } from '../contract/contract.ts';
import type { CaseSpec, ParameterChoice } from '../contract/spec.ts';
import { type Call, wrapStage } from '../mock/index.ts';
import { byToken, byWebhook } from './callers.ts';
import { isOf, overlook, refuse, type When } from './changes.ts';
import { type Context, slug } from './further-context.ts';
import type { Difference, Mutant } from './mutant.ts';

/** Faults in what a further method makes of requests: refused, accepted, without effect. */

/** What ought to be refused before the method is reached is accepted. */
export function ofAuthorization(claim: ContractClaim, context: Context): Mutant | undefined {
  const { method, cases } = context;
  const struck = cases.filter((testCase) => testCase.method === method && testCase.claims.includes(claim.id));
  const code = struck.map(({ expected }) => expected.kind === 'error' && expected.error.code).find(Boolean);
  if (!code) return undefined;
  return {
    id: `${slug(claim.id)}-not-checked`,
    breaks: `${method} answers with success where ${code} belongs.`,
    // Codes of the system are claims about any method's calls.
    kills: refusalsOf(struck, context),
    ...overlook(code, isOf(method)),
  };
}

/** A fault in a request that the method ought to refuse is accepted. */
export function ofRefusal(claim: ContractClaim, context: Context): Mutant | undefined {
  const { contract, method, cases } = context;
  const spec = contract.cases.find((each) => each.method === method && each.claims.includes(claim.id));
  const request = spec && faultOf(spec);
  if (request === undefined) return undefined;
  const { without = [], with: given = {} } = request;
  const missing = [without].flat();
  const set = Object.entries(given);
  const named = cases.filter((testCase) => testCase.claims.includes(claim.id));
  const owners = new Set(named.map((testCase) => ownerKind(testCase.request.credential)));
  const ofOwner = (kind: 'webhook' | 'token'): boolean => owners.size > 1 || owners.has(kind);
  const struck = cases.filter(
    ({ method: called, expected, request: { parameters, credential } }) =>
      called === method &&
      expected.kind !== 'success' &&
      ofOwner(ownerKind(credential)) &&
      missing.every((name) => parameters[name] === undefined) &&
      set.every(([name, value]) => looksLike(value, parameters[name]?.value)),
  );
  return {
    id: `${slug(claim.id)}-not-checked`,
    breaks: `${method} accepts a request ${[
      ...missing.map((name) => `without ${name}`),
      ...set.map(([name, value]) => `with ${name} ${JSON.stringify(value)}`),
    ].join(' and ')}${owners.size === 1 ? ` by ${[...owners].join()}` : ''}.`,
    kills: refusalsOf(struck, context),
    ...accept(
      (call) =>
        isOf(method)(call) &&
        ((byWebhook(call) && ofOwner('webhook')) || (byToken(call) && ofOwner('token'))) &&
        missing.every((name) => !call.parameters.has(name.toUpperCase())) &&
        set.every(([name, value]) => looksLike(value, call.parameters.get(name.toUpperCase()))),
    ),
  };
}

/** A request in a form that ought to be accepted is refused. */
export function ofForm(claim: ContractClaim, { contract, method }: Context): Mutant {
  const parameters = Object.entries(contract.plan(method)?.parameters ?? {});
  const isInForm = parameters.flatMap(([name, choices]): When[] =>
    Object.values(choices)
      .filter(({ claims }) => claims.includes(claim.id))
      .map((choice) => (call) => isChosen(choice, call, name.toUpperCase())),
  );
  return {
    id: `${slug(claim.id)}-refused`,
    breaks: `${method} refuses what this is about: ${claim.says}`,
    kills: [claim.id],
    // The status of a success, and forms that stand in the same requests alone, turn red with it.
    about: claim.id,
    ...refuse((call) => isOf(method)(call) && (isInForm.length === 0 || isInForm.some((is) => is(call)))),
  };
}

/** The method answers as ever and changes nothing. */
export function ofFlow(claim: ContractClaim, { method }: Context): Mutant {
  return {
    id: `${slug(claim.id)}-missing`,
    breaks: `${method} answers as if it were done, and changes nothing.`,
    kills: [claim.id],
    ...idle(isOf(method)),
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

function faultOf({ steps }: CaseSpec) {
  const act = steps.find(({ role }) => role === 'act');
  return act?.role === 'act' ? act.request : undefined;
}

/** Whether a value came from such contract data, where `$references` stand for anything. */
function looksLike(data: unknown, value: unknown): boolean {
  if (typeof data === 'object') return JSON.stringify(data) === JSON.stringify(value);
  const parts = String(data)
    .split(/\$[\w.]+/)
    .map((part) => part.replace(/[^\w\s]/g, '\\$&'));
  return value !== undefined && new RegExp(`^${parts.join('.+')}$`, 's').test(String(value));
}

const JSON_TYPES: Readonly<Record<string, string>> = {
  integer: 'number',
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
  const expected = JSON_TYPES[type ?? ''];
  if (isJson && expected !== undefined && typeof given !== expected) return false;
  return typeof value === 'object' ? given !== undefined : looksLike(value, given);
}

/** Errors of the method itself are a success. */
const accept = (when: When): Difference => ({
  stages: (stages) =>
    wrapStage(stages, 'method', async (call, run) => {
      const answer = await run(call);
      return answer?.body && 'error' in answer.body && when(call)
        ? { status: 200, headers: {}, body: { result: true } }
        : answer;
    }),
});

/** Whatever the method did to users, bots and chats is undone before anybody else has a turn. */
const idle = (when: When): Difference => ({
  stages: (stages) =>
    wrapStage(stages, 'method', (call, run) => {
      if (!when(call)) return run(call);
      const { users, bots, chats } = call.portal;
      const undo = [users, bots, chats].map((table) => {
        const rows = [...table];
        return () => {
          table.clear();
          for (const [id, row] of rows) (table as Map<number, unknown>).set(id, row);
        };
      });
      const answer = run(call);
      for (const restore of undo) restore();
      return answer;
    }),
});
