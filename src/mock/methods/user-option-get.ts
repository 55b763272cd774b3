import type { Method } from './method.ts';
import { refuse } from './refuse.ts';

/** settings/user-option-get.md: what an application has kept of the user; nothing, on the mock. */
export const userOptionGet: Method = {
  name: 'user.option.get',
  scopes: [],
  run({ caller }) {
    if (caller.application === undefined) refuse('AccessException', 'Application context required');
    return { result: [] };
  },
};
