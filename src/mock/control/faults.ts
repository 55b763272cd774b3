import type { Answer, Call, Credentials, Prefix } from '../call.ts';
import { errorAnswer } from '../errors.ts';
import { type DocumentName, documents, webServerPage } from '../wire/documents.ts';
import { type FaultCode, faultCodes, type OauthFaultName, oauthFaults } from './refusals.ts';

export const prefixNames = ['php-warning', 'interim-100', 'interim-102', 'interim-103'] as const;
export type PrefixName = (typeof prefixNames)[number];

/** A method's own error in a shape that portals were seen to send. */
export interface OwnError {
  /** Default 400. Some methods answer 200 with an error. */
  readonly status?: number;
  /** Portals also send it empty, and as a number. */
  readonly error: string | number;
  readonly error_description: string;
  /** The third key of errors about one argument. */
  readonly argument?: string;
}

/** What a fault does; exactly one of the keys names it. */
export type Strike =
  /** A refusal of the REST interface, at the stage where it belongs; `text` replaces its text. */
  | { readonly code: FaultCode; readonly text?: string }
  /** The method answers with this error of its own. */
  | { readonly error: OwnError }
  /** Something that is not an answer of the REST interface comes in its place. `location` is for redirects. */
  | { readonly page: DocumentName; readonly location?: string }
  /** Something goes out in front of the answer, which is as it would have been. */
  | { readonly prefix: PrefixName }
  /** The authorization server refuses a pair of tokens. */
  | { readonly oauth: OauthFaultName };

export type Fault = Strike & {
  /** How many calls it strikes; default 1. */
  readonly count?: number | 'every';
  /** How many of the calls that it is meant for pass before; default 0. */
  readonly after?: number;
  /** Only calls of this method, in any case; without it, any call. */
  readonly method?: string;
  /** Only calls with credentials of this kind. */
  readonly credential?: Credentials['kind'];
};

/** An answer, or what goes in front of the one that the portal gives. */
export type Struck = { readonly answer: Answer } | { readonly prefix: Prefix };

interface Waiting {
  readonly fault: Fault;
  readonly stage: string;
  after: number;
  left: number;
}

/** Faults that wait for a call to strike, first come first served. */
export class Faults {
  #waiting: Waiting[] = [];

  add(fault: Fault): void {
    const { count = 1, after = 0 } = fault;
    const left = count === 'every' ? Number.POSITIVE_INFINITY : count;
    this.#waiting.push({ fault, stage: stageOf(fault), after, left });
  }

  /** What strikes the call at a stage, if anything; the fault has struck once more then. */
  take(stage: string, call: Call): Struck | undefined {
    if (this.#waiting.length === 0) return undefined;
    for (const waiting of this.#waiting) {
      if (waiting.stage !== stage || !isMeant(waiting.fault, call)) continue;
      if (waiting.after > 0) {
        waiting.after -= 1;
        continue;
      }
      waiting.left -= 1;
      this.#waiting = this.#waiting.filter((each) => each.left > 0);
      return strike(waiting.fault, call);
    }
    return undefined;
  }

  clear(): void {
    this.#waiting = [];
  }
}

function stageOf(fault: Fault): string {
  if ('code' in fault) return faultCodes[fault.code].stage;
  if ('error' in fault) return 'method';
  return 'oauth' in fault ? 'oauth' : 'front';
}

function isMeant(fault: Fault, call: Call): boolean {
  if ('oauth' in fault && call.endpoint !== 'oauth-token') return false;
  if (fault.method !== undefined && fault.method.toLowerCase() !== call.method) return false;
  return fault.credential === undefined || fault.credential === call.credentials.kind;
}

function strike(fault: Fault, call: Call): Struck {
  if ('page' in fault) return { answer: documents[fault.page](fault.location) };
  if ('prefix' in fault) return { prefix: prefixes[fault.prefix] };
  if ('oauth' in fault) {
    const isPage = fault.oauth === 'bad-gateway';
    return { answer: isPage ? webServerPage(502) : errorAnswer(call, oauthFaults[fault.oauth]) };
  }
  if ('error' in fault) {
    const { status = 400, ...body } = fault.error;
    return { answer: { status, headers: {}, body } };
  }
  const answer = errorAnswer(call, faultCodes[fault.code].error);
  if (fault.text === undefined) return { answer };
  return { answer: { ...answer, body: { ...answer.body, error_description: fault.text } } };
}

const prefixes: Readonly<Record<PrefixName, Prefix>> = {
  'php-warning': 'php-warning',
  'interim-100': 100,
  'interim-102': 102,
  'interim-103': 103,
};
