import type { Contract } from '../../contract/contract.ts';
import { type Answer, type Call, wrapStage } from '../../mock/index.ts';
import { EVERYWHERE, type LiveOperator, type Where } from '../operator.ts';
import { BY_KIND, NOW_AND_THEN } from '../where.ts';
import {
  during,
  type Functions,
  kept,
  own,
  type Row,
  type Rows,
  stateOf,
  type TableUse,
  tablesOf,
  type Use,
} from './tables.ts';

/** What a portal may do wrong with what it holds. */

/** A table that is used wrongly in a call. */
interface Misuse {
  table: Rows;
  /** The table's own functions. */
  own: Functions;
  /** Whether the call is struck; asked only where it makes a difference. */
  strikes(): boolean;
  /** Rows as they were before their last change. */
  earlier: ReadonlyMap<number, Row>;
}

interface Fault {
  id: string;
  /** `METHOD` and `TABLE` are filled in. */
  says: string;
  /** How the method must use the table to be struck. */
  use: Use;
  /** The table's functions in place of its own. */
  others(misuse: Misuse): Partial<Functions>;
}

/** The row after another, or the first, where the call is struck. */
function neighbour({ table, strikes }: Misuse, id: number): Row | undefined {
  const others = [...table.entries()].map(([, row]) => row).filter((row) => row.id !== id);
  const other = others.find((row) => row.id > id) ?? others[0];
  return other !== undefined && strikes() ? other : undefined;
}

/** What a method reads, with each row seen through `view`; undefined hides it. */
function reading({ own, strikes }: Misuse, view: (row: Row) => Row | undefined): Partial<Functions> {
  const rows = (): Row[] => {
    const all = [...own.values()];
    const seen = all.map(view);
    const differs = seen.some((row, index) => row !== all[index]);
    return differs && strikes() ? seen.filter((row) => row !== undefined) : all;
  };
  return {
    get(id) {
      const row = own.get(id);
      const seen = row && view(row);
      return seen !== row && strikes() ? seen : row;
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
    others: ({ own, strikes }) => ({
      update: (row, fields) => (strikes() ? undefined : own.update(row, fields)),
    }),
  },
  {
    id: 'update-of-the-neighbour',
    says: 'METHOD changes another of the TABLE than the one that is named',
    use: 'update',
    others: (misuse) => ({
      update: (row, fields) => misuse.own.update(neighbour(misuse, row.id) ?? row, fields),
    }),
  },
  {
    id: 'delete-keeps',
    says: 'METHOD answers as if it had removed one of the TABLE, and keeps it',
    use: 'delete',
    others: ({ own, strikes }) => ({ delete: (id) => (strikes() ? true : own.delete(id)) }),
  },
  {
    id: 'delete-of-the-neighbour',
    says: 'METHOD removes another of the TABLE than the one that is named',
    use: 'delete',
    others: (misuse) => ({ delete: (id) => misuse.own.delete(neighbour(misuse, id)?.id ?? id) }),
  },
  {
    id: 'create-twice',
    says: 'METHOD makes two of the TABLE',
    use: 'add',
    others: ({ own, strikes }) => ({
      add(row) {
        if (strikes()) own.add(row);
        return own.add(row);
      },
    }),
  },
  {
    id: 'create-forgotten',
    says: 'METHOD answers as if it had made one of the TABLE, and makes none',
    use: 'add',
    others: ({ own, strikes }) => ({
      add(row) {
        const added = own.add(row);
        if (strikes()) own.delete(added.id);
        return added;
      },
    }),
  },
  {
    id: 'newest-not-shown',
    says: 'METHOD does not see the newest of the TABLE',
    use: 'read',
    others: (misuse) =>
      reading(misuse, (row) => (row.id === Math.max(...misuse.table.keys()) ? undefined : row)),
  },
  {
    id: 'stale-by-one',
    says: 'METHOD sees the TABLE as they were before their last change',
    use: 'read',
    others: (misuse) => reading(misuse, (row) => misuse.earlier.get(row.id) ?? row),
  },
];

/** The faulty functions are there as long as the method runs. */
const faulty =
  (method: string, name: string, { others }: Fault): LiveOperator['attach'] =>
  (strikes) =>
  (stages) => {
    const earlier = new Map<number, Row>();
    return wrapStage(stages, 'method', async (call, run) => {
      const [, table] = tablesOf(call.portal).find(([each]) => each === name) ?? [];
      if (table === undefined || call.method === 'batch') return run(call);
      if (call.method !== method.toLowerCase()) {
        const before = new Map(table);
        const answer = await run(call);
        // Those that the call made have no earlier.
        for (const [id, row] of table) {
          const old = before.get(id);
          if (old !== undefined && old !== row) earlier.set(id, old);
        }
        return answer;
      }
      // One call is struck as a whole, however often it uses the table.
      let isStruck: boolean | undefined;
      const strikesCall = (): boolean => {
        isStruck ??= strikes(call);
        return isStruck;
      };
      return during(table, others({ table, own: own(table), strikes: strikesCall, earlier }), () =>
        run(call),
      );
    });
  };

/** A call that is refused, as its bot is another's, is carried out for a bot of the caller's own, and refused. */
const doneAlthoughRefused =
  (method: string): LiveOperator['attach'] =>
  (strikes) =>
  (stages) =>
    wrapStage(stages, 'method', async (call, run) => {
      const answer = await run(call);
      if (call.method !== method.toLowerCase() || !isRefusal(answer)) return answer;
      const { portal, parameters, spelledParameters } = call;
      const restore = kept(portal);
      const before = stateOf(portal);
      for (const id of ownBots(call)) {
        call.parameters = withBot(parameters, id);
        call.spelledParameters = withBot(spelledParameters, id);
        const done = await run(call);
        Object.assign(call, { parameters, spelledParameters });
        if (!isRefusal(done) && before !== stateOf(portal) && strikes(call)) break;
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

/** What a portal holds does not know in which form it was asked for. */
const WHERES: readonly Where[] = [EVERYWHERE, ...BY_KIND, ...NOW_AND_THEN];

/** Each way in which methods use the tables of a portal, gone wrong; derived from how they use them in the cases. */
export function stateOperators(contract: Contract, uses: readonly TableUse[]): LiveOperator[] {
  const writes = new Map(
    uses
      .filter(({ use }) => use === 'update' || use === 'delete')
      .map(({ method, table }) => [`${method} ${table}`, method]),
  );
  const nameOf = new Map(contract.methods.map(({ name }) => [name.toLowerCase(), name]));
  const ofTables = uses.flatMap(({ method: called, table, use }) => {
    const method = nameOf.get(called) ?? called;
    // A table that a method changes cannot be shown to it otherwise: it would write what it read.
    const isSpared = use === 'read' && writes.has(`${called} ${table}`);
    const faults = isSpared ? [] : FAULTS.filter((fault) => fault.use === use);
    return faults.map(
      (fault): LiveOperator => ({
        id: `${method} ${table}-${fault.id}`,
        kind: fault.id,
        says: fault.says.replace('METHOD', method).replace('TABLE', table),
        method,
        mayStrike: () => true,
        attach: faulty(method, table, fault),
        wheres: WHERES,
      }),
    );
  });
  const refusing = [...new Set(writes.values())].map((called): LiveOperator => {
    const method = nameOf.get(called) ?? called;
    return {
      id: `${method} done-although-refused`,
      kind: 'done-although-refused',
      says: `${method} refuses a bot, and does what is asked all the same with one of the caller`,
      method,
      mayStrike: ({ answer }) => isRefusal(answer),
      attach: doneAlthoughRefused(method),
      wheres: WHERES,
    };
  });
  return [...ofTables, ...refusing];
}
