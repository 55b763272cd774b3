import { own } from '../base/own.ts';

/**
 * Refusals that any call may meet, whatever it asks for: they say something about the credential, the plan or the
 * portal, and nothing about the method (system-errors.md; error-codes.md, How to Handle Errors; portals observed).
 */
export interface Refusal {
  /**
   * Whose matter it is. `request`: the portal did not find or recognise the credential in this very request, which may
   * be the fault of the request's form. `credential`: the credential itself. `portal`: plan, licence, blocks.
   * `method`: this method for this caller, for now. `passing`: it may be over in a moment.
   */
  about: 'request' | 'credential' | 'portal' | 'method' | 'passing';
  /** What happened, to follow a colon. */
  meaning: string;
  /** What the person who runs the suite can do. */
  advice: string;
}

const TRY_LATER = 'try again later';

const REFUSALS: Readonly<Record<string, Refusal>> = {
  NO_AUTH_FOUND: {
    about: 'request',
    meaning: 'the portal found no credential in the request',
    advice: 'check the webhook address or the access token',
  },
  INVALID_CREDENTIALS: {
    about: 'request',
    meaning: 'the portal has no active webhook of this user with this code',
    advice: 'check user id and code in the webhook address, and that the webhook still exists',
  },
  invalid_token: {
    about: 'request',
    meaning: 'the portal does not know the access token',
    advice: 'take a token of an application that is installed on this portal',
  },
  INVALID_REQUEST: {
    about: 'request',
    meaning: 'the portal takes the request for one over plain HTTP',
    advice: 'use https://; behind a proxy, let the portal know that the client came over HTTPS',
  },
  expired_token: {
    about: 'credential',
    meaning: 'the access token has expired',
    advice: 'renew it, or give B24_OAUTH_REFRESH_TOKEN and B24_TOKEN_FILE so that the suite can',
  },
  insufficient_scope: {
    about: 'credential',
    meaning: 'the credential lacks the scope of the method',
    advice: 'grant the scope to the webhook or the application',
  },
  user_access_error: {
    about: 'credential',
    meaning: 'the application is closed to the user of the access token',
    advice: "let an administrator open the application to that user, or take another user's token",
  },
  authorization_error: {
    about: 'credential',
    meaning: 'the user of the credential cannot be authorized, which is so for a dismissed user',
    advice: 'make the webhook or the token anew, as a user who is active',
  },
  BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION: {
    about: 'credential',
    meaning: 'the credential lacks the scope of the method',
    advice: 'grant the scope to the webhook or the application',
  },
  APPLICATION_NOT_FOUND: {
    about: 'credential',
    meaning: 'the application of the access token is not on the portal',
    advice: 'install the application on this portal and authorize it again',
  },
  ERROR_OAUTH: {
    about: 'portal',
    meaning:
      'the portal refuses the application: it is not installed, or the portal has used up its disk quota',
    advice: "read the portal's own text, and let its administrator mend that",
  },
  wrong_client: {
    about: 'credential',
    meaning: 'client_id and client_secret belong to no application that this server knows',
    advice: 'check B24_OAUTH_CLIENT_ID and B24_OAUTH_CLIENT_SECRET',
  },
  PAYMENT_REQUIRED: {
    about: 'portal',
    meaning: 'the paid period of the application or of the portal has ended',
    advice: 'have it extended, or take another portal',
  },
  verification_needed: {
    about: 'portal',
    meaning: 'the licence of the portal must be verified',
    advice: 'let an administrator verify the licence',
  },
  OVERLOAD_LIMIT: {
    about: 'portal',
    meaning: 'the REST API of the portal was blocked by hand for overload',
    advice: "ask the vendor's support to lift the block; trying again does not help",
  },
  PORTAL_DELETED: {
    about: 'portal',
    meaning: 'the public part of the portal is closed',
    advice: 'let an administrator open it',
  },
  METHOD_CONFIRM_WAITING: {
    about: 'method',
    meaning: 'the method waits for an administrator to confirm its use',
    advice: 'let an administrator confirm it',
  },
  METHOD_CONFIRM_DENIED: {
    about: 'method',
    meaning: 'an administrator denied the use of the method',
    advice: 'let an administrator allow it',
  },
  ALLOWED_ONLY_INTRANET_USER: {
    about: 'credential',
    meaning: 'the user of the credential does not belong to the intranet',
    advice: 'make the webhook or the token as an employee',
  },
  OPERATION_TIME_LIMIT: {
    about: 'method',
    meaning: 'the method is blocked, because its running time is used up',
    advice: 'wait until time.operating_reset_at; other methods are not concerned',
  },
  QUERY_LIMIT_EXCEEDED: {
    about: 'passing',
    meaning: 'the request limit of the portal is used up',
    advice: 'lower B24_RATE and B24_BURST, or run when nobody else uses the limit',
  },
  CONNECTION_ERROR: {
    about: 'passing',
    meaning: 'the portal could not reach its authorization server',
    advice: TRY_LATER,
  },
  INTERNAL_SERVER_ERROR: { about: 'passing', meaning: 'the server failed', advice: TRY_LATER },
  ERROR_UNEXPECTED_ANSWER: {
    about: 'passing',
    meaning: 'a server behind the portal failed',
    advice: TRY_LATER,
  },
};

/** Codes that methods answer too; there only the status tells whose refusal it is (error-codes.md, Reacting to System Codes). */
const AMBIGUOUS: Readonly<Record<string, Refusal & { status: number }>> = {
  ACCESS_DENIED: {
    status: 401,
    about: 'portal',
    meaning: 'the plan of the portal does not include the REST API',
    advice: 'take a plan or a trial that includes it',
  },
  ACCESS_ERROR: {
    status: 403,
    about: 'credential',
    meaning: 'the user of the credential may not do this',
    advice: 'make the webhook or the token as a user who may',
  },
  ERROR_CORE: {
    status: 400,
    about: 'portal',
    meaning: 'the portal failed before the method was reached',
    advice: "read the portal's own text, and ask its administrator",
  },
};

/** Status by which the REST API, and no method, refuses for authorization and access. */
const SYSTEM_STATUS = 401;

/**
 * What a refusal means that came from the REST API and not from the method; undefined for a method's own. A method may
 * document a code of this list as its own: whoever knows its page asks that first.
 */
export function refusalOf(status: number, code: unknown): Refusal | undefined {
  if (status < 400) return undefined;
  if (typeof code === 'string') {
    const ambiguous = own(AMBIGUOUS, code);
    if (ambiguous) return ambiguous.status === status ? ambiguous : undefined;
    const known = own(REFUSALS, code);
    if (known) return known;
  }
  if (status === SYSTEM_STATUS)
    return {
      about: 'credential',
      meaning: 'the portal refuses the credential for a reason that no page names',
      advice: "read the portal's own text",
    };
  return undefined;
}

/** Whether a method may answer the code as well, so that only the status tells whose refusal it is. */
export function isAmbiguous(code: unknown): boolean {
  return typeof code === 'string' && own(AMBIGUOUS, code) !== undefined;
}

/** Whether the code alone tells that the REST API refused, whatever the status. */
export function isUnmistakable(code: unknown): boolean {
  return typeof code === 'string' && own(REFUSALS, code) !== undefined;
}

/** Where a redirect leads, in the words of the person who must mend it (license pages observed on portals). */
export function explainRedirect(status: number, location: string): string {
  const where = `it redirects (HTTP ${status}) to ${location}`;
  const reason = reasonOfRedirect(location);
  return reason === undefined
    ? `${where}; only the answer of the address itself counts`
    : `${where}: ${reason}`;
}

/** What stands at an address that a portal redirects to in place of answering; undefined where it may have moved there. */
export function reasonOfRedirect(location: string): string | undefined {
  if (/\/coupon_activation\.php\b/i.test(location))
    return 'the licence of the portal has expired; let an administrator renew it';
  if (/[?&]login=yes\b|\/(auth|login|sso|signin|oauth)\b|\/\/(auth|login|sso|signin)\./i.test(location))
    return 'a login page, which stands before the REST API; let its address through without a login';
  return undefined;
}
