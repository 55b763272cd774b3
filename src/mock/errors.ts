import type { Answer } from './call.ts';

/** An error as it goes over the wire: HTTP status, `error` and `error_description`. */
export interface ErrorAnswer {
  readonly status: number;
  readonly code: string;
  readonly text: string;
}

/** Thrown by methods and the rules they share; the stage `method` turns it into an answer. */
export class RestError extends Error {
  readonly answer: ErrorAnswer;

  constructor(answer: ErrorAnswer) {
    super(`${answer.code}: ${answer.text}`);
    this.answer = answer;
  }
}

/** The error envelope. It carries no `time` (observed). */
export function errorAnswer(error: ErrorAnswer): Answer {
  return { status: error.status, headers: {}, body: { error: error.code, error_description: error.text } };
}
