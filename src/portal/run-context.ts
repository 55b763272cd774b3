import type { Capability, Case, RequestPlan } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import type { PortalFacts } from './plan.ts';

/** Why capabilities that the settings name cannot be used, in words. */
export type Unusable = Partial<Record<Capability, string>>;

/** What a run's main process hands to its workers. Holds no secret of the portal. */
export interface RunContext {
  /** Address of the coordinator. */
  coordinator: string;
  run: string;
  /** Whether the run's CLIENT_ID was derived from its id. */
  derived: boolean;
  /** Process that tidies up. */
  pid: number;
  /** File of the ledger. */
  ledger: string;
  /** Scopes of the contract's methods, in lower case, that the webhook lacks. */
  missingScopes: Record<string, string>;
  /** Methods that the contract's cases call and that the webhook may not call or the portal does not have. */
  missingMethods: string[];
  /** Credentials and ids that are given and cannot be used. */
  unusable: Unusable;
}

/** Not a setting: made by one process of a run for the others. */
const VARIABLE = 'CONFORMANCE_RUN';

export function publishContext(context: RunContext): void {
  process.env[VARIABLE] = JSON.stringify(context);
}

export function readContext(): RunContext | undefined {
  const text = process.env[VARIABLE];
  return text === undefined ? undefined : (JSON.parse(text) as RunContext);
}

/** Scopes that the contract's methods need, each once. */
export function scopesOf(contract: Contract): string[] {
  const scopes = contract.methods.flatMap(({ scope }) => scope ?? []);
  return [...new Set(scopes)].filter((scope) => scope !== ANY_CREDENTIAL);
}

/** What the webhook may not and the portal cannot do, as far as the contract's cases ask for it. */
export function findMissing(
  contract: Contract,
  cases: readonly Case[],
  facts: PortalFacts,
): Pick<RunContext, 'missingScopes' | 'missingMethods'> {
  const missingScopes = Object.fromEntries(
    contract.methods.flatMap(({ name, scope }) =>
      scope !== undefined && scope !== ANY_CREDENTIAL && !facts.scopes.includes(scope)
        ? [[name.toLowerCase(), scope]]
        : [],
    ),
  );
  const called = cases
    .filter((one) => one.expected.kind === 'success')
    .flatMap((one) => plansOf(one).filter(isByWebhook).flatMap(methodsOf));
  const missingMethods = [...new Set(called)].filter(
    (method) => !isOfOtherServer(method) && facts.methods?.has(method.toLowerCase()) === false,
  );
  return { missingScopes, missingMethods };
}

/** Why the case cannot be carried out with these credentials on this portal; undefined when it can. */
export function whyUnavailable(
  one: Case,
  {
    missingScopes,
    missingMethods,
    unusable,
  }: Pick<RunContext, 'missingScopes' | 'missingMethods' | 'unusable'>,
): string | undefined {
  const unfit = one.needs.find((need) => unusable[need] !== undefined);
  if (unfit !== undefined) return unusable[unfit];
  const byWebhook = plansOf(one).filter(isByWebhook);
  for (const plan of byWebhook) {
    const scope = methodsOf(plan)
      .map((method) => missingScopes[method.toLowerCase()])
      .find((each) => each !== undefined);
    if (scope !== undefined) return needsScope(scope);
    const [first] = Object.values(missingScopes);
    if (first !== undefined && TELL_OF_SCOPES.has(plan.method.toLowerCase())) return needsScope(first);
  }
  if (one.expected.kind !== 'success') return undefined;
  const lacking = byWebhook.flatMap(methodsOf).find((method) => missingMethods.includes(method));
  if (lacking === undefined) return undefined;
  // The scope of this method is known, and the webhook has it.
  const known = Object.keys(missingScopes).length === 0 && one.method.toLowerCase() === lacking.toLowerCase();
  return known
    ? `the portal has no method ${lacking}`
    : `the webhook in B24_WEBHOOK cannot call ${lacking}: it lacks the scope, or the portal has no such method`;
}

const needsScope = (scope: string): string => `needs the scope ${scope} for the webhook in B24_WEBHOOK`;

/** As `scope` of a method that every credential may call. */
const ANY_CREDENTIAL = 'basic';

/** Methods that answer what the credential may do: without the scope there is nothing of the contract's to be seen. */
const TELL_OF_SCOPES: ReadonlySet<string> = new Set(['scope', 'methods', 'method.get']);

/** The requests of a case, in their order. */
function plansOf(one: Case): RequestPlan[] {
  const steps = (from: Case['before']): RequestPlan[] =>
    from.flatMap((step) => (step.kind === 'request' ? [step.plan] : []));
  return [...steps(one.before), one.request, ...steps(one.after)];
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
