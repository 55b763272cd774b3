import type { RequestPlan } from '../cases/case.ts';
import type { Resources } from '../contract/resources.ts';
import { type CaseCreation, createdBy, type KnownValue, removedBy } from '../portal/case-creations.ts';
import { keyOf, type Made, openLedger } from '../portal/ledger.ts';
import type { Exchange } from '../wire/exchange.ts';
import { foreignDocument } from '../wire/foreign-document.ts';
import { captureFrom, wasAccepted } from './steps.ts';

/** Keeps account of what cases make on a portal, so that a killed run leaves a trace of it. */
export interface Journal {
  /** Id of the run. */
  run: string;
  /** A name that no other case and no other run uses, of Latin letters and digits: commands of bots may have nothing else. */
  uniqueCode(): string;
  /**
   * Before a request of a case is sent.
   *
   * @param makes the resource that it makes, where a recipe says so
   */
  before(plan: RequestPlan, code: string, makes?: string): void;
  /** After it was answered. */
  after(plan: RequestPlan, code: string, exchange: Exchange, makes?: string): void;
}

export interface JournalOptions {
  run: string;
  origin: string;
  /** Resources whose secret was derived from the run's id. */
  derived?: readonly string[];
  /** Of the process that tidies up after the run. */
  pid: number;
  /** File of the ledger; without one nothing outlives the target, and only names are given out. */
  ledger?: string | undefined;
  /** Tell which requests make something; without them nothing is kept account of. */
  resources?: Resources;
  /** Ids of what a case's own things belong to. */
  known?: KnownValue;
}

export function createJournal({
  run,
  origin,
  pid,
  derived = [],
  ledger: path,
  resources,
  known = () => undefined,
}: JournalOptions): Journal {
  const ledger = path === undefined ? undefined : openLedger(path);
  const creationOf = (plan: RequestPlan, makes?: string): CaseCreation | undefined =>
    resources && createdBy(plan, resources, known, makes);
  // A case may try to make the same a second time: what becomes of that is not said of the first.
  const makings = new Map<string, number>();
  // What may have been made beside what is known: nothing that the case does later is about it.
  const doubtful = new Set<string>();
  /** Notes what a request is about to make. */
  const intend = ({ of }: CaseCreation, code: string): Required<Made> => {
    const key = keyOf({ code, resource: of.resource });
    const making = (makings.get(key) ?? 0) + 1;
    makings.set(key, making);
    ledger?.intend({ ...of, code, making, derived: derived.includes(of.resource), run, origin, pid });
    return { code, resource: of.resource, making };
  };
  let last = 0;
  return {
    run,
    uniqueCode() {
      last++;
      return `b24conformance${run}x${process.pid}x${last}`;
    },
    before(plan, code, makes) {
      const creation = creationOf(plan, makes);
      if (creation) intend(creation, code);
    },
    after(plan, code, exchange, makes) {
      const creation = creationOf(plan, makes);
      const making = creation && makings.get(keyOf({ code, resource: creation.of.resource }));
      const made = creation && {
        code,
        resource: creation.of.resource,
        ...(making !== undefined && { making }),
      };
      // A try whose answer was lost may have made it, too; only one id is known.
      if (creation && exchange.tries?.some(mayBeDone)) doubtful.add(keyOf(intend(creation, code)));
      if (!wasAccepted(exchange)) {
        // After a failure of the server, or without an answer, it may be there.
        const isRefused = exchange.response !== undefined && exchange.response.status < 500;
        if (made && isRefused) ledger?.removed(made);
        return;
      }
      for (const resource of resources ? removedBy(plan, resources) : [])
        for (let making = makings.get(keyOf({ code, resource })) ?? 0; making > 0; making--)
          if (!doubtful.has(keyOf({ code, resource, making }))) ledger?.removed({ code, resource, making });
      const { id } = creation ? captureFrom(exchange, { id: creation.idAt }) : {};
      if (creation && made && id !== undefined) ledger?.created(made, creation.asId(String(id)));
    },
  };
}

/** Whether a request may have been carried out although its answer was lost; a limit is met before that. */
function mayBeDone({ response }: Exchange): boolean {
  if (!response || foreignDocument(response) !== undefined) return true;
  return response.status >= 500 && response.status !== 503;
}
