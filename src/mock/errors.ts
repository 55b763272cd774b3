import type { Answer, Call, Caller } from './call.ts';

/** An error as it goes over the wire: HTTP status, `error` and `error_description`. */
export interface ErrorAnswer {
  readonly status: number;
  readonly code: string;
  readonly text: string;
  /** Texts for kinds of callers that get another one. */
  readonly textFor?: Readonly<Partial<Record<Caller['kind'], string>>>;
}

/** Errors that do not belong to a single method, by the rule that gives them. What they say is in the profiles. */
export type ErrorName =
  | 'methodUnknown'
  | 'portalClosed'
  | 'httpsRequired'
  | 'noCredentials'
  | 'wrongWebhook'
  | 'wrongToken'
  | 'expiredToken'
  | 'userAccess'
  | 'overload'
  | 'noCommercialPlan'
  | 'noScope'
  | 'tooManyRequests'
  | 'operatingLimit'
  | 'internal'
  | 'unexpectedAnswer'
  | 'batchMethod'
  | 'batchLength'
  | 'noClientId'
  | 'recordUnknown'
  | 'botUnknown'
  | 'botForeign'
  | 'dialogEmpty'
  | 'bodyUnreadable';

/** Thrown by methods and the rules that they share; the stage `method` turns it into an answer. */
export class RestError extends Error {
  readonly error: ErrorName | ErrorAnswer;

  constructor(error: ErrorName | ErrorAnswer) {
    super(typeof error === 'string' ? error : `${error.code}: ${error.text}`);
    this.error = error;
  }
}

/** Ends a method with an error: one that methods share, by its name, or one of its own, as the page words it. */
export function refuse(name: ErrorName): never;
export function refuse(code: string, text: string, status?: number): never;
export function refuse(code: string, text?: string, status = 400): never {
  throw new RestError(text === undefined ? (code as ErrorName) : { status, code, text });
}

/** The error envelope, as the portal words it; some texts depend on who calls. It carries no `time` (observed). */
export function errorAnswer(
  { portal, caller }: Pick<Call, 'portal' | 'caller'>,
  error: ErrorName | ErrorAnswer,
): Answer {
  const { errors, texts } = portal.profile;
  const { status, code, text, textFor } = typeof error === 'string' ? errors[error] : error;
  const english = (caller && textFor?.[caller.kind]) ?? text;
  return { status, headers: {}, body: { error: code, error_description: texts[english] ?? english } };
}
