import type { Stage } from '../stage.ts';

/** Where a closed portal answers `PORTAL_DELETED`. The mock's portal is open; faults close it here. */
export const portalOpen: Stage = { name: 'portal-open', phase: 'decide', run: () => undefined };
