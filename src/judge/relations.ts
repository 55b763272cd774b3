import type { RelationName } from '../contract/contract.ts';
import type { Answer } from './answer.ts';
import { inOrder, nextPage, referenceResolved, scopesAgree } from './batch-relations.ts';
import { operatingGrows, resetAfterFirstCall, resetAhead } from './operating-relations.ts';
import { is, type Outcome } from './outcome.ts';
import { isBefore, isWhole, lengthBetween, mostOfPart } from './precision.ts';
import { field, iso, type Relation, timeField, withNumbers } from './relation.ts';
import { show } from './words.ts';

/** Longest time a request may take (limits.md, Request Execution Time Limit), with some for two clocks' seconds. */
const LONGEST_REQUEST_S = 65;

/** A text has whole seconds, and what writes it may stand a little apart from what writes time. */
const APART_S = 3;

/**
 * A relation between fields of a success answer, most of them of `time` (data-types.md, Time Object).
 *
 * @param earlier answers to the requests that the case sent first
 */
export function checkRelation(
  name: RelationName,
  answer: Answer,
  request: Parameters<Relation>[1],
  earlier: readonly Answer[] = [],
): Outcome {
  return RELATIONS[name](answer, request, earlier);
}

const RELATIONS: Record<RelationName, Relation> = {
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
      isBefore(finish, start) ? `time.finish not before time.start (${start}), got ${finish}` : undefined,
    ),
  'time-duration': (answer) =>
    withNumbers(answer, ['start', 'finish', 'duration'], ([start, finish, duration]) => {
      const [least, most] = lengthBetween(start, finish, duration);
      return least <= duration && duration <= most
        ? undefined
        : `time.duration to be time.finish − time.start = ${round(finish - start)}, got ${duration}`;
    }),
  'time-processing': (answer) =>
    withNumbers(answer, ['processing', 'duration'], ([processing, duration]) =>
      processing <= mostOfPart(processing, duration)
        ? undefined
        : `time.processing within time.duration (${duration}), got ${processing}`,
    ),
  'time-date-start': (answer) => sameInstant(answer, 'date_start', 'start'),
  'time-date-finish': (answer) => sameInstant(answer, 'date_finish', 'finish'),
  'time-operating-reset': resetAhead,
  'operating-reset': resetAfterFirstCall,
  'operating-grows': operatingGrows,
  'batch-order': inOrder,
  'batch-reference': referenceResolved,
  'batch-next': nextPage,
  'scopes-agree': scopesAgree,
  'scopes-granted': ({ body }, _, earlier) => {
    const [granted, has] = [field(earlier.at(-1)?.body, 'scope'), field(body, 'result')];
    if (typeof granted !== 'string' || !Array.isArray(has))
      return { blocked: 'there is no text scope and no list of scopes to compare' };
    // Some servers name no scopes there but `app`: what is wrong about that is another claim's matter.
    if (granted === 'app') return { blocked: 'the authorization server answers `app` in place of scopes' };
    const written = (scopes: readonly unknown[]) => [...scopes].sort().join(',');
    return is(
      written(granted.split(',')) === written(has),
      `the scopes that came with the token (${granted})`,
      has.join(','),
    );
  },
  'records-ascend': (answer) => recordsInOrder(answer, 1),
  'records-descend': (answer) => recordsInOrder(answer, -1),
  'server-time-is-now': (answer) => {
    const written = field(answer.body, 'result');
    const instant = instantOf(written);
    if (Number.isNaN(instant)) return { blocked: 'the result is not a date with an offset' };
    return withNumbers(answer, ['start', 'finish'], ([start, finish]) =>
      start - APART_S <= instant && instant <= finish + APART_S
        ? undefined
        : `the result between time.start (${iso(start)}) and time.finish (${iso(finish)}), got ${show(written)}`,
    );
  },
  'carried-out-again': (answer, _, earlier) => {
    const [before, now] = [earlier.at(-1), answer].map((each) => each && timeField(each, 'finish'));
    if (typeof before !== 'number' || typeof now !== 'number')
      return { blocked: 'time.finish does not distinguish the two answers' };
    const [last, time] = [earlier.at(-1), answer].map((each) =>
      Object.entries(field(each?.body, 'time') ?? {}),
    );
    const isSame = JSON.stringify(last) === JSON.stringify(time);
    if (isSame && time?.every(([, value]) => typeof value !== 'number' || isWhole(value)))
      return { blocked: 'both answers are of the same second, and time has no finer unit' };
    return is(
      !isSame && !isBefore(now, before),
      `the call to be carried out again, after the first one had finished (time.finish ${before})`,
      isSame ? 'the very same time' : String(now),
    );
  },
  'tokens-new': ({ body }, _, earlier) => {
    const last = earlier.at(-1)?.body;
    for (const name of ['access_token', 'refresh_token']) {
      const [before, now] = [field(last, name), field(body, name)];
      if (typeof before !== 'string' || typeof now !== 'string')
        return { blocked: `there are not two values of ${name} to compare` };
      if (before === now)
        return { contradicted: `expected a new ${name}, got the one of the renewal before` };
    }
    return undefined;
  },
  'token-expires': ({ body, date }) => {
    const { expires, expires_in: lifetime } = (body ?? {}) as Record<string, unknown>;
    if (typeof expires !== 'number') return { blocked: 'expires is not a number' };
    if (typeof lifetime !== 'number') return { blocked: 'expires_in is not a number' };
    if (date === undefined) return { blocked: 'the answer has no Date header to compare expires with' };
    const end = date + lifetime;
    return is(
      Math.abs(expires - end) <= LONGEST_REQUEST_S,
      `expires to be ${lifetime} s after the Date header (${iso(end)})`,
      `${expires} (${iso(expires)})`,
    );
  },
};

export const RELATION_NAMES: readonly string[] = Object.keys(RELATIONS);

function sameInstant(
  answer: Answer,
  text: 'date_start' | 'date_finish',
  number: 'start' | 'finish',
): Outcome {
  const written = timeField(answer, text);
  const instant = instantOf(written);
  if (Number.isNaN(instant)) return { blocked: `time.${text} is not a date with an offset` };
  return withNumbers(answer, [number], ([seconds]) => {
    // The text has whole seconds, cut off or rounded; so may the number, and not in the same way.
    const ahead = isWhole(seconds) ? 1 : 0.5;
    return seconds - instant <= 1 && instant - seconds <= ahead
      ? undefined
      : `time.${text} to name the second of time.${number} (${seconds}, ${iso(seconds)}), got '${written}' (${iso(instant)})`;
  });
}

/** Unix seconds of a date with an offset; not a number for anything else. */
const instantOf = (written: unknown): number =>
  typeof written === 'string' && /[+-]\d\d:\d\d$|Z$/.test(written) ? Date.parse(written) / 1000 : Number.NaN;

const round = (value: number): number => Number(value.toFixed(6));

/** Records of a list follow each other by their number `ID`, upwards or downwards. */
function recordsInOrder(answer: Answer, sign: 1 | -1): Outcome {
  const list = field(answer.body, 'result');
  const ids = Array.isArray(list) ? list.map((record) => Number(field(record, 'ID'))) : [];
  if (ids.length < 2 || ids.some(Number.isNaN))
    return { blocked: 'the result is not a list of two records or more, each with a number ID' };
  const wrong = ids.findIndex((id, index) => index > 0 && sign * (id - (ids[index - 1] ?? id)) <= 0);
  return wrong === -1
    ? undefined
    : {
        contradicted: `expected records by ${sign === 1 ? 'ascending' : 'descending'} ID, got ${ids[wrong]} after ${ids[wrong - 1]}`,
      };
}
