import type { Value } from '../call.ts';
import type { Method, MethodCall } from '../methods/method.ts';
import { integerOf } from '../methods/parameters.ts';
import { controllerDialect, crmDialect } from './dialects.ts';
import { type Kind, kind, type Row } from './fields.ts';
import { given, recordsOf, refuse, resource } from './resource.ts';

const scopes = ['crm'];
const crud = { list: 'list', get: 'get', fields: 'fields' };

/** What leads, deals, contacts and companies have in common. */
const common = {
  ASSIGNED_BY_ID: 'user =1',
  CREATED_BY_ID: 'user readonly =1',
  MODIFY_BY_ID: 'user readonly =1',
  DATE_CREATE: 'datetime readonly =2026-03-02T09:30:00+03:00',
  DATE_MODIFY: 'datetime readonly =2026-03-02T09:30:00+03:00',
  OPENED: 'char =Y',
  COMMENTS: 'string',
  ORIGINATOR_ID: 'string',
  ORIGIN_ID: 'string',
  UTM_SOURCE: 'string',
  UTM_MEDIUM: 'string',
  UTM_CAMPAIGN: 'string',
};
const person = {
  HONORIFIC: 'crm_status',
  NAME: 'string =',
  SECOND_NAME: 'string =',
  LAST_NAME: 'string =',
  BIRTHDATE: 'date',
  POST: 'string',
};
const reached = {
  PHONE: 'crm_multifield multiple',
  EMAIL: 'crm_multifield multiple',
  WEB: 'crm_multifield multiple',
  IM: 'crm_multifield multiple',
};
const money = { CURRENCY_ID: 'crm_currency =EUR', OPPORTUNITY: 'double =0' };

const leads = kind('crm.leads', {
  ID: 'integer readonly',
  TITLE: 'string',
  ...person,
  COMPANY_TITLE: 'string',
  SOURCE_ID: 'crm_status =WEB',
  SOURCE_DESCRIPTION: 'string',
  STATUS_ID: 'crm_status =NEW',
  STATUS_DESCRIPTION: 'string',
  STATUS_SEMANTIC_ID: 'string readonly =P',
  ...money,
  IS_MANUAL_OPPORTUNITY: 'char =N',
  COMPANY_ID: 'crm_company',
  CONTACT_ID: 'crm_contact',
  IS_RETURN_CUSTOMER: 'char readonly =N',
  DATE_CLOSED: 'datetime readonly',
  ...common,
  ...reached,
});
const deals = kind('crm.deals', {
  ID: 'integer readonly',
  TITLE: 'string',
  TYPE_ID: 'crm_status =SALE',
  CATEGORY_ID: 'crm_category =0',
  STAGE_ID: 'crm_status =NEW',
  STAGE_SEMANTIC_ID: 'string readonly =P',
  IS_NEW: 'char readonly =N',
  IS_RECURRING: 'char readonly =N',
  PROBABILITY: 'integer',
  ...money,
  IS_MANUAL_OPPORTUNITY: 'char =N',
  TAX_VALUE: 'double',
  COMPANY_ID: 'crm_company',
  CONTACT_ID: 'crm_contact',
  BEGINDATE: 'date =2026-03-02T03:00:00+03:00',
  CLOSEDATE: 'date =2026-03-09T03:00:00+03:00',
  CLOSED: 'char =N',
  LEAD_ID: 'crm_lead readonly',
  ADDITIONAL_INFO: 'string',
  ...common,
});
const contacts = kind('crm.contacts', {
  ID: 'integer readonly',
  ...person,
  PHOTO: 'file',
  TYPE_ID: 'crm_status =CLIENT',
  SOURCE_ID: 'crm_status =WEB',
  SOURCE_DESCRIPTION: 'string',
  EXPORT: 'char =Y',
  COMPANY_ID: 'crm_company',
  LEAD_ID: 'crm_lead readonly',
  ...common,
  ...reached,
});
const companies = kind('crm.companies', {
  ID: 'integer readonly',
  TITLE: 'string required',
  COMPANY_TYPE: 'crm_status =CUSTOMER',
  LOGO: 'file',
  INDUSTRY: 'crm_status =IT',
  EMPLOYEES: 'crm_status =EMPLOYEES_1',
  CURRENCY_ID: 'crm_currency =EUR',
  REVENUE: 'double =0',
  IS_MY_COMPANY: 'char =N',
  LEAD_ID: 'crm_lead readonly',
  ...common,
  ...reached,
});
const statuses = kind('crm.statuses', {
  ID: 'integer readonly',
  ENTITY_ID: 'string required',
  STATUS_ID: 'string required',
  NAME: 'string required',
  NAME_INIT: 'string readonly =',
  SORT: 'integer =10',
  SYSTEM: 'char readonly =Y',
  CATEGORY_ID: 'integer readonly',
  COLOR: 'string',
  SEMANTICS: 'string',
});
const currencies = kind(
  'crm.currencies',
  {
    CURRENCY: 'string required',
    AMOUNT_CNT: 'integer =1',
    AMOUNT: 'double =1',
    SORT: 'integer =100',
    BASE: 'char =N',
    FULL_NAME: 'string readonly',
    LID: 'string readonly =en',
    FORMAT_STRING: 'string readonly',
    DEC_POINT: 'string readonly =.',
    THOUSANDS_SEP: 'string readonly',
    DECIMALS: 'integer readonly =2',
    DATE_UPDATE: 'datetime readonly =2026-01-12T10:00:00+03:00',
  },
  'CURRENCY',
);
const activities = kind('crm.activities', {
  ID: 'integer readonly',
  OWNER_ID: 'integer required',
  OWNER_TYPE_ID: 'crm_enum_ownertype required =2',
  TYPE_ID: 'crm_enum_activitytype required =2',
  PROVIDER_ID: 'string readonly =VOXIMPLANT_CALL',
  SUBJECT: 'string required',
  START_TIME: 'datetime =2026-03-02T10:00:00+03:00',
  END_TIME: 'datetime =2026-03-02T11:00:00+03:00',
  DEADLINE: 'datetime =2026-03-02T11:00:00+03:00',
  COMPLETED: 'char =N',
  RESPONSIBLE_ID: 'user required =1',
  PRIORITY: 'crm_enum_activitypriority =2',
  DESCRIPTION: 'string =',
  DIRECTION: 'crm_enum_activitydirection =2',
  AUTHOR_ID: 'user readonly =1',
  CREATED: 'datetime readonly =2026-03-02T09:30:00+03:00',
  LAST_UPDATED: 'datetime readonly =2026-03-02T09:30:00+03:00',
});
const products = kind('crm.products', {
  ID: 'integer readonly',
  CATALOG_ID: 'integer =15',
  PRICE: 'double',
  CURRENCY_ID: 'string =EUR',
  NAME: 'string required',
  CODE: 'string',
  DESCRIPTION: 'string',
  ACTIVE: 'char =Y',
  SECTION_ID: 'integer',
  SORT: 'integer =500',
  VAT_ID: 'integer',
  VAT_INCLUDED: 'char =N',
  MEASURE: 'integer =5',
  XML_ID: 'string',
  DATE_CREATE: 'datetime readonly =2026-03-02T09:30:00+03:00',
  CREATED_BY: 'integer readonly =1',
});
const requisites = kind('crm.requisites', {
  ID: 'integer readonly',
  ENTITY_TYPE_ID: 'integer required =4',
  ENTITY_ID: 'integer required',
  PRESET_ID: 'integer required =1',
  NAME: 'string required',
  CODE: 'string',
  XML_ID: 'string',
  ACTIVE: 'char =Y',
  SORT: 'integer =500',
  RQ_COMPANY_NAME: 'string',
  RQ_VAT_ID: 'string',
  DATE_CREATE: 'datetime readonly =2026-03-02T09:30:00+03:00',
  CREATED_BY_ID: 'user readonly =1',
});
const categories = kind('crm.categories', {
  ID: 'integer readonly',
  NAME: 'string required',
  SORT: 'integer =100',
  ENTITY_TYPE_ID: 'integer required =2',
  IS_DEFAULT: 'boolean =false',
  ORIGIN_ID: 'string',
  ORIGINATOR_ID: 'string',
});
const types = kind('crm.types', {
  ID: 'integer readonly',
  TITLE: 'string required',
  ENTITY_TYPE_ID: 'integer readonly',
  CREATED_BY: 'user readonly =1',
  IS_CATEGORIES_ENABLED: 'boolean =true',
  IS_STAGES_ENABLED: 'boolean =true',
  IS_AUTOMATION_ENABLED: 'boolean =false',
  IS_CLIENT_ENABLED: 'boolean =true',
});

const upper = (name: string, of: Kind): readonly Method[] =>
  resource({ name, scopes, kind: of, dialect: crmDialect, ...crud });

/** Entities with a method family of their own, by the number that `crm.item.*` knows them by. */
const items = new Map([
  [1, { name: 'crm.item', kind: leads }],
  [2, { name: 'crm.item', kind: deals }],
  [3, { name: 'crm.item', kind: contacts }],
  [4, { name: 'crm.item', kind: companies }],
]);

const ofItem = new Map(
  [...items].map(([type, { name, kind: of }]) => {
    const under = { list: 'items', get: 'item', fields: 'fields' };
    const methods = resource({ name, scopes, kind: of, dialect: controllerDialect, ...crud, under });
    return [type, new Map(methods.map((method) => [method.name, method]))] as const;
  }),
);

/** `crm.item.*` asks for the type of entity first. */
const item = (last: string): Method => ({
  name: `crm.item.${last}`,
  scopes,
  run(call) {
    if (given(call, 'entityTypeId') === '') refuse(controllerDialect.missing('entityTypeId'));
    const method = ofItem.get(integerOf(call, 'ENTITYTYPEID') ?? 0)?.get(`crm.item.${last}`);
    return method?.run(call) ?? refuse({ status: 400, code: 'NOT_FOUND', text: 'Smart process not found' });
  },
});

/** Statuses of one list, such as `SOURCE`, as `crm.status.entity.items` shows them. */
const entityItems: Method = {
  name: 'crm.status.entity.items',
  scopes,
  async run(call) {
    const wanted = given(call, 'entityId');
    if (wanted === '')
      refuse({ status: 400, code: '', text: "The parameter 'entityId' is not defined or invalid." });
    const rows = (await recordsOf(call, statuses)).filter(({ ENTITY_ID }) => ENTITY_ID === wanted);
    return {
      result: rows.map(({ NAME = '', SORT = 0, STATUS_ID = '' }) => ({
        NAME,
        SORT: Number(SORT),
        STATUS_ID,
      })),
    };
  },
};

const entityTypes: Method = {
  name: 'crm.status.entity.types',
  scopes,
  async run(call) {
    const ids = new Set((await recordsOf(call, statuses)).map(({ ENTITY_ID }) => String(ENTITY_ID)));
    return {
      result: [...ids].map((ID) => ({ ID, NAME: ID, SEMANTIC_INFO: [], ENTITY_TYPE_ID: null })),
    };
  },
};

const baseCurrency: Method = {
  name: 'crm.currency.base.get',
  scopes,
  async run(call) {
    const rows = await recordsOf(call, currencies);
    return { result: rows.find(({ BASE }) => BASE === 'Y')?.CURRENCY ?? null };
  },
};

/** A list of constants, each with number and name. */
const constants = (name: string, values: Readonly<Record<number, string>>): Method => ({
  name: `crm.enum.${name}`,
  scopes,
  run: () => ({
    result: Object.entries(values).map(
      ([id, NAME]): Value => ({ ID: Number(id), NAME, SYMBOL_CODE: NAME.toUpperCase() }),
    ),
  }),
});

const ofType = (call: MethodCall) => (row: Row) => given(call, 'entityTypeId') === String(row.ENTITY_TYPE_ID);

/** The numbers of entities that a filter of `crm.category.*` may name; deals where none is. */
const categoryMethods = resource({
  name: 'crm.category',
  scopes,
  kind: categories,
  dialect: controllerDialect,
  ...crud,
  under: { list: 'categories', get: 'category', fields: 'fields' },
  needs: ['entityTypeId'],
  where: ofType,
});

/** `crm.*`: what the family's methods of list, get and fields answer, from the records of the world. */
export const crm: readonly Method[] = [
  ...upper('crm.lead', leads),
  ...upper('crm.deal', deals),
  ...upper('crm.contact', contacts),
  ...upper('crm.company', companies),
  ...upper('crm.status', statuses),
  entityTypes,
  entityItems,
  ...upper('crm.currency', currencies),
  baseCurrency,
  ...upper('crm.activity', activities),
  ...upper('crm.product', products),
  ...upper('crm.requisite', requisites),
  ...categoryMethods,
  ...resource({
    name: 'crm.type',
    scopes,
    kind: types,
    dialect: controllerDialect,
    ...crud,
    under: { list: 'types', get: 'type', fields: 'fields' },
  }),
  item('list'),
  item('get'),
  item('fields'),
  constants('ownertype', { 1: 'Lead', 2: 'Deal', 3: 'Contact', 4: 'Company', 7: 'Quote', 31: 'Invoice' }),
  constants('activitytype', { 1: 'Meeting', 2: 'Call', 3: 'Task', 4: 'Letter' }),
  constants('activitypriority', { 1: 'Low', 2: 'Medium', 3: 'High' }),
  constants('activitydirection', { 1: 'Incoming', 2: 'Outgoing' }),
];
