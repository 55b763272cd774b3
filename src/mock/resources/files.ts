import type { Method, MethodCall } from '../methods/method.ts';
import { diskDialect } from './dialects.ts';
import { kind, type Row } from './fields.ts';
import { given, recordsOf, refuse, resource, shownRow } from './resource.ts';

const scopes = ['disk'];

const storages = kind('disk.storages', {
  ID: 'integer readonly',
  NAME: 'string required',
  CODE: 'string',
  MODULE_ID: 'string =disk',
  ENTITY_TYPE: 'string =user',
  ENTITY_ID: 'string =1',
  ROOT_OBJECT_ID: 'integer',
});
const stored = {
  ID: 'integer readonly',
  NAME: 'string required',
  CODE: 'string',
  STORAGE_ID: 'integer =1',
  PARENT_ID: 'integer',
  DELETED_TYPE: 'integer =0',
  CREATE_TIME: 'datetime =2026-03-02T09:30:00+03:00',
  UPDATE_TIME: 'datetime =2026-03-02T09:30:00+03:00',
  DELETE_TIME: 'datetime',
  CREATED_BY: 'user =1',
  UPDATED_BY: 'user =1',
  DELETED_BY: 'user =0',
  DETAIL_URL: 'string =https://portal.invalid/disk/',
};
const folders = kind('disk.folders', {
  ...stored,
  TYPE: 'string =folder',
  REAL_OBJECT_ID: 'integer =1',
});
const files = kind('disk.files', {
  ...stored,
  TYPE: 'string =file',
  GLOBAL_CONTENT_VERSION: 'integer =1',
  FILE_ID: 'integer =1',
  SIZE: 'integer =1024',
  DOWNLOAD_URL: 'string =https://portal.invalid/disk/download/',
});

/** Folders and files in a folder. */
async function childrenOf(call: MethodCall, parent: string) {
  const inside = (row: Row) => String(row.PARENT_ID) === parent;
  const [inner, own] = await Promise.all([recordsOf(call, folders), recordsOf(call, files)]);
  return [
    ...inner.filter(inside).map((row) => shownRow(row, [...folders.fields.keys()], diskDialect)),
    ...own.filter(inside).map((row) => shownRow(row, [...files.fields.keys()], diskDialect)),
  ];
}

const children = (
  name: string,
  rootOf: (call: MethodCall, id: string) => Promise<string | undefined>,
): Method => ({
  name,
  scopes,
  async run(call) {
    const id = given(call, 'ID');
    if (id === '') refuse(diskDialect.missing('id'));
    const root = await rootOf(call, id);
    if (root === undefined) return refuse(diskDialect.unknown(id));
    const result = await childrenOf(call, root);
    return { result, total: result.length };
  },
});

/** `disk.*` */
export const disk: readonly Method[] = [
  ...resource({
    name: 'disk.storage',
    scopes,
    kind: storages,
    dialect: diskDialect,
    list: 'getlist',
    get: 'get',
    fields: 'getfields',
  }),
  { name: 'disk.storage.gettypes', scopes, run: () => ({ result: ['user', 'common', 'group'] }) },
  children('disk.storage.getchildren', async (call, id) => {
    const storage = (await recordsOf(call, storages)).find(({ ID }) => String(ID) === id);
    return storage && String(storage.ROOT_OBJECT_ID);
  }),
  ...resource({
    name: 'disk.folder',
    scopes,
    kind: folders,
    dialect: diskDialect,
    get: 'get',
    fields: 'getfields',
  }),
  children('disk.folder.getchildren', async (call, id) => {
    const folder = (await recordsOf(call, folders)).find(({ ID }) => String(ID) === id);
    return folder && String(folder.ID);
  }),
  ...resource({
    name: 'disk.file',
    scopes,
    kind: files,
    dialect: diskDialect,
    get: 'get',
    fields: 'getfields',
  }),
  {
    name: 'disk.rights.gettasks',
    scopes,
    run: () => ({
      result: ['read', 'add', 'edit', 'full'].map((name, index) => ({
        ID: String(index + 1),
        NAME: `disk_access_${name}`,
        TITLE: name,
      })),
    }),
  },
];
