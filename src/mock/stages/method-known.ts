import { errorAnswer } from '../errors.ts';
import { methods } from '../methods/index.ts';
import type { Stage } from '../stage.ts';

/** Refuses unknown methods (system-errors.md, ERROR_METHOD_NOT_FOUND) before any authorization (observed), and within a batch what has no place there. */
export const methodKnown: Stage = {
  name: 'method-known',
  phase: 'decide',
  run({ method: name, inBatch, portal: { profile } }) {
    const method = methods.get(name);
    if (method === undefined) return errorAnswer(profile.errors.methodUnknown);
    return inBatch && method.inBatch === false ? errorAnswer(profile.errors.batchMethod) : undefined;
  },
};
