import type { Portal } from './portal.ts';

/** What a JSON or XML answer may hold. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

export type Format = 'json' | 'xml';

/** A REST method, one of REST 3.0, the authorization server's token address, or none of these. */
export type Endpoint = 'rest' | 'rest-v3' | 'oauth-token' | 'none';

/** What came over the wire, before anybody made sense of it. */
export interface Request {
  readonly verb: string;
  /** Path and query, exactly as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  readonly secure: boolean;
  /** Source address; the request limit counts per address. */
  readonly address: string;
  /** Why the body could not be read, when it could not. */
  readonly failure?: 'too-large' | 'unreadable';
}

/** Named parameters of query and body together, without the credentials; names in upper case. */
export type Parameters = ReadonlyMap<string, unknown>;

/** The credentials a request carries, unchecked. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'webhook'; readonly user: string; readonly code: string }
  | { readonly kind: 'token'; readonly token: string };

/** Who calls, once the credentials have been accepted. */
export interface Caller {
  readonly kind: 'webhook' | 'oauth';
  readonly userId: number;
  readonly scopes: readonly string[];
  /** `client_id` of the OAuth application; a webhook names its application per call, by `CLIENT_ID`. */
  readonly application: string | undefined;
  /** What the load is accounted to: kind of authorization, and the webhook's code or the application's `client_id`. */
  readonly account: string;
}

/** An answer on its way out. Finishing stages complete it; `render` adds `text`. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as a value: `{ result, … }` or `{ error, error_description }`; nothing for redirects and preflights. */
  readonly body?: { readonly [key: string]: Value };
  /** The body as sent. */
  readonly text?: string | Buffer;
  /** Given by what stands before the portal: it carries none of the portal's headers. */
  readonly outside?: true;
  /** Each a `Set-Cookie` of its own. */
  readonly cookies?: readonly string[];
  /** An interim response that goes out before it, whether or not the client asked for one. */
  readonly interim?: Interim;
}

/** Continue, Processing, Early Hints. */
export type Interim = 100 | 102 | 103;

export type Prefix = 'php-warning' | Interim;

/** One request on its way through the stages, which fill it in. */
export interface Call {
  readonly portal: Portal;
  readonly request: Request;
  /** Unix seconds at which the request was initialised. */
  readonly start: number;
  format: Format;
  /** What the path addresses. */
  endpoint: Endpoint;
  /** Method name in lower case; empty when the path names none. */
  method: string;
  /** Method name as it was written: controllers mind the case. */
  spelling: string;
  credentials: Credentials;
  parameters: Parameters;
  /** The same parameters under the names that were sent: controllers mind the case. */
  spelledParameters: Parameters;
  caller: Caller | undefined;
  /** Whether it is a command of a batch. */
  inBatch: boolean;
  /** What a fault puts in front of the answer. */
  prefix: Prefix | undefined;
  /** Seconds spent in the method. */
  processing: number;
  /** Load of this method by this account after the call, where a method ran. */
  load: { readonly operating: number; readonly resetAt: number } | undefined;
  /** The answer, as soon as a stage has given one. */
  answer: Answer | undefined;
}

export function newCall(portal: Portal, request: Request): Call {
  return {
    portal,
    request,
    start: portal.clock.now(),
    format: 'json',
    endpoint: 'none',
    method: '',
    spelling: '',
    credentials: { kind: 'none' },
    parameters: new Map(),
    spelledParameters: new Map(),
    caller: undefined,
    inBatch: false,
    prefix: undefined,
    processing: 0,
    load: undefined,
    answer: undefined,
  };
}
