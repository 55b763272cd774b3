import type { Method } from '../methods/method.ts';
import { calendar } from './calendar.ts';
import { catalog } from './catalog.ts';
import { crm } from './crm.ts';
import { disk } from './files.ts';
import { listsMethods } from './lists.ts';
import { people } from './people.ts';
import { tasksMethods } from './tasks.ts';

/** Methods that read records of the world: list, get and fields of many kinds, with nothing of their own. */
export const resources: readonly Method[] = [
  ...crm,
  ...tasksMethods,
  ...people,
  ...disk,
  ...calendar,
  ...listsMethods,
  ...catalog,
];
