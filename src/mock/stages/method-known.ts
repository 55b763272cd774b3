import { errorAnswer } from '../errors.ts';
import { methods } from '../methods/index.ts';
import type { Stage } from '../stage.ts';

/** Refuses unknown methods before any authorization (observed). */
export const methodKnown: Stage = {
  name: 'method-known',
  phase: 'decide',
  run: ({ method, portal }) =>
    methods.has(method) ? undefined : errorAnswer(portal.profile.errors.methodUnknown),
};
