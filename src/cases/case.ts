import type {
  Capability,
  ContractError,
  Credential,
  CredentialKind,
  EvidenceKind,
  ParameterValue,
  RequestPatch,
  WorldChange,
} from '../contract/contract.ts';
import { capabilitiesIn } from './placeholders.ts';

export type { Capability } from '../contract/contract.ts';

/** A request before it is given credentials and ids: what to send, not yet whereto. */
export interface RequestPlan {
  scheme: 'https' | 'http';
  endpoint: NonNullable<RequestPatch['endpoint']>;
  credential: Credential;
  verb: NonNullable<RequestPatch['verb']>;
  encoding: NonNullable<RequestPatch['encoding']>;
  suffix: '' | '.json' | '.xml';
  /** The method called. */
  method: string;
  slashes?: RequestPatch['slashes'];
  /** Sent beside or instead of the usual ones; null leaves one out. */
  headers: Readonly<Record<string, string | null>>;
  parameters: Readonly<Record<string, ParameterValue>>;
  /** Further parameters in the query, whatever the encoding. */
  query: Readonly<Record<string, ParameterValue>>;
  /** Instead of the encoded parameters. */
  body?: string | undefined;
}

/** Something that comes before or after the request that is judged. */
export type Step =
  | { kind: 'request'; plan: RequestPlan; capture: Readonly<Record<string, string>>; times: number }
  | { kind: 'world'; change: WorldChange };

/** What the documentation lets a case expect. */
export type Expected =
  | { kind: 'success'; documented: boolean }
  | { kind: 'refused' }
  | { kind: 'error'; error: ContractError }
  | { kind: 'any' };

/** One request plan, what is expected of it, and the claims it exercises. */
export interface Case {
  /** Stable: case or method, then the chosen values. */
  id: string;
  /** A sentence without the group's part. */
  title: string;
  /** Cases that a reader would want as one line: one test. */
  group: string;
  /** Method under whose heading the case is listed. */
  method: string;
  tags: readonly string[];
  before: readonly Step[];
  request: RequestPlan;
  /** Repeat the request until the expected error comes, at most so often. */
  burst?: number | undefined;
  after: readonly Step[];
  /** What a run does anyway that stands for the case where the target has no world for it. */
  evidence?: EvidenceKind | undefined;
  expected: Expected;
  claims: readonly string[];
  needs: readonly Capability[];
}

const WEBHOOKS = {
  own: 'webhook',
  otherUser: 'webhook',
  nearMiss: 'webhook',
  noScope: 'webhookNoScope',
  madeUp: undefined,
} as const;
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

/** The kind of a credential; undefined where there is none. */
export function credentialKind({ webhook, token, captured }: Credential): CredentialKind | undefined {
  if (webhook !== undefined) return 'webhook';
  return token === undefined && captured === undefined ? undefined : 'token';
}

/** Everything a plan needs of a target before it can be sent. */
export function planNeeds(plan: RequestPlan): Capability[] {
  const credential = credentialCapability(plan.credential);
  const values = [...Object.values(plan.parameters), ...Object.values(plan.query)];
  return [
    ...(credential ? [credential] : []),
    ...(plan.scheme === 'http' ? (['plainHttp'] as const) : []),
    ...values.flatMap((value) => value.use ?? capabilitiesIn(value.value)),
  ];
}

/** Whether the case changes or uses up the world it runs in: then it needs a mock portal of its own. */
export function needsOwnWorld(one: Case): boolean {
  return [...one.before, ...one.after].some((step) => step.kind === 'world');
}
