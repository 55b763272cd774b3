import { time, times as wholeTime } from './changes.ts';
import type { Difference, Mutant } from './mutant.ts';

/** What the fields of time say of each other, and of the Date header. */

const utc = (instant: number): string => new Date(instant * 1000).toISOString().replace(/\.\d+Z/, '+00:00');

/** A request that took so many seconds, with another duration. */
const span = (seconds: number, duration: (before: number) => number): Difference =>
  wholeTime((fields) => {
    const finish = (fields.start ?? 0) + seconds;
    return { ...fields, finish, date_finish: utc(finish), duration: duration(fields.duration ?? 0) };
  });

const shifted = (seconds: number): Difference =>
  wholeTime((fields) => {
    const at = (instant = 0): string => utc(instant + seconds);
    const { start = 0, finish = 0, operating_reset_at: reset = 0 } = fields;
    return {
      ...fields,
      start: start + seconds,
      finish: finish + seconds,
      operating_reset_at: reset + seconds,
      date_start: at(start),
      date_finish: at(finish),
    };
  });

export const timeRelations: readonly Mutant[] = [
  {
    id: 'start-in-milliseconds',
    breaks: 'time.start counts milliseconds.',
    // Whatever is compared with it disagrees as well.
    kills: [
      'server-time.current',
      'time.start.type',
      'time.start.moment',
      'time.finish.after-start',
      'time.duration.difference',
      'time.date_start.same-instant',
      'limits.operating.reset-at',
      'time.operating_reset_at.ahead',
    ],
    ...time('start', (value) => value * 1000),
  },
  {
    id: 'clock-two-hours-slow',
    breaks: 'All of time is two hours before the Date header.',
    kills: ['server-time.current', 'time.start.moment'],
    ...shifted(-7200),
  },
  {
    id: 'clock-two-minutes-fast',
    breaks: 'All of time is two minutes after the Date header.',
    kills: ['server-time.current', 'time.start.moment'],
    ...shifted(120),
  },
  {
    id: 'start-and-finish-swapped',
    breaks: 'time.finish is before time.start.',
    // The span between them is negative then.
    kills: ['time.finish.after-start', 'time.duration.difference'],
    ...span(-0.25, (duration) => duration),
  },
  {
    id: 'duration-zero',
    breaks: 'time.duration is 0 though start and finish differ.',
    // Methods that take seconds tell of more processing than there was time.
    kills: ['time.duration.difference', 'time.processing.part-of-duration'],
    ...span(0.25, () => 0),
  },
  {
    id: 'duration-in-milliseconds',
    breaks: 'time.duration counts milliseconds.',
    kills: ['time.duration.difference'],
    ...span(0.25, () => 250),
  },
  {
    id: 'duration-a-second-long',
    breaks: 'time.duration is a second more than finish minus start.',
    kills: ['time.duration.difference'],
    ...time('duration', (value) => value + 1),
  },
  {
    id: 'duration-negative',
    breaks: 'time.duration is negative.',
    // It is neither the difference nor longer than a part of it.
    kills: ['time.duration.type', 'time.duration.difference', 'time.processing.part-of-duration'],
    ...time('duration', (value) => -1 - value),
  },
  {
    id: 'processing-negative',
    breaks: 'time.processing is negative.',
    kills: ['time.processing.type'],
    ...time('processing', () => -0.5),
  },
  {
    id: 'processing-longer-than-all',
    breaks: 'time.processing is longer than time.duration.',
    kills: ['time.processing.part-of-duration'],
    ...time('processing', (_, { duration = 0 }) => duration + 0.5),
  },
  {
    id: 'date-start-of-finish',
    breaks: 'time.date_start is ten seconds late.',
    kills: ['time.date_start.same-instant'],
    ...time('date_start', (_, { start = 0 }) => utc(start + 10)),
  },
  {
    id: 'date-start-rounded-up',
    breaks: 'time.date_start is the next full second.',
    unseenOn: { cloud: 'start is a whole second there, which may have been cut off or rounded' },
    kills: ['time.date_start.same-instant'],
    // Portals may round to the nearest second: what is noticed must not depend on when the request comes.
    ...wholeTime((fields) => {
      const { start = 0, finish = 0 } = fields;
      const second = Math.floor(start);
      const early = Math.min(start, second + 0.25);
      const duration = Number((finish - early).toFixed(6));
      return { ...fields, start: early, duration, date_start: utc(second + 1) };
    }),
  },
  {
    id: 'date-finish-hour-late',
    breaks: 'time.date_finish is an hour late.',
    kills: ['time.date_finish.same-instant'],
    ...time('date_finish', (_, { finish = 0 }) => utc(finish + 3600)),
  },
];
