import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Case } from '../../../src/cases/case.ts';
import type { RelationName } from '../../../src/contract/contract.ts';
import type { Answer } from '../../../src/judge/answer.ts';
import type { Outcome } from '../../../src/judge/outcome.ts';
import { checkRelation } from '../../../src/judge/relations.ts';

/** What happened, to the microsecond. */
interface Span {
  start: number;
  finish: number;
  processing: number;
}

type Time = Record<string, number | string>;

// A fixed seed, as in the other property tests: the same cases everywhere, and in a bug report.
fc.configureGlobal({ seed: 24 });

const MICRO = 1e6;
const round = (value: number, decimals = 6): number => Number(value.toFixed(decimals));
const cut = (value: number, decimals: number): number =>
  Math.floor(round(value * 10 ** decimals, 3)) / 10 ** decimals;
const iso = (seconds: number, offset = 3): string =>
  `${new Date((Math.floor(seconds) + offset * 3600) * 1000).toISOString().slice(0, 19)}+0${offset}:00`;

/** Starts on any microsecond of a year; up to a minute long. */
const spans = fc
  .record({
    start: fc.integer({ min: 1_757_000_000 * MICRO, max: 1_788_000_000 * MICRO }),
    length: fc.oneof(fc.integer({ min: 20, max: 900_000 }), fc.integer({ min: 900_000, max: 60 * MICRO })),
    share: fc.integer({ min: 0, max: 100 }),
  })
  .map(
    ({ start, length, share }): Span => ({
      start: start / MICRO,
      finish: (start + length) / MICRO,
      processing: round((length * share) / 100 / MICRO),
    }),
  );

const dates = ({ start, finish }: Span): Time => ({ date_start: iso(start), date_finish: iso(finish) });
const fraction = (span: Span): Time => ({
  start: span.start,
  finish: span.finish,
  duration: round(span.finish - span.start),
  processing: span.processing,
  ...dates(span),
});
/** `start` and `processing` are whole seconds and `duration` is what lies between the numbers that are sent. */
const wholeStart = (span: Span): Time => {
  const start = Math.floor(span.start);
  return {
    start,
    finish: span.finish,
    duration: span.finish - start,
    processing: Math.floor(span.finish) - Math.floor(span.finish - span.processing),
    ...dates(span),
  };
};
const resetAt = ({ start }: Span, secondsBefore: number): number => Math.floor(start) - secondsBefore + 600;

/** Every shape of `time` that was recorded, by what is special in it. */
const SHAPES: Record<string, (span: Span) => Time> = {
  fraction,
  'fraction, with all the digits of a binary difference': (span) => ({
    ...fraction(span),
    duration: span.finish - span.start,
  }),
  'fraction of four decimals': (span) => ({
    ...fraction(span),
    start: round(span.start, 4),
    finish: round(span.finish, 4),
  }),
  'fraction of five decimals, cut off': (span) => ({
    ...fraction(span),
    start: cut(span.start, 5),
    finish: cut(span.finish, 5),
  }),
  milliseconds: (span) => ({
    ...fraction(span),
    start: round(span.start, 3),
    finish: round(span.finish, 3),
    duration: round(span.finish - span.start, 3),
    processing: cut(span.processing, 3),
  }),
  'fraction, and duration in milliseconds': (span) => ({
    ...fraction(span),
    duration: round(span.finish - span.start, 3),
    processing: 0,
  }),
  whole: (span) => ({
    ...fraction(span),
    start: Math.floor(span.start),
    finish: Math.floor(span.finish),
  }),
  'whole throughout': (span) => ({
    ...fraction(span),
    start: Math.floor(span.start),
    finish: Math.floor(span.finish),
    duration: Math.floor(span.finish) - Math.floor(span.start),
    processing: 0,
  }),
  'only start whole': wholeStart,
  'only start whole, and duration as it was': (span) => ({
    ...wholeStart(span),
    duration: round(span.finish - span.start),
    processing: span.processing,
  }),
  'without processing': (span) => {
    const { processing: _, ...rest } = fraction(span);
    return rest;
  },
  'with operating and reset': (span) => ({
    ...fraction(span),
    operating: span.processing,
    operating_reset_at: resetAt(span, 0),
  }),
  'with operating and the reset of an earlier call': (span) => ({
    ...fraction(span),
    operating: 12.25,
    operating_reset_at: resetAt(span, 480),
  }),
  'only start whole, with operating and reset': (span) => ({
    ...wholeStart(span),
    operating: 0,
    operating_reset_at: resetAt(span, 0),
  }),
  'only start whole, and a reset counted from the end': (span) => ({
    ...wholeStart(span),
    operating: 0,
    operating_reset_at: Math.floor(span.finish) + 600,
  }),
  'operating without reset': (span) => ({ ...fraction(span), operating: 0.6726338863372803 }),
  'operating the constant 0, without reset': (span) => ({ ...fraction(span), operating: 0 }),
};

const RELATIONS: readonly RelationName[] = [
  'time-order',
  'time-duration',
  'time-processing',
  'time-date-start',
  'time-date-finish',
  'time-operating-reset',
];

const request = { parameters: {} } as unknown as Case['request'];
const said = (outcome: Outcome): string =>
  outcome === undefined ? 'confirmed' : 'blocked' in outcome ? 'blocked' : 'contradicted';
const judged = (relation: RelationName, time: Time): string =>
  said(checkRelation(relation, { body: { result: true, time }, date: undefined } as Answer, request));

describe('every recorded shape of time holds, to the precision that was sent', () => {
  for (const [shape, make] of Object.entries(SHAPES))
    it(shape, () => {
      fc.assert(
        fc.property(spans, (span) => {
          const time = make(span);
          for (const relation of RELATIONS)
            assert.notEqual(judged(relation, time), 'contradicted', `${relation} of ${JSON.stringify(time)}`);
          assert.equal(judged('time-duration', time), 'confirmed');
        }),
      );
    });
});

const number = (time: Time, name: string): number => Number(time[name]);

/** What no portal can mean, whatever the shape. */
const IMPOSSIBLE: [title: string, relation: RelationName, change: (time: Time) => Time][] = [
  [
    'finish two seconds before start',
    'time-order',
    (time) => ({ ...time, finish: number(time, 'start') - 2 }),
  ],
  [
    'duration more than two seconds too long',
    'time-duration',
    (time) => ({ ...time, duration: number(time, 'duration') + 2.25 }),
  ],
  [
    'duration more than two seconds too short',
    'time-duration',
    (time) => ({ ...time, duration: number(time, 'duration') - 2.25 }),
  ],
  [
    'duration in milliseconds',
    'time-duration',
    (time) => ({ ...time, finish: number(time, 'start') + 1.5, duration: 1500 }),
  ],
  [
    'processing more than a second longer than all of it',
    'time-processing',
    (time) => ({ ...time, processing: number(time, 'duration') + 1.25 }),
  ],
  [
    'date_start two seconds late',
    'time-date-start',
    (time) => ({ ...time, date_start: iso(number(time, 'start') + 2) }),
  ],
  [
    'date_finish an hour early',
    'time-date-finish',
    (time) => ({ ...time, date_finish: iso(number(time, 'finish') - 3600) }),
  ],
  [
    'a reset in the past',
    'time-operating-reset',
    (time) => ({ ...time, operating_reset_at: Math.floor(number(time, 'start')) - 3 }),
  ],
  [
    'a reset a minute farther than ten',
    'time-operating-reset',
    (time) => ({ ...time, operating_reset_at: Math.ceil(number(time, 'finish')) + 660 }),
  ],
  [
    'a reset in milliseconds',
    'time-operating-reset',
    (time) => ({ ...time, operating_reset_at: (number(time, 'start') + 600) * 1000 }),
  ],
  ['a reset of the constant 0', 'time-operating-reset', (time) => ({ ...time, operating_reset_at: 0 })],
];

describe('what is impossible is caught in every shape', () => {
  for (const [shape, make] of Object.entries(SHAPES))
    for (const [title, relation, change] of IMPOSSIBLE) {
      if (
        relation === 'time-processing' &&
        make({ start: 1, finish: 2, processing: 1 }).processing === undefined
      )
        continue;
      it(`${title}: ${shape}`, () => {
        fc.assert(
          fc.property(spans, (span) => {
            const time = change(make(span));
            assert.equal(judged(relation, time), 'contradicted', JSON.stringify(time));
          }),
          { numRuns: 50 },
        );
      });
    }
});

describe('fractions are taken at their word', () => {
  for (const [title, shape] of [
    ['start and finish', 'fraction'],
    ['finish, where start is whole', 'only start whole'],
  ] as const) {
    const time = SHAPES[shape]?.({ start: 1757424671.25, finish: 1757424671.75, processing: 0 }) ?? {};
    it(`a tenth of a second too long: ${title}`, () => {
      assert.equal(judged('time-duration', time), 'confirmed');
      assert.equal(
        judged('time-duration', { ...time, duration: number(time, 'duration') + 0.1234567 }),
        'contradicted',
      );
    });
    it(`a duration of 0 that took a while: ${title}`, () => {
      assert.equal(judged('time-duration', { ...time, duration: 0 }), 'contradicted');
    });
  }
});

type Times = Record<string, { start: number; finish: number }>;
const order = (times: Times): string => {
  const cmd = Object.fromEntries(['one', 'two', 'three'].map((key) => [key, { value: 'server.time' }]));
  const plan = { parameters: { cmd: { value: cmd } } } as unknown as Case['request'];
  const body = { result: { result_time: times } };
  return said(checkRelation('batch-order', { body } as unknown as Answer, plan));
};

const micros = fc.integer({ min: 10, max: 700_000 });

/** Three commands, each as long as it says, with pauses of none or a little between. */
const sequences = fc
  .record({
    start: fc.integer({ min: 1_757_000_000 * MICRO, max: 1_788_000_000 * MICRO }),
    lengths: fc.tuple(micros, micros, micros, micros, micros),
  })
  .map(({ start, lengths: [one, pause, two, rest, three] }) => {
    const at = [start, start + one, start + one + pause, start + one + pause + two];
    const last = (at[3] ?? 0) + rest;
    const seconds = [...at, last, last + three].map((at) => at / MICRO);
    const span = (index: number) => ({ start: seconds[index] ?? 0, finish: seconds[index + 1] ?? 0 });
    return { one: span(0), two: span(2), three: span(4) };
  });

const changed = (times: Times, change: (time: Times[string]) => Times[string]): Times =>
  Object.fromEntries(Object.entries(times).map(([key, time]) => [key, change(time)]));
const PRECISIONS: Record<string, (time: Times[string]) => Times[string]> = {
  fraction: (time) => time,
  milliseconds: ({ start, finish }) => ({ start: round(start, 3), finish: round(finish, 3) }),
  'only start whole': ({ start, finish }) => ({ start: Math.floor(start), finish }),
  whole: ({ start, finish }) => ({ start: Math.floor(start), finish: Math.floor(finish) }),
};

describe('the order of a batch is told at the precision that was sent', () => {
  for (const [precision, change] of Object.entries(PRECISIONS)) {
    it(`one after another: ${precision}`, () => {
      fc.assert(fc.property(sequences, (times) => assert.equal(order(changed(times, change)), 'confirmed')));
    });

    if (precision !== 'whole')
      it(`the first one last: ${precision}`, () => {
        fc.assert(
          fc.property(sequences, ({ one, two, three }) => {
            // Shorter than a unit of the precision nothing can be told, nor of a fraction that happens to be none.
            fc.pre(three.finish - one.finish > 0.004);
            fc.pre(
              ![one, two, three].some(
                (time) => precision !== 'only start whole' && cut(time.start, 3) === Math.floor(time.start),
              ),
            );
            assert.equal(order(changed({ one: three, two, three: one }, change)), 'contradicted');
          }),
        );
      });

    it(`a command that began two seconds before the one ahead of it had ended: ${precision}`, () => {
      fc.assert(
        fc.property(sequences, ({ one, two }) => {
          const early = { start: one.finish - 2.5, finish: two.finish };
          assert.equal(order(changed({ one, two: early }, change)), 'contradicted');
        }),
      );
    });
  }
});
