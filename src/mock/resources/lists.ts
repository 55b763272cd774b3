import type { Method, MethodCall } from '../methods/method.ts';
import { listsDialect } from './dialects.ts';
import { type Kind, kind, type Row } from './fields.ts';
import { given, recordsOf, refuse, resource } from './resource.ts';

const scopes = ['lists'];

const lists = kind('lists.lists', {
  ID: 'integer readonly',
  TIMESTAMP_X: 'datetime =02.03.2026 09:30:00',
  IBLOCK_TYPE_ID: 'string required =lists',
  LID: 'string =s1',
  CODE: 'string',
  NAME: 'string required',
  ACTIVE: 'char =Y',
  SORT: 'integer =500',
  DESCRIPTION: 'string =',
  DESCRIPTION_TYPE: 'string =text',
  BIZPROC: 'char =Y',
  VERSION: 'integer =1',
});
const elements = kind('lists.elements', {
  ID: 'integer readonly',
  IBLOCK_ID: 'integer required',
  IBLOCK_CODE: 'string',
  NAME: 'string required',
  CODE: 'string',
  IBLOCK_SECTION_ID: 'integer',
  CREATED_BY: 'user =1',
  BP_PUBLISHED: 'char =Y',
});
const sections = kind('lists.sections', {
  ID: 'integer readonly',
  IBLOCK_ID: 'integer required',
  IBLOCK_CODE: 'string',
  NAME: 'string required',
  CODE: 'string',
  SORT: 'integer =500',
  ACTIVE: 'char =Y',
  IBLOCK_SECTION_ID: 'integer',
});

const ofType = (call: MethodCall) => (row: Row) =>
  given(call, 'IBLOCK_TYPE_ID') === row.IBLOCK_TYPE_ID &&
  ['', String(row.ID)].includes(given(call, 'IBLOCK_ID')) &&
  ['', String(row.CODE)].includes(given(call, 'IBLOCK_CODE'));

/** The list that a call names, by id or code. */
const ofList = (call: MethodCall) => (row: Row) =>
  given(call, 'IBLOCK_ID') === String(row.IBLOCK_ID) ||
  (given(call, 'IBLOCK_CODE') !== '' && given(call, 'IBLOCK_CODE') === row.IBLOCK_CODE);

/** Elements and sections: of a list that is named by its type, and by id or code. */
const inside = (name: string, of: Kind, one: string): readonly Method[] =>
  resource({
    name,
    scopes,
    kind: of,
    dialect: listsDialect,
    list: 'get',
    needs: ['IBLOCK_TYPE_ID'],
    where(call) {
      if (given(call, 'IBLOCK_ID') === '' && given(call, 'IBLOCK_CODE') === '')
        refuse(listsDialect.missing('IBLOCK_CODE'));
      const isThere = ofList(call);
      const wanted = given(call, one);
      return (row) => isThere(row) && (wanted === '' || wanted === String(row.ID));
    },
  });

/** `lists.*` */
export const listsMethods: readonly Method[] = [
  ...resource({
    name: 'lists',
    scopes,
    kind: lists,
    dialect: listsDialect,
    list: 'get',
    needs: ['IBLOCK_TYPE_ID'],
    where: ofType,
  }),
  ...inside('lists.element', elements, 'ELEMENT_ID'),
  ...inside('lists.section', sections, 'SECTION_ID'),
  {
    name: 'lists.get.iblock.type.id',
    scopes,
    async run(call) {
      if (given(call, 'IBLOCK_ID') === '') refuse(listsDialect.missing('IBLOCK_ID'));
      const found = (await recordsOf(call, lists)).find(({ ID }) => String(ID) === given(call, 'IBLOCK_ID'));
      return { result: found?.IBLOCK_TYPE_ID ?? false };
    },
  },
];
