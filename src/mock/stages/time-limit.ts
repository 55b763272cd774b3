import { errorAnswer } from '../errors.ts';
import type { Stage } from '../stage.ts';

/** Refuses a method that has run too long for this caller already (limits.md, Resource Intensity Limits). */
export const timeLimit: Stage = {
  name: 'time-limit',
  phase: 'decide',
  run({ portal, caller, method }) {
    const { operatingLimit } = portal.settings;
    if (operatingLimit === undefined || caller === undefined) return undefined;
    const operating = portal.load.operating(caller.account, method, portal.clock.now());
    return operating > operatingLimit ? errorAnswer(portal.profile.errors.operatingLimit) : undefined;
  },
};
