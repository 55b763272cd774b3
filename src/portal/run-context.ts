import { own } from '../base/own.ts';
import { type Capability, type Case, credentialCapability, type RequestPlan } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import type { MadeValues } from '../target/resource-values.ts';
import type { Granted } from './check-credentials.ts';
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
  /** Scopes of the further credentials. */
  granted: Granted;
}

/** Scopes without which a credential shows nothing: those of the representative method, which all transport is tried with. */
export function scopesOf(contract: Contract): string[] {
  const scope = contract.scopeOf(contract.transport.representative);
  return scope === undefined || scope === ANY_CREDENTIAL ? [] : [scope];
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
      else if (mustExist(testCase, method, scopeOf) && !isOfOtherServer(method) && isUnlisted(method, facts))
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
    granted,
  }: Pick<RunContext, 'missingScopes' | 'missingMethods' | 'unusable' | 'granted'>,
  scopeOf: ScopeOf,
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
  const unfitScope = whyUnfitByScope(testCase, granted, scopeOf);
  if (unfitScope !== undefined) return unfitScope;
  const lacking = byWebhook
    .flatMap(methodsOf)
    .find((method) => own(missingMethods, method) !== undefined && mustExist(testCase, method, scopeOf));
  if (lacking === undefined) return undefined;
  return missingMethods[lacking] === 'absent'
    ? `the portal has no method ${lacking}`
    : `the webhook in B24_WEBHOOK cannot call ${lacking}: it lacks the scope, or the portal has no such method`;
}

/** What a case expects to be refused may well be a name that no page documents. */
const mustExist = ({ expected }: Case, method: string, scopeOf: ScopeOf): boolean =>
  expected.kind === 'success' || scopeOf(method) !== undefined;

/** Variables of the credentials that are there to be refused for the lack of a scope. */
const WITHOUT_SCOPE: Partial<Record<Capability, string>> = {
  webhookNoScope: 'B24_WEBHOOK_NO_SCOPE',
  noScopeToken: 'B24_OAUTH_NO_SCOPE_TOKEN',
};

/** Why a further credential cannot show what a case needs of it: each may have the scopes of some methods and not of others. */
function whyUnfitByScope(testCase: Case, granted: Granted, scopeOf: ScopeOf): string | undefined {
  for (const plan of plansOf(testCase)) {
    const capability = credentialCapability(plan.credential);
    const scopes = capability === undefined ? undefined : own(granted, capability);
    if (capability === undefined || scopes === undefined) continue;
    const variable = own(WITHOUT_SCOPE, capability);
    for (const method of methodsOf(plan)) {
      const lacking = lackingScope(method, { scopes }, scopeOf);
      const stated = scopeOf(method);
      if (
        variable !== undefined &&
        plan === testCase.request &&
        stated !== undefined &&
        !stated.includes(ANY_CREDENTIAL) &&
        lacking === undefined
      )
        return `${variable} has the scope of ${method} (${stated}), and cannot show that it is refused without`;
      if (variable === undefined && lacking !== undefined)
        return `the access token lacks the scope ${lacking} of ${method}`;
    }
  }
  return undefined;
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
