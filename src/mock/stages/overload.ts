import type { Stage } from '../stage.ts';

/** Where a blocked portal answers `OVERLOAD_LIMIT`. The mock's portal is not blocked; faults block it here. */
export const overload: Stage = { name: 'overload', phase: 'decide', run: () => undefined };
