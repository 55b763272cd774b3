import type { ErrorName } from '../profiles/profile.ts';

/** Errors that a portal answers for reasons of its own, by code: which one, and at which stage it strikes. */
export const faultCodes = {
  INTERNAL_SERVER_ERROR: { stage: 'method', error: 'internal' },
  ERROR_UNEXPECTED_ANSWER: { stage: 'method', error: 'unexpectedAnswer' },
  QUERY_LIMIT_EXCEEDED: { stage: 'rate-limit', error: 'tooManyRequests' },
  NO_AUTH_FOUND: { stage: 'credentials', error: 'noCredentials' },
  INVALID_REQUEST: { stage: 'https', error: 'httpsRequired' },
  OVERLOAD_LIMIT: { stage: 'overload', error: 'overload' },
  ACCESS_DENIED: { stage: 'plan', error: 'noCommercialPlan' },
  INVALID_CREDENTIALS: { stage: 'credentials', error: 'wrongWebhook' },
  insufficient_scope: { stage: 'scope', error: 'noScope' },
  expired_token: { stage: 'credentials', error: 'expiredToken' },
  user_access_error: { stage: 'credentials', error: 'userAccess' },
  PORTAL_DELETED: { stage: 'portal-open', error: 'portalClosed' },
  ERROR_METHOD_NOT_FOUND: { stage: 'method-known', error: 'methodUnknown' },
  OPERATION_TIME_LIMIT: { stage: 'time-limit', error: 'operatingLimit' },
} as const satisfies Readonly<Record<string, { stage: string; error: ErrorName }>>;

export type FaultCode = keyof typeof faultCodes;

export interface Fault {
  readonly code: FaultCode;
  /** How many calls it strikes; default 1. */
  readonly count?: number;
  /** Only calls of this method, in any case; without it, any call. */
  readonly method?: string;
}

/** Faults that wait for a call to strike, first come first served. */
export class Faults {
  #waiting: { code: FaultCode; method: string | undefined; left: number }[] = [];

  add({ code, count = 1, method }: Fault): void {
    this.#waiting.push({ code, method: method?.toLowerCase(), left: count });
  }

  /** The error that strikes a call of `method` at `stage`, if any; it has struck once more then. */
  take(stage: string, method: string): ErrorName | undefined {
    if (this.#waiting.length === 0) return undefined;
    const fault = this.#waiting.find(
      (each) =>
        faultCodes[each.code].stage === stage && (each.method === undefined || each.method === method),
    );
    if (fault === undefined) return undefined;
    fault.left -= 1;
    this.#waiting = this.#waiting.filter((each) => each.left > 0);
    return faultCodes[fault.code].error;
  }

  clear(): void {
    this.#waiting = [];
  }
}
