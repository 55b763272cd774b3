import type { Stage } from '../stage.ts';

/** A browser asks by OPTIONS before it sends JSON across origins; the stage `headers` adds what it wants to see. */
export const preflight: Stage = {
  name: 'preflight',
  phase: 'decide',
  run: ({ request }) => (request.verb === 'OPTIONS' ? { status: 200, headers: {} } : undefined),
};
