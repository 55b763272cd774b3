import { errorAnswer } from '../errors.ts';
import { methods } from '../methods/index.ts';
import { isGranted } from '../methods/method.ts';
import type { Stage } from '../stage.ts';

/** Refuses methods whose scope the webhook or token lacks (system-errors.md, insufficient_scope). */
export const scope: Stage = {
  name: 'scope',
  phase: 'decide',
  run({ method: name, caller, portal }) {
    const method = methods.get(name);
    if (method === undefined || caller === undefined) return undefined;
    return isGranted(method, caller.scopes) ? undefined : errorAnswer(portal.profile.errors.noScope, caller);
  },
};
