import type { Case } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import type { PortalFacts } from './plan.ts';

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
  /** Scopes of the contract's methods that the webhook lacks. */
  missingScopes: string[];
  /** Methods of the contract's cases that the portal does not have. */
  missingMethods: string[];
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

/** What the webhook may not and the portal cannot do, as far as the contract's cases ask for it. */
export function findMissing(
  contract: Contract,
  cases: readonly Case[],
  facts: PortalFacts,
): Pick<RunContext, 'missingScopes' | 'missingMethods'> {
  const scopes = contract.pages
    .flatMap(({ data }) => data.method?.scope ?? [])
    .filter((scope) => scope !== 'basic');
  const missingScopes = [...new Set(scopes)].filter((scope) => !facts.scopes.includes(scope));
  const called = new Set(
    cases.filter((one) => one.expected.kind === 'success').map((one) => one.request.method),
  );
  const named = contract.pages.flatMap(({ data }) => data.method?.name ?? []);
  const missingMethods = [...called].filter(
    (method) => named.includes(method) && facts.methods?.has(method.toLowerCase()) === false,
  );
  return { missingScopes, missingMethods: missingScopes.length > 0 ? [] : missingMethods };
}

/** Why the case cannot be carried out with this webhook on this portal; undefined when it can. */
export function whyUnavailable(one: Case, { missingScopes, missingMethods }: RunContext): string | undefined {
  if (missingMethods.includes(one.request.method)) return `the portal has no method ${one.request.method}`;
  const scope = missingScopes.find((each) => one.request.method.startsWith(`${each}.`));
  if (scope === undefined || one.request.credential.webhook !== 'own') return undefined;
  return `needs the scope ${scope} for the webhook in B24_WEBHOOK`;
}
