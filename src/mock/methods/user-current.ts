import type { Value } from '../call.ts';
import type { User } from '../world/world.ts';
import type { Method } from './method.ts';

/** user/user-current.md; the fields that the world knows. */
export const userCurrent: Method = {
  name: 'user.current',
  scopes: ['user', 'user_brief', 'user_basic'],
  run({ portal, caller }) {
    const user = portal.users.get(caller.userId);
    return { result: user === undefined ? {} : userFields(user) };
  },
};

export function userFields(user: User): Value {
  return {
    ID: String(user.id),
    ACTIVE: true,
    NAME: user.name,
    LAST_NAME: user.lastName,
    EMAIL: user.email,
    TIME_ZONE: user.timeZone,
    PERSONAL_GENDER: '',
    UF_DEPARTMENT: [1],
  };
}
