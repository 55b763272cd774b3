import type { Method } from '../methods/method.ts';
import { controllerDialect } from './dialects.ts';
import { type Kind, kind } from './fields.ts';
import { resource } from './resource.ts';

const catalogs = kind(
  'catalog.catalogs',
  {
    ID: 'integer readonly',
    IBLOCK_ID: 'integer required',
    IBLOCK_TYPE_ID: 'string readonly =CRM_PRODUCT_CATALOG',
    LID: 'string readonly =s1',
    NAME: 'string readonly',
    PRODUCT_IBLOCK_ID: 'integer',
    SKU_PROPERTY_ID: 'integer',
    SUBSCRIPTION: 'char =N',
    VAT_ID: 'integer',
  },
  'ID',
);
const measures = kind('catalog.measures', {
  ID: 'integer readonly',
  CODE: 'integer required',
  IS_DEFAULT: 'char =N',
  MEASURE_TITLE: 'string required',
  SYMBOL: 'string',
  SYMBOL_INTL: 'string',
  SYMBOL_LETTER_INTL: 'string',
});
const priceTypes = kind('catalog.priceTypes', {
  ID: 'integer readonly',
  NAME: 'string required',
  BASE: 'char =N',
  SORT: 'integer =100',
  XML_ID: 'string',
  CREATED_BY: 'integer readonly =1',
  DATE_CREATE: 'datetime readonly =2026-03-02T09:30:00+03:00',
  MODIFIED_BY: 'integer readonly =1',
  TIMESTAMP_X: 'datetime readonly =2026-03-02T09:30:00+03:00',
});
const vats = kind('catalog.vats', {
  ID: 'integer readonly',
  NAME: 'string required',
  RATE: 'double required',
  ACTIVE: 'char =Y',
  SORT: 'integer =100',
  TIMESTAMP_X: 'datetime readonly =2026-03-02T09:30:00+03:00',
});
const stores = kind('catalog.stores', {
  ID: 'integer readonly',
  TITLE: 'string',
  ADDRESS: 'string required =Example street 1',
  ACTIVE: 'char =Y',
  CODE: 'string',
  SORT: 'integer =100',
  EMAIL: 'string',
  PHONE: 'string',
  SCHEDULE: 'string',
  GPS_N: 'string',
  GPS_S: 'string',
  IMAGE_ID: 'object',
  ISSUING_CENTER: 'char =Y',
  XML_ID: 'string',
  USER_ID: 'integer =1',
  MODIFIED_BY: 'integer =1',
  DATE_CREATE: 'datetime readonly =2026-03-02T09:30:00+03:00',
  DATE_MODIFY: 'datetime readonly =2026-03-02T09:30:00+03:00',
  DESCRIPTION: 'string =',
});

const all = (name: string, of: Kind, one: string, several: string): readonly Method[] =>
  resource({
    name: `catalog.${name}`,
    scopes: ['catalog'],
    kind: of,
    dialect: controllerDialect,
    list: 'list',
    get: 'get',
    fields: 'getFields',
    under: { list: several, get: one, fields: one },
    by: 'id',
  });

/** `catalog.*`: what a shop is set up with. */
export const catalog: readonly Method[] = [
  ...all('catalog', catalogs, 'catalog', 'catalogs'),
  ...all('measure', measures, 'measure', 'measures'),
  ...all('priceType', priceTypes, 'priceType', 'priceTypes'),
  ...all('vat', vats, 'vat', 'vats'),
  ...all('store', stores, 'store', 'stores'),
];
