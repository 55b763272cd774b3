import type { Call, Value } from './call.ts';

/** Minutes east of UTC of an offset such as `+03:00`. */
function offsetMinutes(offset: string): number {
  const sign = offset.startsWith('-') ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)));
}

/** `YYYY-MM-DDThh:mm:ss±hh:mm` of an instant, fractions cut (data-types.md, Basic Data Types). */
export function formatDateTime(unixSeconds: number, offset: string): string {
  const local = new Date((Math.floor(unixSeconds) + offsetMinutes(offset) * 60) * 1000);
  return `${local.toISOString().slice(0, 19)}${offset}`;
}

/** The `time` object of a call that ends now (data-types.md, Time Object). Seconds throughout. */
export function timeOf(call: Call): { readonly [key: string]: Value } {
  const { clock, profile, world } = call.portal;
  const finish = Math.max(clock.now(), call.start);
  const cut = profile.startsIn === 'seconds' ? Math.floor : (seconds: number) => seconds;
  const start = cut(call.start);
  const duration = finish - start;
  const time = {
    start,
    finish,
    duration,
    processing: cut(Math.min(call.processing, duration)),
    date_start: formatDateTime(start, world.portal.offset),
    date_finish: formatDateTime(finish, world.portal.offset),
  };
  if (!profile.reportsLoad) return time;
  const load = call.load ?? { resetAt: Math.floor(call.start) + 600, operating: 0 };
  const reset = profile.reportsReset ? { operating_reset_at: load.resetAt } : {};
  return { ...time, ...reset, operating: load.operating };
}
