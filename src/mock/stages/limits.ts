import { errorAnswer } from '../errors.ts';
import type { Stage } from '../stage.ts';

/** Refuses calls from an address that calls too often (limits.md, Request Rate Limits). */
export const rateLimit: Stage = {
  name: 'rate-limit',
  phase: 'decide',
  run(call) {
    const { portal, request, start } = call;
    const { limits } = portal.settings;
    if (limits === undefined || portal.requests.admit(request.address, start, limits)) return undefined;
    return errorAnswer(call, 'tooManyRequests');
  },
};

/** Refuses a method that has run too long for this caller already (limits.md, Resource Intensity Limits). */
export const timeLimit: Stage = {
  name: 'time-limit',
  phase: 'decide',
  run(call) {
    const { portal, caller, method } = call;
    const { operatingLimit } = portal.settings;
    if (operatingLimit === undefined || caller === undefined) return undefined;
    const { ban } = portal.profile.metering;
    const isRefused = portal.load.isRefused(caller.account, method, portal.clock.now(), operatingLimit, ban);
    return isRefused ? errorAnswer(call, 'operatingLimit') : undefined;
  },
};
