import type { Value } from '../call.ts';
import { kind } from '../resources/fields.ts';
import { known, recordsOf } from '../resources/resource.ts';
import { tasks } from '../resources/tasks.ts';
import { dtoOf, dtoRow, entityMethods } from './entity.ts';
import type { NewerMethod } from './method.ts';
import { openapiOf } from './openapi.ts';

const task = dtoOf('TaskDto', {
  ID: 'int',
  TITLE: 'string',
  DESCRIPTION: 'string',
  CREATOR_ID: 'int',
  RESPONSIBLE_ID: 'int',
  CREATED: 'datetime',
  CHANGED: 'datetime',
  DEADLINE: 'datetime',
  GROUP_ID: 'int',
  PARENT_ID: 'int',
});

const entries = known(
  kind('eventlog.entries', {
    ID: 'integer readonly',
    TIMESTAMP_X: 'datetime =2026-03-02T09:30:00+03:00',
    SEVERITY: 'string =INFO',
    AUDIT_TYPE_ID: 'string required',
    MODULE_ID: 'string =main',
    ITEM_ID: 'string =1',
    REMOTE_ADDR: 'string =192.0.2.1',
    USER_AGENT: 'string =Mozilla/5.0',
    REQUEST_URI: 'string =/',
    SITE_ID: 'string =s1',
    USER_ID: 'integer =1',
    GUEST_ID: 'integer =0',
    DESCRIPTION: 'string =',
  }),
);

const entry = dtoOf('EventLogDto', {
  ID: 'int',
  TIMESTAMP_X: 'datetime',
  SEVERITY: 'string',
  AUDIT_TYPE_ID: 'string',
  MODULE_ID: 'string',
  ITEM_ID: 'string',
  REMOTE_ADDR: 'string',
  USER_AGENT: 'string',
  REQUEST_URI: 'string',
  SITE_ID: 'string',
  USER_ID: 'int',
  GUEST_ID: 'int',
  DESCRIPTION: 'string',
});

const IN_OLDER_NAMES = { creatorId: 'createdBy', created: 'createdDate', changed: 'changedDate' };

const ofModules: readonly NewerMethod[] = [
  ...entityMethods({
    name: 'tasks.task',
    scope: 'tasks',
    dto: task,
    unknownField: 'left out',
    rows: async (call) => (await recordsOf(call, tasks)).map((row) => dtoRow(row, task, IN_OLDER_NAMES)),
  }),
  ...entityMethods({
    name: 'main.eventlog',
    scope: 'main',
    dto: entry,
    unknownField: 'refused',
    rows: async (call) => (await recordsOf(call, entries)).map((row) => dtoRow(row, entry)),
  }),
];

/** What the portal says of itself. */
const ofItself: readonly NewerMethod[] = ['rest.documentation.openapi', 'documentation'].map((name) => ({
  name,
  scope: undefined,
  parameters: {},
  isBare: true,
  run: () => openapiOf([...ofModules, scopeList]),
}));

const scopeList: NewerMethod = {
  name: 'rest.scope.list',
  scope: undefined,
  parameters: {},
  run() {
    const scopes: Record<string, Value> = {};
    for (const { name, scope } of ofModules)
      if (scope !== undefined) scopes[scope] = [...((scopes[scope] as string[] | undefined) ?? []), name];
    return scopes;
  },
};

/** Methods of REST 3.0, by name in lower case. */
export const newerMethods: ReadonlyMap<string, NewerMethod> = new Map(
  [...ofModules, ...ofItself, scopeList].map((method) => [method.name, method]),
);
