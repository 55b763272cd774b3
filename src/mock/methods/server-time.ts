import { formatDateTime } from '../time.ts';
import type { Method } from './method.ts';

/** system/server-time.md */
export const serverTime: Method = {
  name: 'server.time',
  scopes: [],
  run: ({ portal }) => ({ result: formatDateTime(portal.clock.now(), portal.world.portal.offset) }),
};
