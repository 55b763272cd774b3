import type { Stage } from '../stage.ts';

/** Where a portal without a commercial plan answers `ACCESS_DENIED`. The mock's has one; faults take it away here. */
export const plan: Stage = { name: 'plan', phase: 'decide', run: () => undefined };
