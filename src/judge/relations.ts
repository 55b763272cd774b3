import type { Case } from '../cases/case.ts';
import type { RelationName } from '../contract/contract.ts';
import { type Answer, hasKey } from './answer.ts';
import { is, type Outcome } from './outcome.ts';

/** Longest time a request may take (limits.md, Request Execution Time Limit), with some for two clocks' seconds. */
const LONGEST_REQUEST_S = 65;

/** What PHP's clock counts in; digits beyond it are left over from binary fractions. */
const MICROSECOND = 1e-6;

/** Ten baskets of a minute (limits.md, Resource Intensity Limits). */
const BASKETS_S = 600;

type Request = Case['request'];

/** A relation between fields of a success answer, most of them of `time` (data-types.md, Time Object). */
export function checkRelation(name: RelationName, answer: Answer, request: Request): Outcome {
  return RELATIONS[name](answer, request);
}

const RELATIONS: Record<RelationName, (answer: Answer, request: Request) => Outcome> = {
  'time-start-is-now': (answer) => {
    if (answer.date === undefined)
      return { blocked: 'the answer has no Date header to compare time.start with' };
    const { date } = answer;
    return withNumbers(answer, ['start'], ([start]) =>
      Math.abs(start - date) <= LONGEST_REQUEST_S
        ? undefined
        : `time.start within ${LONGEST_REQUEST_S} s of the Date header (${iso(date)}), got ${start} (${iso(start)})`,
    );
  },
  'time-order': (answer) =>
    withNumbers(answer, ['start', 'finish'], ([start, finish]) =>
      finish >= start ? undefined : `time.finish not before time.start (${start}), got ${finish}`,
    ),
  'time-duration': (answer) =>
    withNumbers(answer, ['start', 'finish', 'duration'], ([start, finish, duration]) =>
      Math.abs(finish - start - duration) <= tolerance(start, finish)
        ? undefined
        : `time.duration to be time.finish − time.start = ${round(finish - start)}, got ${duration}`,
    ),
  'time-processing': (answer) =>
    withNumbers(answer, ['processing', 'duration'], ([processing, duration]) =>
      processing <= duration + spare(processing, duration)
        ? undefined
        : `time.processing within time.duration (${duration}), got ${processing}`,
    ),
  'operating-reset': (answer) =>
    withNumbers(answer, ['start', 'operating_reset_at'], ([start, resetAt]) =>
      Math.abs(resetAt - start - BASKETS_S) <= 1
        ? undefined
        : `time.operating_reset_at ${BASKETS_S} s after time.start (${start}) of the first call, got ${resetAt}`,
    ),
  'batch-order': (answer, request) => {
    const times = (answer.body as { result?: { result_time?: object } }).result?.result_time ?? {};
    const spans = inOrderSent(Object.entries(times), request).map(([key, time]) => ({
      key,
      ...(time as { start?: unknown; finish?: unknown }),
    }));
    if (
      spans.length < 2 ||
      spans.some(({ start, finish }) => typeof start !== 'number' || typeof finish !== 'number')
    )
      return { blocked: 'result_time does not tell start and finish of two commands' };
    const late = spans.findIndex(({ start }, index) => Number(start) < Number(spans[index - 1]?.finish));
    const [before, after] = [spans[late - 1], spans[late]];
    if (!before || !after) return undefined;
    return {
      contradicted: `expected command '${after.key}' to start after command '${before.key}' had finished (${before.finish}), got ${after.start}`,
    };
  },
  'token-expires': ({ body, date }) => {
    const { expires, expires_in: lifetime } = (body ?? {}) as Record<string, unknown>;
    if (typeof expires !== 'number') return { blocked: 'expires is no number' };
    if (typeof lifetime !== 'number') return { blocked: 'expires_in is no number' };
    if (date === undefined) return { blocked: 'the answer has no Date header to compare expires with' };
    const end = date + lifetime;
    return is(
      Math.abs(expires - end) <= LONGEST_REQUEST_S,
      `expires to be ${lifetime} s after the Date header (${iso(end)})`,
      `${expires} (${iso(expires)})`,
    );
  },
  'time-date-start': (answer) => sameInstant(answer, 'date_start', 'start'),
  'time-date-finish': (answer) => sameInstant(answer, 'date_finish', 'finish'),
};

/** The commands' own order: an answer may name the one first that was run first. */
function inOrderSent<Value>(entries: [string, Value][], { parameters }: Request): [string, Value][] {
  const sent = Object.keys(parameters.cmd?.value ?? {});
  return entries.toSorted(([one], [other]) => sent.indexOf(one) - sent.indexOf(other));
}

type Numbers<Names extends readonly string[]> = { [Index in keyof Names]: number };

function withNumbers<const Names extends readonly string[]>(
  answer: Answer,
  names: Names,
  problem: (numbers: Numbers<Names>) => string | undefined,
): Outcome {
  const values = names.map((name) => timeField(answer, name));
  const missing = names.find((_, index) => typeof values[index] !== 'number');
  if (missing !== undefined) return { blocked: `time.${missing} is no number` };
  const found = problem(values as Numbers<Names>);
  return found === undefined ? undefined : { contradicted: `expected ${found}` };
}

function sameInstant(
  answer: Answer,
  text: 'date_start' | 'date_finish',
  number: 'start' | 'finish',
): Outcome {
  const written = timeField(answer, text);
  const instant =
    typeof written === 'string' && /[+-]\d\d:\d\d$|Z$/.test(written)
      ? Date.parse(written) / 1000
      : Number.NaN;
  if (Number.isNaN(instant)) return { blocked: `time.${text} is no date with an offset` };
  return withNumbers(answer, [number], ([seconds]) => {
    // The text has whole seconds, cut off or rounded; so may the number, and not in the same way.
    const ahead = Number.isInteger(seconds) ? 1 : 0.5;
    return seconds - instant <= 1 && instant - seconds <= ahead
      ? undefined
      : `time.${text} to name the second of time.${number} (${seconds}, ${iso(seconds)}), got '${written}' (${iso(instant)})`;
  });
}

function timeField(answer: Answer, name: string): unknown {
  const time = (answer.body as { time?: unknown } | undefined)?.time;
  return hasKey(time, name) ? (time as Record<string, unknown>)[name] : undefined;
}

/** Two units of the last decimal that start and finish are given with: whole seconds allow more than microseconds. */
function tolerance(start: number, finish: number): number {
  return 2 * Math.min(unit(start), unit(finish));
}

/** A whole given with fewer decimals than its part may be the smaller for having been cut off. */
function spare(part: number, whole: number): number {
  return unit(whole) > unit(part) ? unit(whole) : MICROSECOND;
}

/** One unit of the last decimal that a number is given with, at the finest a microsecond. */
function unit(value: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  const decimals = (digits.split('.')[1]?.length ?? 0) - Number(exponent);
  return Math.max(10 ** -Math.max(decimals, 0), MICROSECOND);
}

function iso(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString();
}

const round = (value: number): number => Number(value.toFixed(6));
