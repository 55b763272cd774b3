import { errorAnswer } from '../errors.ts';
import type { Stage } from '../stage.ts';

/** Refuses a method that has run too long for this caller already (limits.md, Resource Intensity Limits). */
export const timeLimit: Stage = {
  name: 'time-limit',
  phase: 'decide',
  run({ portal, caller, method }) {
    const { operatingLimit } = portal.settings;
    if (operatingLimit === undefined || caller === undefined) return undefined;
    const { errors, metering } = portal.profile;
    const now = portal.clock.now();
    const refused = portal.load.isRefused(caller.account, method, now, operatingLimit, metering.ban);
    return refused ? errorAnswer(errors.operatingLimit) : undefined;
  },
};
