import type { RequestPlan } from '../cases/case.ts';
import { openLedger } from '../portal/ledger.ts';
import type { Exchange } from '../wire/exchange.ts';
import { captureFrom, wasAccepted } from './steps.ts';

/** Keeps account of what cases make on a portal, so that a killed run leaves a trace of it. */
export interface Journal {
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
  /** Whether the run's CLIENT_ID was derived from its id. */
  derived?: boolean;
  /** Of the process that tidies up after the run. */
  pid: number;
  /** File of the ledger; without one nothing outlives the target, and only names are given out. */
  ledger?: string | undefined;
}

export function createJournal({ run, origin, pid, derived = false, ledger: path }: JournalOptions): Journal {
  const ledger = path === undefined ? undefined : openLedger(path);
  let last = 0;
  return {
    uniqueCode() {
      last++;
      return `b24conformance_${run}_${process.pid}_${last}`;
    },
    before(plan, code) {
      if (plan.method === 'imbot.register')
        ledger?.intend({ kind: 'bot', code, owner: '-encoding', derived, run, origin, pid });
    },
    after(plan, code, exchange) {
      if (!wasAccepted(exchange)) return;
      if (plan.method === 'imbot.unregister') ledger?.removed(code);
      const { id } = captureFrom(exchange, { id: '/result' });
      if (plan.method === 'imbot.register' && id !== undefined) ledger?.created(code, Number(id));
    },
  };
}
