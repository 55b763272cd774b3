import { iso, type Relation, timeField, withNumbers } from './relation.ts';

/** Ten baskets of a minute (limits.md, Resource Intensity Limits). */
const BASKETS_S = 600;

/** Seconds that two clocks and two ways to round may lie apart. */
const SLACK_S = 1;

/** Seconds of processing that no portal leaves out of `operating`; calls up to a tenth of a second are (observed). */
const COUNTED_S = 1;

/** In any answer: the moment at which the oldest basket is dropped lies ahead, and no farther than a basket lives. */
export const resetAhead: Relation = (answer) => {
  if (timeField(answer, 'operating_reset_at') === undefined)
    return { blocked: 'the target does not send time.operating_reset_at' };
  return withNumbers(answer, ['start', 'finish', 'operating_reset_at'], ([start, finish, resetAt]) => {
    const [least, most] = [start - SLACK_S, Math.max(start, finish) + BASKETS_S + SLACK_S];
    if (least <= resetAt && resetAt <= most) return undefined;
    return `time.operating_reset_at after time.start (${start}) and within ${BASKETS_S} s of the answer, got ${resetAt} (${iso(resetAt)})`;
  });
};

/** The oldest basket begins with the first call of the case, where it sent several. */
export const resetAfterFirstCall: Relation = (answer, _, [first = answer]) => {
  const start = timeField(first, 'start');
  if (typeof start !== 'number') return { blocked: 'time.start of the first call is not a number' };
  return withNumbers(answer, ['operating_reset_at'], ([resetAt]) =>
    Math.abs(resetAt - start - BASKETS_S) <= SLACK_S
      ? undefined
      : `time.operating_reset_at ${BASKETS_S} s after time.start (${start}) of the first call, got ${resetAt}`,
  );
};

/** From one call of a method to the next `operating` grows, as long as no basket is dropped. */
export const operatingGrows: Relation = (answer, _, earlier) => {
  const last = earlier.at(-1);
  if (!last) return { blocked: 'there is no earlier answer to compare time.operating with' };
  const [before, now] = [last, answer].map((each) => timeField(each, 'operating'));
  if (typeof before !== 'number' || typeof now !== 'number')
    return { blocked: 'the target does not send time.operating' };
  const [resetAt, finish] = [timeField(last, 'operating_reset_at'), timeField(answer, 'finish')];
  if (typeof resetAt === 'number' && typeof finish === 'number' && resetAt <= finish + SLACK_S)
    return { blocked: 'a basket was dropped between the two calls' };
  const processing = timeField(answer, 'processing');
  const least =
    before + (typeof processing === 'number' && processing > COUNTED_S ? processing - COUNTED_S : 0);
  if (now < least)
    return {
      contradicted: `expected time.operating to add up to ${least === before ? 'no less than' : 'more than'} ${least} after ${before}, got ${now}`,
    };
  return now === before
    ? { blocked: `time.operating stays ${now}: the call was too short to be counted` }
    : undefined;
};
