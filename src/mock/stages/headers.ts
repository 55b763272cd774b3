import type { Stage } from '../stage.ts';

/** Headers of every answer (observed). */
const common = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'origin, content-type, accept',
  'x-content-type-options': 'nosniff',
};

/** Adds the headers that every answer carries. `date` follows the portal's clock, as `time` does. */
export const headers: Stage = {
  name: 'headers',
  phase: 'finish',
  run({ answer, portal }) {
    const date = new Date(portal.clock.now() * 1000).toUTCString();
    return answer && { ...answer, headers: { ...common, date, ...answer.headers } };
  },
};
