import type { Method, MethodCall } from '../methods/method.ts';
import { calendarDialectOf } from './dialects.ts';
import { kind, type Row } from './fields.ts';
import { given, resource } from './resource.ts';

const scopes = ['calendar'];

const sections = kind('calendar.sections', {
  ID: 'integer readonly',
  NAME: 'string required',
  GAPI_CALENDAR_ID: 'string',
  DESCRIPTION: 'string =',
  COLOR: 'string =#9dcf00',
  TEXT_COLOR: 'string =#000000',
  EXPORT: 'array multiple',
  CAL_TYPE: 'string required =user',
  OWNER_ID: 'integer required =1',
  CREATED_BY: 'user =1',
  DATE_CREATE: 'datetime =02.03.2026 09:30:00',
  TIMESTAMP_X: 'datetime =02.03.2026 09:30:00',
  CAL_DAV_CON: 'string',
  SYNC_TOKEN: 'string',
  PERM: 'array multiple',
});
const events = kind('calendar.events', {
  ID: 'integer readonly',
  PARENT_ID: 'integer',
  DELETED: 'char =N',
  CAL_TYPE: 'string required =user',
  OWNER_ID: 'integer required =1',
  NAME: 'string required',
  DATE_FROM: 'datetime required =02.03.2026 10:00:00',
  DATE_TO: 'datetime required =02.03.2026 11:00:00',
  TZ_FROM: 'string =Europe/Berlin',
  TZ_TO: 'string =Europe/Berlin',
  TZ_OFFSET_FROM: 'integer =3600',
  TZ_OFFSET_TO: 'integer =3600',
  DATE_FROM_TS_UTC: 'integer =1772442000',
  DATE_TO_TS_UTC: 'integer =1772445600',
  DT_SKIP_TIME: 'char =N',
  DT_LENGTH: 'integer =3600',
  EVENT_TYPE: 'string',
  CREATED_BY: 'user =1',
  DATE_CREATE: 'datetime =02.03.2026 09:30:00',
  TIMESTAMP_X: 'datetime =02.03.2026 09:30:00',
  DESCRIPTION: 'string =',
  PRIVATE_EVENT: 'string =',
  ACCESSIBILITY: 'string =busy',
  IMPORTANCE: 'string =normal',
  IS_MEETING: 'boolean =false',
  MEETING_STATUS: 'string =H',
  MEETING_HOST: 'user =1',
  LOCATION: 'string =',
  COLOR: 'string =#9dcf00',
  RRULE: 'string =',
  SECTION_ID: 'integer =1',
});
const resources = kind('calendar.resources', {
  ID: 'integer readonly',
  NAME: 'string required',
  CREATED_BY: 'user =1',
});

/** Of one calendar: its type, and whose it is. */
const ofOwner = (call: MethodCall) => (row: Row) =>
  given(call, 'type') === row.CAL_TYPE && ['', String(row.OWNER_ID)].includes(given(call, 'ownerId'));

const listed = (name: string, of: typeof sections): readonly Method[] =>
  resource({
    name,
    scopes,
    kind: of,
    dialect: calendarDialectOf(`${name}.get`),
    list: 'get',
    needs: ['type'],
    where: ofOwner,
    whole: true,
  });

/** `calendar.*` */
export const calendar: readonly Method[] = [
  ...listed('calendar.section', sections),
  ...listed('calendar.event', events),
  ...resource({
    name: 'calendar.event',
    scopes,
    kind: events,
    dialect: calendarDialectOf('calendar.event.getbyid'),
    get: 'getbyid',
    by: 'id',
  }),
  ...resource({
    name: 'calendar.resource',
    scopes,
    kind: resources,
    dialect: calendarDialectOf('calendar.resource.list'),
    list: 'list',
    whole: true,
  }),
  {
    name: 'calendar.settings.get',
    scopes,
    run: () => ({
      result: {
        work_time_start: '9',
        work_time_end: '19',
        year_holidays: '1.01,25.12',
        year_workdays: '',
        week_holidays: ['SA', 'SU'],
        week_start: 'MO',
        user_name_template: '#NAME# #LAST_NAME#',
        sync_by_push: false,
        user_show_login: true,
        path_to_user: '/company/personal/user/#user_id#/',
        path_to_user_calendar: '/company/personal/user/#user_id#/calendar/',
        rm_iblock_type: '',
        rm_iblock_id: '',
        denied_superpose_types: [],
        dep_manager_sub: true,
        forum_id: '8',
      },
    }),
  },
  {
    name: 'calendar.user.settings.get',
    scopes,
    run: () => ({
      result: {
        view: 'month',
        meetSection: '1',
        crmSection: '1',
        showDeclined: false,
        denyBusyInvitation: false,
        collapseOffHours: 'Y',
        showWeekNumbers: 'N',
        showTasks: 'Y',
        showCompletedTasks: 'N',
        syncPeriodPast: 3,
        syncPeriodFuture: 12,
        timezoneName: 'Europe/Berlin',
        timezoneOffsetUTC: 3600,
      },
    }),
  },
];
