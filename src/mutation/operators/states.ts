import type { Contract } from '../../contract/contract.ts';
import { type Answer, type Call, wrapStage } from '../../mock/index.ts';
import type { Stages } from '../../mutants/mutant.ts';
import type { CarriedOut } from '../bench.ts';
import { EVERYWHERE, type LiveOperator, type When, type Where } from '../operator.ts';
import { BY_KIND, NOW_AND_THEN } from '../where.ts';
import { during, kept, own, type Rows, tablesOf, type Use, watching } from './tables.ts';

/** What a portal may do wrong with what it holds. */

interface Fault {
  id: string;
  /** `METHOD` and `TABLE` are filled in. */
  says: string;
  /** How the method must use the table to be struck. */
  use: Use;
  /** A table that a method changes cannot be shown to it otherwise: it would write what it read. */
  readsOnly?: true;
  /** The table's functions in place of its own. */
  others(table: Rows, strikes: () => boolean, earlier: ReadonlyMap<number, unknown>): Partial<Rows>;
}

type Row = Parameters<Rows['update']>[0];

/** The row after another, or the first. */
function neighbour(table: Rows, id: number): Row | undefined {
  const others = [...table.entries()].map(([, row]) => row).filter((row) => row.id !== id);
  return others.find((row) => row.id > id) ?? others[0];
}

const newest = (table: Rows): number => Math.max(...table.keys());

/** What a method reads, with each row seen through `view`; undefined hides it. */
function reading(table: Rows, isStruck: () => boolean, view: (row: Row) => Row | undefined): Partial<Rows> {
  const whole = own(table);
  const rows = (): Row[] => {
    const all = [...whole.values()];
    const seen = all.map(view);
    const differs = seen.some((row, index) => row !== all[index]);
    return differs && isStruck() ? seen.filter((row) => row !== undefined) : all;
  };
  return {
    get(id) {
      const row = whole.get(id);
      const seen = row && view(row);
      return seen !== row && isStruck() ? seen : row;
    },
    find: (isWanted) => rows().find(isWanted),
    filter: (isWanted) => rows().filter(isWanted),
    values: () => rows()[Symbol.iterator](),
  };
}

const FAULTS: readonly Fault[] = [
  {
    id: 'update-forgotten',
    says: 'METHOD answers as if it had changed its TABLE, and changes nothing',
    use: 'update',
    others: (table, strikes) => {
      const { update } = own(table);
      return { update: (row, fields) => (strikes() ? undefined : update(row, fields)) };
    },
  },
  {
    id: 'update-of-the-neighbour',
    says: 'METHOD changes another of the TABLE than the one that is named',
    use: 'update',
    others: (table, strikes) => {
      const { update } = own(table);
      return {
        update(row, fields) {
          const other = neighbour(table, row.id);
          update(other !== undefined && strikes() ? other : row, fields);
        },
      };
    },
  },
  {
    id: 'delete-keeps',
    says: 'METHOD answers as if it had removed one of the TABLE, and keeps it',
    use: 'delete',
    others: (table, strikes) => {
      const whole = own(table);
      return { delete: (id) => (strikes() ? true : whole.delete(id)) };
    },
  },
  {
    id: 'delete-of-the-neighbour',
    says: 'METHOD removes another of the TABLE than the one that is named',
    use: 'delete',
    others: (table, strikes) => {
      const whole = own(table);
      return {
        delete(id) {
          const other = neighbour(table, id);
          return whole.delete(other !== undefined && strikes() ? other.id : id);
        },
      };
    },
  },
  {
    id: 'create-twice',
    says: 'METHOD makes two of the TABLE',
    use: 'add',
    others: (table, strikes) => {
      const { add } = own(table);
      return {
        add(row) {
          if (strikes()) add(row);
          return add(row);
        },
      };
    },
  },
  {
    id: 'create-forgotten',
    says: 'METHOD answers as if it had made one of the TABLE, and makes none',
    use: 'add',
    others: (table, strikes) => {
      const whole = own(table);
      return {
        add(row) {
          const added = whole.add(row);
          if (strikes()) whole.delete(added.id);
          return added;
        },
      };
    },
  },
  {
    id: 'newest-not-shown',
    says: 'METHOD does not see the newest of the TABLE',
    use: 'read',
    readsOnly: true,
    others: (table, strikes) =>
      reading(table, strikes, (row) => (row.id === newest(table) ? undefined : row)),
  },
  {
    id: 'stale-by-one',
    says: 'METHOD sees the TABLE as they were before their last change',
    use: 'read',
    readsOnly: true,
    others: (table, strikes, earlier) =>
      reading(table, strikes, (row) => (earlier.has(row.id) ? (earlier.get(row.id) as Row) : row)),
  },
];

/** The faulty functions are there as long as the method runs. */
const faulty =
  (method: string, table: string, { others }: Fault) =>
  (strikes: When): Stages =>
  (stages) => {
    const earlier = new Map<number, unknown>();
    return wrapStage(stages, 'method', async (call, run) => {
      const [, rows] = tablesOf(call.portal).find(([name]) => name === table) ?? [];
      if (rows === undefined || call.method === 'batch') return run(call);
      const before = new Map(rows);
      if (call.method !== method.toLowerCase()) {
        const answer = await run(call);
        noteEarlier(earlier, before, rows);
        return answer;
      }
      // One call is struck as a whole, however often it uses the table.
      let isStruck: boolean | undefined;
      const strikesCall = (): boolean => {
        isStruck ??= strikes(call);
        return isStruck;
      };
      return during(rows, others(rows, strikesCall, earlier), () => run(call));
    });
  };

/** Rows as they were before a call that replaced them; those that it made have no earlier. */
function noteEarlier(
  earlier: Map<number, unknown>,
  before: ReadonlyMap<number, unknown>,
  now: ReadonlyMap<number, unknown>,
): void {
  for (const [id, row] of now) {
    const old = before.get(id);
    if (old !== row && old !== undefined) earlier.set(id, old);
  }
}

/** A call that is refused, as its bot is another's, is carried out for a bot of the caller's own, and refused. */
const doneAlthoughRefused =
  (method: string) =>
  (strikes: When): Stages =>
  (stages) =>
    wrapStage(stages, 'method', async (call, run) => {
      if (call.method !== method.toLowerCase()) return run(call);
      const answer = await run(call);
      if (!isRefusal(answer)) return answer;
      const { parameters, spelledParameters } = call;
      const restore = kept(call.portal);
      const before = JSON.stringify(call.portal.tables.map((table) => [...table]));
      for (const id of ownBots(call)) {
        call.parameters = withBot(parameters, id);
        call.spelledParameters = withBot(spelledParameters, id);
        const done = await run(call);
        const isDone = !isRefusal(done);
        const isOther = before !== JSON.stringify(call.portal.tables.map((table) => [...table]));
        Object.assign(call, { parameters, spelledParameters });
        if (isDone && isOther && strikes(call)) break;
        restore();
      }
      return answer;
    });

const isRefusal = (answer: Answer | undefined): boolean =>
  answer?.body !== undefined && 'error' in answer.body;

function ownBots({ portal, caller, parameters }: Call): number[] {
  const owner = caller?.application ?? `custom${String(parameters.get('CLIENT_ID') ?? '')}`;
  return [...portal.bots.values()].filter((bot) => bot.owner === owner).map(({ id }) => id);
}

const withBot = (parameters: Call['parameters'], id: number): Map<string, unknown> =>
  new Map([...parameters].map(([name, value]) => [name, /^bot_?id$/i.test(name) ? id : value] as const));

/** Each way in which methods use the tables of a portal, gone wrong; derived from how they use them in the cases. */
export async function stateOperators(
  contract: Contract,
  cases: readonly CarriedOut[],
  carryOut: (one: CarriedOut, stages: Stages) => Promise<unknown>,
): Promise<LiveOperator[]> {
  const uses = new Map<string, { method: string; table: string; use: Use }>();
  const watch = watching((method, table, use) =>
    uses.set(`${method} ${table} ${use}`, { method, table, use }),
  );
  for (const one of cases) await carryOut(one, watch);
  const writes = new Set(
    [...uses.values()]
      .filter(({ use }) => use === 'update' || use === 'delete')
      .map(({ method, table }) => `${method} ${table}`),
  );
  const nameOf = new Map(contract.methods.map(({ name }) => [name.toLowerCase(), name]));
  // What a portal holds does not know in which form it was asked for.
  const wheres: readonly Where[] = [EVERYWHERE, ...BY_KIND, ...NOW_AND_THEN];
  const ofTables = [...uses.values()].flatMap(({ method: called, table, use }) =>
    FAULTS.filter((fault) => fault.use === use && !(fault.readsOnly && writes.has(`${called} ${table}`))).map(
      (fault): LiveOperator => {
        const method = nameOf.get(called) ?? called;
        return {
          id: `${method} ${table}-${fault.id}`,
          kind: fault.id,
          says: fault.says.replace('METHOD', method).replace('TABLE', table),
          method,
          mayStrike: () => true,
          attach: faulty(method, table, fault),
          wheres,
        };
      },
    ),
  );
  const refusing = [...new Set([...writes].map((key) => key.split(' ')[0] ?? ''))];
  return [
    ...ofTables,
    ...refusing.map((called): LiveOperator => {
      const method = nameOf.get(called) ?? called;
      return {
        id: `${method} done-although-refused`,
        kind: 'done-although-refused',
        says: `${method} refuses a bot, and does what is asked all the same with one of the caller`,
        method,
        mayStrike: ({ answer }) => isRefusal(answer),
        attach: doneAlthoughRefused(method),
        wheres,
      };
    }),
  ];
}
