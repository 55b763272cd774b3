import { setTimeout as sleep } from 'node:timers/promises';
import { PortalLost } from './coordinator.ts';

/** Requests in a row without an answer, of all workers together, after which the portal is asked whether it is there. */
export const UNANSWERED_IN_A_ROW = 3;
/** Milliseconds before it is asked: a restart takes no longer, as a rule. */
const RESTART_MS = 10_000;
/** Milliseconds without a sign after which nobody can tell how long the run still takes. */
const SILENCE_MS = 10_000;

export interface LifelineOptions {
  /** The portal's address. */
  origin: string;
  /** One call that any portal answers; returns why it is not answered. */
  check: () => Promise<string | undefined>;
  say: (line: string) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
  wait?: (ms: number) => Promise<unknown>;
}

/** Watches for all workers of a run whether the portal still answers. */
export interface Lifeline {
  /**
   * Before a request is sent: waits while it is not known whether the portal is there.
   *
   * @throws PortalLost once it is not
   */
  pass(): Promise<void>;
  /** An answer came. */
  answered(): void;
  /** A request was given up; comes to an end once it is known whether the portal is there. */
  unanswered(): Promise<void>;
  /** Comes to an end only once the portal is held to be lost: with the reason. */
  lost(): Promise<string>;
  /** Why the portal is held to be lost. */
  readonly reason: string | undefined;
  /** Milliseconds since the last sign of the portal, where they are so many that they tell something. */
  readonly silence: number | undefined;
}

export function createLifeline({
  origin,
  check,
  say,
  now = Date.now,
  wait = sleep,
}: LifelineOptions): Lifeline {
  let inARow = 0;
  let lastSign = now();
  let asking: Promise<void> | undefined;
  let reason: string | undefined;
  let tell: (reason: string) => void = () => {};
  const lossReported = new Promise<string>((resolve) => {
    tell = resolve;
  });

  async function ask(): Promise<void> {
    const since = clock(lastSign);
    say(`  ${origin} has answered nothing since ${since}; asking once more in ${RESTART_MS / 1000} s.`);
    await wait(RESTART_MS);
    const silent = await check();
    if (silent === undefined) {
      answered();
      say(`  ${origin} answers again; the run goes on.`);
      return;
    }
    reason = `${origin} stopped answering after ${since}`;
    say(`  ${reason}: the run stops here.\n${silent.replace(/^/gm, '  ')}`);
    tell(reason);
  }

  function answered(): void {
    inARow = 0;
    lastSign = now();
  }

  return {
    async pass() {
      await asking;
      if (reason !== undefined) throw new PortalLost(reason);
    },
    answered,
    async unanswered() {
      inARow++;
      if (inARow >= UNANSWERED_IN_A_ROW && reason === undefined)
        asking ??= ask().finally(() => {
          asking = undefined;
        });
      await asking;
    },
    lost: () => lossReported,
    get reason() {
      return reason;
    },
    get silence() {
      const ms = now() - lastSign;
      return inARow > 0 || ms >= SILENCE_MS ? ms : undefined;
    },
  };
}

/** `2026-11-26 02:13:07 UTC` */
function clock(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
