import type { Method } from './method.ts';
import { refuse } from './refuse.ts';

/** settings/app-option-get.md: what an application has kept; nothing, on the mock. */
export const appOptionGet: Method = {
  name: 'app.option.get',
  scopes: [],
  run({ caller }) {
    if (caller.application === undefined) refuse('AccessException', 'Application context required');
    return { result: [] };
  },
};
