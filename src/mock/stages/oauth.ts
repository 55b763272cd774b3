import { answerToken } from '../oauth/token.ts';
import type { Stage } from '../stage.ts';

/** The authorization server, which lives on the portal's own address here. */
export const oauth: Stage = {
  name: 'oauth',
  phase: 'decide',
  run: (call) => (call.endpoint === 'oauth-token' ? answerToken(call) : undefined),
};
