import { type Call, wrapStage } from '../../mock/index.ts';
import type { Stages } from '../operator.ts';

/** What methods do with the tables of a portal, seen and changed from outside. */

type Portal = Call['portal'];
export type Row = { readonly id: number };

/** A table as its users see it. */
export interface Rows extends Map<number, Row> {
  add(row: Omit<Row, 'id'>): Row;
  update(row: Row, fields: object): void;
  find(isWanted: (row: Row) => boolean): Row | undefined;
  filter(isWanted: (row: Row) => boolean): readonly Row[];
}

/** What the functions of a table are used for. */
const USES = {
  add: 'add',
  update: 'update',
  delete: 'delete',
  get: 'read',
  find: 'read',
  filter: 'read',
  values: 'read',
} as const;

export type Use = (typeof USES)[keyof typeof USES];
export type Functions = Pick<Rows, keyof typeof USES>;

/** How a method uses a table. */
export interface TableUse {
  /** In lower case. */
  method: string;
  table: string;
  use: Use;
}

/** The tables that calls change, by their names. */
export function tablesOf(portal: Portal): [name: string, rows: Rows][] {
  const tables: readonly unknown[] = portal.tables;
  return Object.entries(portal).filter((entry): entry is [string, Rows] => tables.includes(entry[1]));
}

/** Other functions of a table as long as something runs. */
export async function during<T>(
  table: Rows,
  others: Partial<Functions>,
  run: () => T | Promise<T>,
): Promise<T> {
  Object.assign(table, others);
  try {
    return await run();
  } finally {
    // What is beneath them is the table's class.
    for (const name of Object.keys(others)) Reflect.deleteProperty(table, name);
  }
}

type AnyFunction = (...given: unknown[]) => unknown;

/** The functions of a table, each made into another. */
const eachOf = (table: Rows, make: (own: AnyFunction, use: Use) => AnyFunction): Functions =>
  Object.fromEntries(
    Object.entries(USES).map(([name, use]) => {
      const own: AnyFunction = Reflect.get(table, name).bind(table);
      return [name, make(own, use)];
    }),
  ) as unknown as Functions;

/** The functions of a table as they are. */
export const own = (table: Rows): Functions => eachOf(table, (same) => same);

/** Tells which method uses which table how; changes nothing. */
export const watching =
  (note: (use: TableUse) => void): Stages =>
  (stages) =>
    wrapStage(stages, 'method', async (call, run) => {
      const { method } = call;
      // A batch uses what its commands use.
      if (method === 'batch') return run(call);
      let whole = async () => run(call);
      for (const [table, rows] of tablesOf(call.portal)) {
        const inner = whole;
        const telling = eachOf(rows, (does, use) => (...given) => {
          note({ method, table, use });
          return does(...given);
        });
        whole = () => during(rows, telling, inner);
      }
      return whole();
    });

/** What a portal holds, as a text. */
export const stateOf = (portal: Portal | undefined): string =>
  JSON.stringify(portal?.tables.map((table) => [...table]) ?? []);

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
