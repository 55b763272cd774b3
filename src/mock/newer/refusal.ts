import type { Answer, Value } from '../call.ts';

/** What is wrong with one field of a request. */
export interface Fault {
  readonly field: string;
  readonly message: string;
}

/** Thrown by methods of REST 3.0; the code is the name of the exception's class, in capitals (rest-v3.md; observed). */
export class NewerError extends Error {
  readonly code: string;
  readonly status: number;
  readonly validation: readonly Fault[];

  /** @param name of the class without its common beginning: `ENTITYNOTFOUND`, `VALIDATION_REQUESTVALIDATION` */
  constructor(
    name: string,
    message: string,
    { status = 400, validation = [] }: { status?: number; validation?: readonly Fault[] } = {},
  ) {
    super(message);
    this.code = `BITRIX_REST_V3_${name.includes('EXCEPTION_') ? '' : 'EXCEPTION_'}${name}EXCEPTION`;
    this.status = status;
    this.validation = validation;
  }
}

export function refuseNewer(name: string, message: string, status?: number): never {
  throw new NewerError(name, message, status === undefined ? {} : { status });
}

/** One field at a time, as portals name them. */
export function refuseField(field: string, message: string): never {
  throw new NewerError('VALIDATION_REQUESTVALIDATION', 'Error validating request object', {
    validation: [{ field, message }],
  });
}

/** `{ error: { code, message, validation? } }` (rest-v3.md, Structure of an unsuccessful response). */
export function newerAnswer({ code, message, status, validation }: NewerError): Answer {
  const faults = validation.map((fault): Value => ({ ...fault }));
  return {
    status,
    headers: {},
    body: { error: { code, message, ...(faults.length > 0 && { validation: faults }) } },
  };
}

/** A refusal that both versions share, such as of a credential, in the form of this one. */
export function inNewerForm(answer: Answer): Answer {
  const { error, error_description: message } = answer.body ?? {};
  return typeof error === 'string'
    ? { ...answer, body: { error: { code: error, message: message ?? '' } } }
    : answer;
}
