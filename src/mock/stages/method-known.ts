import { errorAnswer } from '../errors.ts';
import { methods } from '../methods/index.ts';
import type { Stage } from '../stage.ts';

/** Refuses unknown methods (system-errors.md, ERROR_METHOD_NOT_FOUND) before any authorization (observed), and within a batch what has no place there. */
export const methodKnown: Stage = {
  name: 'method-known',
  phase: 'decide',
  run({ method: name, spelling, inBatch, portal: { profile } }) {
    const method = methods.get(name);
    const found = method !== undefined && (!method.controller || method.name === spelling);
    if (!found) return errorAnswer(profile.errors.methodUnknown);
    if (!inBatch || method.inBatch !== false) return undefined;
    const passes = profile.nestsInCapitals && spelling !== name;
    return passes ? undefined : errorAnswer(profile.errors.batchMethod);
  },
};
