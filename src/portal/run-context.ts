import { own } from '../base/own.ts';
import type { Case, RequestPlan } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import type { MadeValues } from '../target/resource-values.ts';
import { ANY_CREDENTIAL, isUnlisted, lackingScope, needsScope, type ScopeOf } from './obstacle.ts';
import type { PortalFacts } from './plan.ts';

/** Why credentials and resources cannot be used, in words; by what cases need. */
export type Unusable = Partial<Record<string, string>>;

/** What a run's main process hands to its workers. Holds no secret of the portal. */
export interface RunContext {
  /** Address of the coordinator. */
  coordinator: string;
  run: string;
  /** Resources whose secret was derived from the run's id. */
  derived: readonly string[];
  /** Process that tidies up. */
  pid: number;
  /** File of the ledger. */
  ledger: string;
  /** What the run made, where no variable gives it. */
  made: MadeValues;
  /** Methods that the contract's cases call, in lower case, and their scopes that the webhook lacks. */
  missingScopes: Record<string, string>;
  /** Methods that the contract's cases call and the portal does not list: whether their scope is known, and there. */
  missingMethods: Record<string, 'absent' | 'absent-or-no-scope'>;
  /** Credentials and resources that are given, or are to be made, and cannot be used. */
  unusable: Unusable;
}

/** Scopes that the contract's methods need, each once. */
export function scopesOf(contract: Contract): string[] {
  const scopes = contract.methods.flatMap(({ scope }) => scope ?? []);
  return [...new Set(scopes)].filter((scope) => scope !== ANY_CREDENTIAL);
}

/** What the contract states of the scopes of its methods. */
export function scopesByMethod(contract: Contract): ScopeOf {
  return (method) => contract.scopeOf(method);
}

/** What the webhook may not and the portal cannot do, as far as the contract's cases ask for it. */
export function findMissing(
  cases: readonly Case[],
  facts: PortalFacts,
  scopeOf: ScopeOf,
): Pick<RunContext, 'missingScopes' | 'missingMethods'> {
  const missing: Pick<RunContext, 'missingScopes' | 'missingMethods'> = {
    missingScopes: {},
    missingMethods: {},
  };
  for (const testCase of cases)
    for (const method of plansOf(testCase).filter(isByWebhook).flatMap(methodsOf)) {
      const scope = lackingScope(method, facts, scopeOf);
      if (scope !== undefined) missing.missingScopes[method.toLowerCase()] = scope;
      // What a case expects to be refused may well be unknown.
      else if (testCase.expected.kind === 'success' && !isOfOtherServer(method) && isUnlisted(method, facts))
        missing.missingMethods[method] = scopeOf(method) === undefined ? 'absent-or-no-scope' : 'absent';
    }
  return missing;
}

/** Why the case cannot be carried out with these credentials on this portal; undefined when it can. */
export function whyUnavailable(
  testCase: Case,
  {
    missingScopes,
    missingMethods,
    unusable,
  }: Pick<RunContext, 'missingScopes' | 'missingMethods' | 'unusable'>,
): string | undefined {
  const byWebhook = plansOf(testCase).filter(isByWebhook);
  for (const plan of byWebhook) {
    const scope = methodsOf(plan)
      .map((method) => missingScopes[method.toLowerCase()])
      .find((each) => each !== undefined);
    if (scope !== undefined) return needsScope(scope);
    const [first] = Object.values(missingScopes);
    if (first !== undefined && TELL_OF_SCOPES.has(plan.method.toLowerCase())) return needsScope(first);
  }
  const unfit = testCase.needs.find((need) => unusable[need] !== undefined);
  if (unfit !== undefined) return unusable[unfit];
  if (testCase.expected.kind !== 'success') return undefined;
  const lacking = byWebhook.flatMap(methodsOf).find((method) => own(missingMethods, method) !== undefined);
  if (lacking === undefined) return undefined;
  return missingMethods[lacking] === 'absent'
    ? `the portal has no method ${lacking}`
    : `the webhook in B24_WEBHOOK cannot call ${lacking}: it lacks the scope, or the portal has no such method`;
}

/** Methods that answer what the credential may do: without the scope there is nothing of the contract's to be seen. */
const TELL_OF_SCOPES: ReadonlySet<string> = new Set(['scope', 'methods', 'method.get']);

/** The requests of a case, in their order. */
function plansOf({ before, request, after }: Case): RequestPlan[] {
  const steps = (from: Case['before']): RequestPlan[] =>
    from.flatMap((step) => (step.kind === 'request' ? [step.plan] : []));
  return [...steps(before), request, ...steps(after)];
}

const isByWebhook = ({ credential }: RequestPlan): boolean => credential.webhook === 'own';

/** The method of a request, and in a batch those of its commands. */
function methodsOf({ method, parameters }: RequestPlan): string[] {
  if (method.toLowerCase() !== 'batch') return [method];
  return [method, ...commandsIn(parameters.cmd?.value)];
}

function commandsIn(value: unknown): string[] {
  if (typeof value === 'string') return /^[a-z][\w.]*(?=\?|$)/i.exec(value)?.slice(0, 1) ?? [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(commandsIn) : [];
}

/** The authorization server's own request. */
const isOfOtherServer = (method: string): boolean => method.startsWith('oauth.');
