import type { Row } from '../resources/fields.ts';
import type { User } from '../world/world.ts';
import type { Method } from './method.ts';
import { fieldsOf, integer, integerOf, listOf } from './parameters.ts';

/** Users in a page (list-methods-pecularities.md). */
const PAGE = 50;

const SCOPES = ['user', 'user_brief', 'user_basic'];

/** `user.*`, and the profile of whoever calls. */
export const users: readonly Method[] = [
  {
    // users/profile.md
    name: 'profile',
    scopes: [],
    run({ portal, caller }) {
      const user = portal.users.get(caller.userId);
      if (user === undefined) return { result: {} };
      const { id, admin, name, lastName, timeZone } = user;
      return {
        result: {
          ID: String(id),
          ADMIN: admin,
          NAME: name,
          LAST_NAME: lastName,
          PERSONAL_GENDER: '',
          TIME_ZONE: timeZone,
          PERSONAL_PHOTO: '',
        },
      };
    },
  },
  {
    // user/user-current.md; the fields that the world knows.
    name: 'user.current',
    scopes: SCOPES,
    run({ portal, caller }) {
      const user = portal.users.get(caller.userId);
      return { result: user === undefined ? {} : userFields(user) };
    },
  },
  {
    // user/user-get.md: filters by ID alone, one or a list of them, pages by 50.
    name: 'user.get',
    scopes: SCOPES,
    run(call) {
      const given = call.parameters.get('ID') ?? fieldsOf(call.parameters.get('FILTER')).get('ID') ?? '';
      const wanted = given === '' ? undefined : (listOf(given) ?? [given]).map(integer);
      const found = call.portal.users.filter((user) => wanted?.includes(user.id) ?? true);
      const start = Math.max(0, integerOf(call, 'START') ?? 0);
      const next = start + PAGE;
      const page = found.slice(start, next).map(userFields);
      return { result: page, total: found.length, ...(next < found.length && { next }) };
    },
  },
];

export function userFields(user: User): Row {
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

/** Names of the fields that `user.*` answers. */
export const userFieldNames: readonly string[] = [
  'ID',
  'ACTIVE',
  'NAME',
  'LAST_NAME',
  'EMAIL',
  'TIME_ZONE',
  'PERSONAL_GENDER',
  'UF_DEPARTMENT',
];
