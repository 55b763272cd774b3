import { errorAnswer } from '../errors.ts';
import type { Stage } from '../stage.ts';

/** Refuses calls from an address that calls too often (limits.md, Request Rate Limits). */
export const rateLimit: Stage = {
  name: 'rate-limit',
  phase: 'decide',
  run({ portal, request, start }) {
    const { limits } = portal.settings;
    if (limits === undefined || portal.requests.admit(request.address, start, limits)) return undefined;
    return errorAnswer(portal.profile.errors.tooManyRequests);
  },
};
