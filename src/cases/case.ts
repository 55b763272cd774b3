import type {
  Credential,
  CredentialKind,
  ErrorRow,
  EvidenceKind,
  Matchers,
  RequestData,
  WorldChange,
} from '../contract/contract.ts';

/** What a target may lack: a resource, a credential, leave to do something. */
export type Capability = string;

/** A parameter before its references are filled. */
export interface Parameter {
  /** With `$references`. */
  value: unknown;
  /** JSON type that the page gives it: what a reference stands for is sent as that. */
  type?: string;
  /** Not percent-encoded in a query. */
  raw?: boolean;
  /** A list of so many times the value. */
  repeat?: number;
}

/** A request before it is given credentials and ids: what to send, not yet where to. */
export interface RequestPlan {
  scheme: 'https' | 'http';
  endpoint: NonNullable<RequestData['endpoint']>;
  credential: Credential;
  verb: NonNullable<RequestData['verb']>;
  encoding: NonNullable<RequestData['encoding']>;
  suffix: '' | '.json' | '.xml';
  /** The method called. */
  method: string;
  slashes?: RequestData['slashes'];
  /** Sent beside or instead of the usual ones; null leaves one out. */
  headers: Readonly<Record<string, string | null>>;
  parameters: Readonly<Record<string, Parameter>>;
  /** Further parameters in the query, whatever the encoding. */
  query: Readonly<Record<string, Parameter>>;
  /** Instead of the encoded parameters. */
  body?: string | undefined;
}

/** Something that comes before or after the request that is judged. */
export type Step =
  | {
      kind: 'request';
      /** arrange: if it fails, the case is not judged; observe: reads what the case did; undo: tidies up. */
      role: 'arrange' | 'observe' | 'undo';
      plan: RequestPlan;
      capture: Readonly<Record<string, string>>;
      times: number;
      /** It makes something that other cases of the run use as well: its key. */
      share?: string;
      /** The resource that it makes, where a recipe says so. */
      makes?: string;
      /** What the answer of a step that observes must be, for the case's claim. */
      expect: Matchers | undefined;
    }
  | { kind: 'world'; change: WorldChange };

/** What the documentation lets a case expect. */
export type Expected =
  | { kind: 'success'; documented: boolean }
  | { kind: 'refused' }
  | { kind: 'error'; error: ErrorRow }
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
  /** Values of the judged answer, for later steps. */
  capture: Readonly<Record<string, string>>;
  /** What the judged answer must be, for a claim about the case's steps. */
  expect?: Matchers | undefined;
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
  otherMiddle: 'webhook',
  otherCase: 'webhook',
  shorter: 'webhook',
  longer: 'webhook',
  noScope: 'webhookNoScope',
  madeUp: undefined,
} as const;
const TOKENS = {
  own: 'token',
  expired: 'expiredToken',
  noScope: 'noScopeToken',
  noBot: 'noBotToken',
  denied: 'deniedToken',
  nearMiss: 'token',
  otherMiddle: 'token',
  otherCase: 'token',
  shorter: 'token',
  longer: 'token',
  madeUp: undefined,
} as const;

/** What is sent is the own credential, and is not right. */
const NEARLY_OWN = ['otherUser', 'nearMiss', 'otherMiddle', 'otherCase', 'shorter', 'longer'];

/** Whether a credential is there to be refused as wrong: made up, or nearly the own one. */
export const isWrong = ({ webhook, token }: Credential): boolean =>
  ['madeUp', ...NEARLY_OWN].includes(webhook ?? token ?? 'own');

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

/** Whose resources a call uses: the application's where it has a token of its own, else the webhook's. */
export function ownerKind(credential: Credential): CredentialKind {
  return credential.token === 'madeUp' ? 'webhook' : (credentialKind(credential) ?? 'webhook');
}

/** Whether the case changes or uses up the world it runs in: then it needs a mock portal of its own. */
export function needsOwnWorld({ before, after }: Case): boolean {
  return [...before, ...after].some((step) => step.kind === 'world');
}

/** What tells which case it is, and what of, without what it sends. */
export interface CaseHead extends Pick<Case, 'id' | 'method' | 'group' | 'tags' | 'claims'> {
  request: Pick<Case['request'], 'method'>;
  expected: { kind: Expected['kind']; error?: Pick<ErrorRow, 'scope'> };
}

export function headOf({ id, method, group, tags, claims, request, expected }: Case): CaseHead {
  return {
    id,
    method,
    group,
    tags,
    claims,
    request: { method: request.method },
    expected:
      expected.kind === 'error'
        ? { kind: expected.kind, error: { scope: expected.error.scope } }
        : { kind: expected.kind },
  };
}
