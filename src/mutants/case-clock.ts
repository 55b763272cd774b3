import type { Clock } from '../mock/index.ts';

/** Time that begins alike for each case and goes on by a moment whenever the portal looks: runs of a case differ by what is wrong alone. */
export interface CaseClock extends Clock {
  /** A case begins. */
  begin(): void;
}

/** Unix seconds; not a whole second, as next to no request comes with one. */
const NOW = Date.UTC(2026, 0, 15, 12) / 1000 + 0.37;

/** Seconds. */
const MOMENT = 0.0007;

export function createCaseClock(): CaseClock {
  let looks = 0;
  return {
    now: () => NOW + ++looks * MOMENT,
    begin() {
      looks = 0;
    },
  };
}
