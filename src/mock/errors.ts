import type { Answer, Caller } from './call.ts';

/** An error as it goes over the wire: HTTP status, `error` and `error_description`. */
export interface ErrorAnswer {
  readonly status: number;
  readonly code: string;
  readonly text: string;
  /** Texts for kinds of callers who are told something else. */
  readonly textFor?: Readonly<Partial<Record<Caller['kind'], string>>>;
}

/** Thrown by methods and the rules they share; the stage `method` turns it into an answer. */
export class RestError extends Error {
  readonly answer: ErrorAnswer;

  constructor(answer: ErrorAnswer) {
    super(`${answer.code}: ${answer.text}`);
    this.answer = answer;
  }
}

/**
 * The error envelope. It carries no `time` (observed).
 *
 * @param caller as far as it is known who calls; some texts depend on it
 */
export function errorAnswer({ status, code, text, textFor }: ErrorAnswer, caller?: Caller): Answer {
  const told = (caller && textFor?.[caller.kind]) ?? text;
  return { status, headers: {}, body: { error: code, error_description: told } };
}
