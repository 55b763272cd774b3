import type { Stage } from '../stage.ts';

/** Where something before the portal answers in its place. Nothing does, unless a fault strikes here. */
export const front: Stage = { name: 'front', phase: 'decide', run: () => undefined };
