import type { Method } from '../methods/method.ts';
import { integerOf, textOf } from '../methods/parameters.ts';
import { userFieldNames, userFields } from '../methods/users.ts';
import { groupsDialect, peopleDialect } from './dialects.ts';
import { kind, title } from './fields.ts';
import { pageOf } from './query.ts';
import { given, known, recordsOf, resource } from './resource.ts';

const departments = kind('department.departments', {
  ID: 'integer readonly',
  NAME: 'string required',
  SORT: 'integer =500',
  PARENT: 'integer required',
  UF_HEAD: 'user',
});
const groups = kind('sonet_group.groups', {
  ID: 'integer readonly',
  SITE_ID: 'string =s1',
  NAME: 'string required',
  DESCRIPTION: 'string =',
  DATE_CREATE: 'datetime =2026-03-02T09:30:00+03:00',
  DATE_UPDATE: 'datetime =2026-03-02T09:30:00+03:00',
  ACTIVE: 'char =Y',
  VISIBLE: 'char =Y',
  OPENED: 'char =Y',
  CLOSED: 'char =N',
  SUBJECT_ID: 'integer =1',
  OWNER_ID: 'user =1',
  KEYWORDS: 'string =',
  NUMBER_OF_MEMBERS: 'integer =2',
  DATE_ACTIVITY: 'datetime =2026-03-02T09:30:00+03:00',
  SUBJECT_NAME: 'string =Working groups',
  PROJECT: 'char =N',
  IS_EXTRANET: 'char =N',
});
const members = kind('sonet_group.members', {
  ID: 'integer readonly',
  GROUP_ID: 'integer required',
  USER_ID: 'user required',
  ROLE: 'char =K',
});

/** What `user.*` knows beside `user.get`: its fields, and who has a text in name or address. */
const users: readonly Method[] = [
  {
    name: 'user.fields',
    scopes: ['user', 'user_basic', 'user_brief'],
    run: () => ({ result: Object.fromEntries(userFieldNames.map((name) => [name, title(name)])) }),
  },
  {
    name: 'user.search',
    scopes: ['user', 'user_basic', 'user_brief'],
    run(call) {
      const wanted = textOf(call, 'FIND').toLowerCase();
      const found = call.portal.users
        .filter(({ name, lastName, email }) =>
          [name, lastName, email].some((word) => word.toLowerCase().includes(wanted)),
        )
        .map(userFields);
      const { rows, ...counts } = pageOf(found, call.parameters.get('START'));
      return { result: rows, ...counts };
    },
  },
];

const groupMembers: readonly Method[] = [
  {
    name: 'sonet_group.user.get',
    scopes: ['sonet_group'],
    async run(call) {
      if ((integerOf(call, 'ID') ?? 0) <= 0) return { result: false };
      const rows = await recordsOf(call, members);
      const of = rows.filter(({ GROUP_ID }) => String(GROUP_ID) === given(call, 'ID'));
      return { result: of.map(({ USER_ID, ROLE }) => ({ USER_ID: String(USER_ID), ROLE: ROLE ?? 'K' })) };
    },
  },
  {
    name: 'sonet_group.user.groups',
    scopes: ['sonet_group'],
    async run(call) {
      const [all, of] = await Promise.all([recordsOf(call, groups), recordsOf(call, members)]);
      const own = of.filter(({ USER_ID }) => USER_ID === call.caller.userId);
      return {
        result: own.map(({ GROUP_ID, ROLE }) => ({
          GROUP_ID: String(GROUP_ID),
          GROUP_NAME: all.find(({ ID }) => ID === GROUP_ID)?.NAME ?? '',
          ROLE: ROLE ?? 'K',
          GROUP_IMAGE_ID: '0',
          GROUP_IMAGE: '',
        })),
      };
    },
  },
];

/** People, departments and workgroups. */
export const people: readonly Method[] = [
  ...users,
  ...resource({
    name: 'department',
    scopes: ['department'],
    kind: departments,
    dialect: peopleDialect,
    list: 'get',
    fields: 'fields',
    // A filter stands in the parameters themselves.
    where: (call) => (row) =>
      ['ID', 'PARENT', 'NAME'].every((name) => {
        const wanted = given(call, name);
        return wanted === '' || wanted === String(row[name] ?? '');
      }),
  }),
  ...resource({
    name: 'sonet_group',
    scopes: ['sonet_group'],
    kind: groups,
    dialect: groupsDialect,
    list: 'get',
  }),
  ...resource({
    name: 'socialnetwork.api.workgroup',
    scopes: ['socialnetwork', 'sonet_group'],
    kind: groups,
    dialect: { ...groupsDialect, names: 'camel' },
    list: 'list',
    under: { list: 'workgroups' },
  }),
  ...resource({
    name: 'socialnetwork.api.workgroup',
    scopes: ['socialnetwork', 'sonet_group'],
    kind: groups,
    dialect: {
      ...groupsDialect,
      missing: () => ({
        status: 400,
        code: 'SONET_CONTROLLER_WORKGROUP_EMPTY',
        text: 'Workgroup ID is not set',
      }),
      unknown: () => ({
        status: 400,
        code: 'SONET_CONTROLLER_WORKGROUP_NOT_FOUND',
        text: 'Workgroup not found',
      }),
    },
    get: 'get',
    by: 'groupId',
  }),
  ...groupMembers,
];

// Members are kept in the file of their groups.
known(members);
