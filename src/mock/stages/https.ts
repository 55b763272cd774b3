import { errorAnswer } from '../errors.ts';
import type { Stage } from '../stage.ts';

/** Refuses plain HTTP (system-errors.md, INVALID_REQUEST). */
export const https: Stage = {
  name: 'https',
  phase: 'decide',
  run({ request, credentials, portal: { profile } }) {
    const concerned = profile.httpsFor === 'every call' || credentials.kind === 'webhook';
    return request.secure || !concerned ? undefined : errorAnswer(profile.errors.httpsRequired);
  },
};
