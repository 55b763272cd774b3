import type { Answer } from '../call.ts';
import { errorAnswer } from '../errors.ts';
import { methods } from '../methods/index.ts';
import type { Stage } from '../stage.ts';

/** The mock has no method of REST 3.0, whose `error` is an object (rest-v3.md; observed). */
const unknownInV3: Answer = {
  status: 404,
  headers: {},
  body: { error: { code: 'BITRIX_REST_V3_EXCEPTION_METHODNOTFOUNDEXCEPTION', message: 'Method not found' } },
};

/**
 * Refuses unknown methods (system-errors.md, ERROR_METHOD_NOT_FOUND) before any authorization (observed), and within a
 * batch what has no place there.
 */
export const methodKnown: Stage = {
  name: 'method-known',
  phase: 'decide',
  run({ method: name, spelling, endpoint, inBatch, portal: { profile } }) {
    if (endpoint === 'rest-v3') return unknownInV3;
    const method = methods.get(name);
    const found = method !== undefined && (!method.controller || method.name === spelling);
    if (!found) return errorAnswer(profile.errors.methodUnknown);
    if (!inBatch || method.inBatch !== false) return undefined;
    const passes = profile.nestsInCapitals && spelling !== name;
    return passes ? undefined : errorAnswer(profile.errors.batchMethod);
  },
};
