import type { Method } from '../methods/method.ts';
import { oldTasksDialect, tasksDialect } from './dialects.ts';
import { type Kind, kind } from './fields.ts';
import { given, resource } from './resource.ts';

const scopes = ['task', 'tasks'];

export const tasks = kind('tasks.tasks', {
  ID: 'integer readonly',
  PARENT_ID: 'integer',
  TITLE: 'string required',
  DESCRIPTION: 'string =',
  MARK: 'enum',
  PRIORITY: 'enum =1',
  MULTITASK: 'enum =N',
  NOT_VIEWED: 'enum =N',
  REPLICATE: 'enum =N',
  GROUP_ID: 'integer =0',
  STAGE_ID: 'integer =0',
  CREATED_BY: 'integer required =1',
  CREATED_DATE: 'datetime =2026-03-02T09:30:00+03:00',
  RESPONSIBLE_ID: 'integer required =1',
  CHANGED_BY: 'integer =1',
  CHANGED_DATE: 'datetime =2026-03-02T09:30:00+03:00',
  STATUS_CHANGED_BY: 'integer =1',
  STATUS: 'enum =2',
  CLOSED_BY: 'integer =0',
  CLOSED_DATE: 'datetime',
  DATE_START: 'datetime',
  DEADLINE: 'datetime',
  START_DATE_PLAN: 'datetime',
  END_DATE_PLAN: 'datetime',
  GUID: 'string',
  XML_ID: 'string',
  COMMENTS_COUNT: 'integer',
  ALLOW_CHANGE_DEADLINE: 'enum =N',
  TASK_CONTROL: 'enum =N',
  ADD_IN_REPORT: 'enum =N',
  TIME_ESTIMATE: 'integer =0',
  TIME_SPENT_IN_LOGS: 'integer',
  MATCH_WORK_TIME: 'enum =N',
  SITE_ID: 'string =s1',
  ACCOMPLICES: 'array multiple',
  AUDITORS: 'array multiple',
});
const comments = kind('tasks.comments', {
  ID: 'integer readonly',
  TASK_ID: 'integer required',
  AUTHOR_ID: 'integer =1',
  AUTHOR_NAME: 'string =Klaus Weber',
  AUTHOR_EMAIL: 'string =',
  POST_DATE: 'datetime =2026-03-02T09:30:00+03:00',
  POST_MESSAGE: 'string required',
});
const elapsed = kind('tasks.elapsed', {
  ID: 'integer readonly',
  TASK_ID: 'integer required',
  USER_ID: 'integer =1',
  COMMENT_TEXT: 'string =',
  SECONDS: 'integer required',
  MINUTES: 'integer readonly =10',
  SOURCE: 'integer =2',
  CREATED_DATE: 'datetime =2026-03-02T09:30:00+03:00',
  DATE_START: 'datetime =2026-03-02T09:30:00+03:00',
  DATE_STOP: 'datetime =2026-03-02T09:40:00+03:00',
});
const checklist = kind('tasks.checklist', {
  ID: 'integer readonly',
  TASK_ID: 'integer required',
  PARENT_ID: 'integer =0',
  CREATED_BY: 'integer =1',
  TITLE: 'string required',
  SORT_INDEX: 'integer =0',
  IS_COMPLETE: 'enum =N',
  IS_IMPORTANT: 'enum =N',
});

/** What belongs to a task: the task comes first, then the record. */
const ofTask = (name: string, of: Kind, get: string): readonly Method[] =>
  resource({
    name,
    scopes,
    kind: of,
    dialect: oldTasksDialect,
    list: 'getlist',
    get,
    by: 'ITEMID',
    needs: ['TASKID'],
    where: (call) => (row) => given(call, 'TASKID') === String(row.TASK_ID),
    whole: true,
  });

/** `tasks.task.*` and what belongs to a task. */
export const tasksMethods: readonly Method[] = [
  ...resource({
    name: 'tasks.task',
    scopes,
    kind: tasks,
    dialect: tasksDialect,
    list: 'list',
    get: 'get',
    under: { list: 'tasks', get: 'task' },
    by: 'taskId',
  }),
  ...resource({
    name: 'tasks.task',
    scopes,
    kind: tasks,
    dialect: { ...tasksDialect, names: 'upper' },
    fields: 'getFields',
    under: { fields: 'fields' },
  }),
  ...ofTask('task.commentitem', comments, 'get'),
  ...ofTask('task.elapseditem', elapsed, 'get'),
  ...ofTask('task.checklistitem', checklist, 'get'),
];
