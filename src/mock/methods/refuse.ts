import { RestError } from '../errors.ts';

/** A method's own error, where profiles do not differ. */
export function refuse(code: string, text: string, status = 400): never {
  throw new RestError({ status, code, text });
}
