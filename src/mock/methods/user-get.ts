import { fieldsOf, listOf } from './fields.ts';
import type { Method } from './method.ts';
import { integer } from './parameters.ts';
import { userFields } from './user-current.ts';

/** list-methods-pecularities.md */
const PAGE = 50;

/** user/user-get.md: filters by ID alone, one or a list of them, pages by 50. */
export const userGet: Method = {
  name: 'user.get',
  scopes: ['user', 'user_brief', 'user_basic'],
  run({ parameters, portal }) {
    const filter = fieldsOf(parameters.get('FILTER'));
    const given = parameters.get('ID') ?? filter.get('ID') ?? '';
    const wanted = given === '' ? undefined : (listOf(given) ?? [given]).map(integer);
    const found = [...portal.users.values()].filter((user) => wanted?.includes(user.id) ?? true);
    const start = Math.max(0, integer(parameters.get('START')) ?? 0);
    const page = found.slice(start, start + PAGE).map(userFields);
    const next = start + PAGE;
    return { result: page, total: found.length, ...(next < found.length && { next }) };
  },
};
