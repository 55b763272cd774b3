import type { Call, Caller, Value } from '../call.ts';
import type { ErrorAnswer } from '../errors.ts';

/** A call that has passed authorization. */
export interface MethodCall extends Readonly<Call> {
  readonly caller: Caller;
}

/** What a method answers; `total` and `next` stand beside `result` for list methods. */
export interface MethodResult {
  readonly result: Value;
  readonly total?: number;
  readonly next?: number;
}

/** One REST method. Its rules throw `RestError`. */
export interface Method {
  /** Spelling of the documentation; calls match it in any case, except for controllers. */
  readonly name: string;
  /** Any one of these scopes will do; none at all means `basic`, which everybody has. */
  readonly scopes: readonly string[];
  /** `false` keeps the call out of `operating`. */
  readonly accounted?: false;
  /** Minds the case of its name and of its parameters, and is not listed by `methods` (observed). */
  readonly controller?: true;
  /** What its own page says of errors, by code, where it differs from what the others of its family say. */
  readonly pageErrors?: Readonly<Record<string, Partial<Pick<ErrorAnswer, 'status' | 'text'>>>>;
  /** `false` refuses it within `batch`. */
  readonly inBatch?: false;
  run(call: MethodCall): MethodResult | Promise<MethodResult>;
}

export function isGranted(method: Method, scopes: readonly string[]): boolean {
  return method.scopes.length === 0 || method.scopes.some((scope) => scopes.includes(scope));
}
