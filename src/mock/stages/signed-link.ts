import { errorAnswer } from '../errors.ts';
import { text } from '../methods/parameters.ts';
import type { Stage } from '../stage.ts';

/**
 * A parameter `token` turns any call into the check of a signed link, before any authorization (seen in public copies of
 * the module). The mock signs no links, so none is right; code and text follow the module's other access errors.
 */
export const signedLink: Stage = {
  name: 'signed-link',
  phase: 'decide',
  run({ parameters, inBatch }) {
    if (inBatch || (text(parameters.get('TOKEN')) ?? '') === '') return undefined;
    return errorAnswer({ status: 403, code: 'ACCESS_DENIED', text: 'Access denied! Link check failed' });
  },
};
