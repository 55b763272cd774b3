import { readFileSync, writeFileSync } from 'node:fs';

/** By portal: how high its request counter was, and when (milliseconds since 1970). */
type Paces = Record<string, { level: number; at: number } | null>;

/**
 * What earlier runs used up of portals' request limits, in a file: a run that follows at once would else meet the limit
 * by our own doing. Losing it does no harm but that.
 */
export interface PaceFile {
  /** How high the counter still is, at so many requests forgotten a second. */
  level(origin: string, rate: number): number;
  keep(origin: string, level: number): void;
}

export function openPaceFile(path: string, now: () => number = Date.now): PaceFile {
  const read = (): Paces => {
    try {
      const value = JSON.parse(readFileSync(path, 'utf8')) as unknown;
      return typeof value === 'object' && value !== null ? (value as Paces) : {};
    } catch {
      return {};
    }
  };
  return {
    level(origin, rate) {
      const known = Object.hasOwn(read(), origin) ? read()[origin] : undefined;
      const level = Number(known?.level) - (Math.max(0, now() - Number(known?.at)) / 1000) * rate;
      return level > 0 ? level : 0;
    },
    keep(origin, level) {
      // Portals of long ago are forgotten.
      const recent = Object.entries(read()).filter(([, known]) => now() - Number(known?.at) < HOUR_MS);
      const paces: Paces = { ...Object.fromEntries(recent), [origin]: { level, at: now() } };
      try {
        writeFileSync(path, `${JSON.stringify(paces)}\n`);
      } catch {
        // No reason to end a run badly.
      }
    },
  };
}

const HOUR_MS = 3_600_000;
