import type { RequestPlan } from '../cases/case.ts';
import type { Resources } from '../contract/resources.ts';
import { type CaseCreation, createdBy, type KnownValue, removedBy } from '../portal/case-creations.ts';
import { openLedger } from '../portal/ledger.ts';
import type { Exchange } from '../wire/exchange.ts';
import { captureFrom, wasAccepted } from './steps.ts';

/** Keeps account of what cases make on a portal, so that a killed run leaves a trace of it. */
export interface Journal {
  /** Id of the run. */
  run: string;
  /** A name that no other case and no other run uses. */
  uniqueCode(): string;
  /** Before a request of a case's steps is sent. */
  before(plan: RequestPlan, code: string): void;
  /** After it was answered. */
  after(plan: RequestPlan, code: string, exchange: Exchange): void;
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
  const makes = (plan: RequestPlan): CaseCreation | undefined =>
    resources && createdBy(plan, resources, known);
  let last = 0;
  return {
    run,
    uniqueCode() {
      last++;
      return `b24conformance_${run}_${process.pid}_${last}`;
    },
    before(plan, code) {
      const creation = makes(plan);
      if (creation)
        ledger?.intend({
          ...creation.of,
          code,
          derived: derived.includes(creation.of.resource),
          run,
          origin,
          pid,
        });
    },
    after(plan, code, exchange) {
      if (!wasAccepted(exchange)) return;
      if (resources && removedBy(plan, resources)) ledger?.removed(code);
      const creation = makes(plan);
      const { id } = creation ? captureFrom(exchange, { id: creation.idAt }) : {};
      if (creation && id !== undefined) ledger?.created(code, creation.asId(String(id)));
    },
  };
}
