import { type Call, wrapStage } from '../../mock/index.ts';
import type { Stages } from '../../mutants/mutant.ts';

/** What methods do with the tables of a portal, seen and changed from outside. */

type Portal = Call['portal'];
type Row = { readonly id: number };

/** A table as its users see it. */
export interface Rows extends Map<number, Row> {
  add(row: Omit<Row, 'id'>): Row;
  update(row: Row, fields: object): void;
  find(isWanted: (row: Row) => boolean): Row | undefined;
  filter(isWanted: (row: Row) => boolean): readonly Row[];
}

const WRITES = ['add', 'update', 'delete'] as const;
const READS = ['get', 'find', 'filter', 'values'] as const;

export type Use = (typeof WRITES)[number] | 'read';

/** The tables that calls change, by their names. */
export function tablesOf(portal: Portal): [name: string, rows: Rows][] {
  const tables: readonly unknown[] = portal.tables;
  return Object.entries(portal).filter((entry): entry is [string, Rows] => tables.includes(entry[1]));
}

/** Other functions of a table as long as something runs. */
export async function during<T>(table: Rows, others: Partial<Rows>, run: () => T | Promise<T>): Promise<T> {
  Object.assign(table, others);
  try {
    return await run();
  } finally {
    // What is beneath them is the table's class.
    for (const name of Object.keys(others)) Reflect.deleteProperty(table, name);
  }
}

/** The functions of a table as they are. */
export const own = (table: Rows): Pick<Rows, (typeof WRITES)[number] | (typeof READS)[number]> => ({
  add: table.add.bind(table),
  update: table.update.bind(table),
  delete: table.delete.bind(table),
  get: table.get.bind(table),
  find: table.find.bind(table),
  filter: table.filter.bind(table),
  values: table.values.bind(table),
});

/** Tells which method uses which table how; changes nothing. */
export const watching =
  (note: (method: string, table: string, use: Use) => void): Stages =>
  (stages) =>
    wrapStage(stages, 'method', async (call, run) => {
      // A batch uses what its commands use.
      if (call.method === 'batch') return run(call);
      let whole = async () => run(call);
      for (const [name, rows] of tablesOf(call.portal)) {
        const inner = whole;
        whole = () =>
          during(
            rows,
            told(rows, (use) => note(call.method, name, use)),
            inner,
          );
      }
      return whole();
    });

/** The functions of a table, which tell what they are used for. */
function told(rows: Rows, tell: (use: Use) => void): Partial<Rows> {
  const { add, update, delete: remove, get, find, filter, values } = own(rows);
  const as =
    <In extends unknown[], Out>(use: Use, does: (...given: In) => Out) =>
    (...given: In): Out => {
      tell(use);
      return does(...given);
    };
  return {
    add: as('add', add),
    update: as('update', update),
    delete: as('delete', remove),
    get: as('read', get),
    find: as('read', find),
    filter: as('read', filter),
    values: as('read', values),
  };
}

/** What a portal holds, to be put back. */
export function kept(portal: Portal): () => void {
  const undo = tablesOf(portal).map(([, table]) => {
    const rows = [...table];
    return () => {
      table.clear();
      for (const [id, row] of rows) table.set(id, row);
    };
  });
  return () => {
    for (const restore of undo) restore();
  };
}
