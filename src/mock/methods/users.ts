import { kind, type Row } from '../resources/fields.ts';
import { filtered, ordered, pageOf } from '../resources/query.ts';
import type { User } from '../world/world.ts';
import type { Method } from './method.ts';
import { listOf, text, textOf } from './parameters.ts';

const upper = (name: string): string => name.toUpperCase();

const SCOPES = ['user', 'user_brief', 'user_basic'];

/** What `user.get` filters, sorts and selects by; not by ACTIVE, as all users of the world are. */
const FIELDS = kind('user', {
  ID: 'integer readonly',
  NAME: 'string',
  LAST_NAME: 'string',
  EMAIL: 'string',
  TIME_ZONE: 'string',
  PERSONAL_GENDER: 'string',
  UF_DEPARTMENT: 'integer',
});

/** Fields that `select` names, by masks as well; all of them without it. */
function chosen(row: Row, select: unknown): Row {
  const wanted = (listOf(select) ?? []).map((name) => (text(name) ?? '').toUpperCase());
  if (wanted.length === 0 || wanted.includes('*')) return row;
  const isWanted = (name: string) =>
    wanted.includes(name) || (wanted.includes('UF_*') && name.startsWith('UF_'));
  return Object.fromEntries(Object.entries(row).filter(([name]) => isWanted(name)));
}

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
          PERSONAL_PHOTO: `${portal.origin}/upload/main/user${id}.png`,
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
    // user/user-get.md: sorted by ID unless it is told otherwise, pages by 50.
    name: 'user.get',
    scopes: SCOPES,
    run(call) {
      const { parameters, portal } = call;
      const id = parameters.get('ID') ?? '';
      const filter = id === '' ? parameters.get('FILTER') : { ID: id };
      const found = filtered(portal.users.filter(() => true).map(userFields), FIELDS, filter, upper);
      const order = { [textOf(call, 'SORT') || 'ID']: textOf(call, 'ORDER') || 'ASC' };
      const { rows, ...counts } = pageOf(ordered(found, FIELDS, order, upper), parameters.get('START'));
      return { result: rows.map((row) => chosen(row, parameters.get('SELECT'))), ...counts };
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
