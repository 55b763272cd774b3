import type { RequestPlan } from '../cases/case.ts';
import type { Matchers } from '../contract/contract.ts';

/** Header name and value as they stand on the wire, in order. */
export type Header = readonly [name: string, value: string];

/** A request ready to be sent, credentials included. Never leaves memory unredacted. */
export interface WireRequest {
  method: string;
  url: string;
  headers: readonly Header[];
  body?: Uint8Array | undefined;
  /** Name and value of each part, where the body is multipart; for the cURL line. */
  parts?: readonly Header[] | undefined;
}

export interface WireResponse {
  status: number;
  headers: readonly Header[];
  body: Uint8Array;
}

/** What went out and what came back, exactly. */
export interface Exchange {
  request: WireRequest;
  /** Undefined when no HTTP answer came. */
  response?: WireResponse | undefined;
  /** Why no answer came. */
  failure?: WireFailure | undefined;
  /** Earlier tries of the same request that a passing trouble spoilt. */
  tries?: readonly Exchange[];
  /** When it was sent, in milliseconds since 1970, and how many it took to the end of the answer. */
  timing?: Timing | undefined;
}

export interface Timing {
  startedAt: number;
  ms: number;
}

/** What the judge must know of how a case was carried out. */
export interface Circumstances {
  /** The real credential was held back, because the request went over plain HTTP. */
  madeUpCredential?: boolean;
  /** What the user can do, in the words of the target's settings. */
  advice?: {
    /** So that the real credential goes over plain HTTP. */
    realCredential: string;
    /** So that plain HTTP is asked for where it is answered. */
    plainHttp: string;
  };
  /** Why the case could not be tried; the exchange is what failed. */
  unprepared?: string | undefined;
  /** What was sent in place of the case's request then, where a step failed. */
  unpreparedBy?: StepExchange['plan'] | undefined;
  /** The step that the exchange is of, where the case could not be tried. */
  failedStep?: StepExchange | undefined;
  /** What the refusal of the case says of credential or portal does not hold: asked again in the plainest way, it answered. */
  disproved?: boolean | undefined;
  /** What the case sent beside the request that is judged, in its order. */
  steps?: readonly StepExchange[];
  /** What references in expectations stand for; without, none has a value. */
  lookUp?: (name: string) => unknown;
  /** Exchanges of steps of which it is known already what they contradict. */
  knownSteps?: ReadonlySet<Exchange> | undefined;
  /** Names of checks of the judge that are left out, for who proves that each of them is needed. */
  leftOut?: ReadonlySet<string>;
}

/** A step of a case, and what it was answered. */
export interface StepExchange {
  /** Place among the steps of the case, from 1. */
  number: number;
  role: 'arrange' | 'observe' | 'undo';
  plan: RequestPlan;
  /** What a step that observes expects. */
  expect?: Matchers | undefined;
  exchange: Exchange;
}

/** How the failure of a request begins that was held back: the target had said that it would not answer it. */
export const NOT_SENT = 'not sent: ';

export interface WireFailure {
  /** Node's or undici's error code, e.g. `ECONNREFUSED`. */
  code: string;
  message: string;
}

/** First value of a header, any case; undefined when it is missing. */
export function header(headers: readonly Header[], name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1];
}

/** A portal need not answer plain HTTP at all. */
export function isPlainHttp(request: { url: string }): boolean {
  return request.url.startsWith('http:');
}
