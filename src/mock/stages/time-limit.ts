import type { Stage } from '../stage.ts';

/** Where a method over its operating limit answers `OPERATION_TIME_LIMIT`. */
export const timeLimit: Stage = { name: 'time-limit', phase: 'decide', run: () => undefined };
