import type { Method } from './method.ts';
import { flag } from './parameters.ts';

/** Scopes of the methods that the mock has. */
const known = ['crm', 'im', 'imbot', 'user', 'user_basic', 'user_brief'];

/** system/scope.md */
export const scope: Method = {
  name: 'scope',
  scopes: [],
  run: ({ parameters, caller }) => ({ result: flag(parameters, 'FULL') ? known : [...caller.scopes].sort() }),
};
