import type {
  ContractError,
  Credential,
  ParameterValue,
  RequestPatch,
  WorldThing,
} from '../contract/contract.ts';

/** A request before it is given credentials and ids: what to send, not yet whereto. */
export interface RequestPlan {
  scheme: 'https' | 'http';
  credential: Credential;
  verb: 'GET' | 'POST';
  encoding: NonNullable<RequestPatch['encoding']>;
  suffix: '' | '.json' | '.xml';
  method: string;
  parameters: Readonly<Record<string, ParameterValue>>;
}

/** What the documentation lets a case expect. */
export type Expected =
  | { kind: 'success'; documented: boolean }
  | { kind: 'refused' }
  | { kind: 'error'; error: ContractError };

/** One request plan, what is expected of it, and the claims it exercises. */
export interface Case {
  /** Stable: case or method, then the chosen values. */
  id: string;
  /** A sentence without the group's part. */
  title: string;
  /** Cases that a reader would want as one line: one test. */
  group: string;
  method: string;
  tags: readonly string[];
  request: RequestPlan;
  expected: Expected;
  claims: readonly string[];
  needs: readonly Capability[];
}

/** What a case needs of a target. */
export type Capability =
  | WorldThing
  | 'webhook'
  | 'webhookNoScope'
  | 'token'
  | 'expiredToken'
  | 'noScopeToken'
  | 'noBotToken'
  | 'deniedToken'
  | 'plainHttp';

const WEBHOOKS = { own: 'webhook', noScope: 'webhookNoScope', madeUp: undefined } as const;
const TOKENS = {
  own: 'token',
  expired: 'expiredToken',
  noScope: 'noScopeToken',
  noBot: 'noBotToken',
  denied: 'deniedToken',
  madeUp: undefined,
} as const;

/** The capability behind a credential; undefined for made-up ones and none. */
export function credentialCapability(credential: Credential): Capability | undefined {
  if (credential.webhook) return WEBHOOKS[credential.webhook];
  return credential.token && TOKENS[credential.token];
}

/** Everything a plan needs of a target before it can be sent. */
export function planNeeds(plan: RequestPlan): Capability[] {
  const credential = credentialCapability(plan.credential);
  return [
    ...(credential ? [credential] : []),
    ...(plan.scheme === 'http' ? (['plainHttp'] as const) : []),
    ...Object.values(plan.parameters).flatMap((value) => value.use ?? []),
  ];
}
