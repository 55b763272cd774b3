import { inXml, isOf, ofBatch, ofTyping, successes, time } from './changes.ts';
import { type Difference, METHOD, type Mutant } from './mutant.ts';

/** The object time: types of its fields, and what they say of each other. */

const NUMBERS = ['start', 'finish', 'duration', 'processing', 'operating', 'operating_reset_at'] as const;
const DATES = ['date_start', 'date_finish'] as const;

/** The page about limits tells of `operating` too: that it is sent, is kept apart and forgets. */
const typeOf = (field: string): string[] => [
  `time.${field}.type`,
  ...(field === 'operating'
    ? ['sent', 'per-application', 'window'].map((claim) => `limits.operating.${claim}`)
    : []),
];

const asText: readonly Mutant[] = NUMBERS.map((field) => ({
  id: `${field.replaceAll('_', '-')}-a-text`,
  breaks: `time.${field} is a text of digits.`,
  kills: typeOf(field),
  // XML has only texts.
  ...time(
    field,
    (value) => String(value),
    (call) => !inXml(call),
  ),
}));

const asNull: readonly Mutant[] = [...NUMBERS, ...DATES].map((field) => ({
  id: `${field.replaceAll('_', '-')}-null`,
  breaks: `time.${field} is null.`,
  kills: typeOf(field),
  ...time(field, () => null),
}));

const missing: readonly Mutant[] = (['start', 'finish', 'duration', 'processing', ...DATES] as const).map(
  (field) => ({
    id: `${field.replaceAll('_', '-')}-missing`,
    breaks: `time has no ${field}.`,
    kills: typeOf(field),
    ...time(field, () => undefined),
  }),
);

const zone = (text: unknown, offset: string): string => String(text).replace(/[+-]\d\d:\d\d$/, offset);
const date = (field: (typeof DATES)[number], change: (text: string) => unknown): Difference =>
  time(field, (value) => change(String(value)));

const dates: readonly Mutant[] = DATES.flatMap((field) => {
  const name = field.replace('_', '-');
  return [
    {
      id: `${name}-without-offset`,
      breaks: `time.${field} has no offset.`,
      kills: typeOf(field),
      ...date(field, (text) => zone(text, '')),
    },
    {
      id: `${name}-in-utc-as-z`,
      breaks: `time.${field} ends with Z in place of an offset.`,
      kills: typeOf(field),
      ...time(field, (_, { [field.slice(5)]: instant = 0 }) =>
        new Date(instant * 1000).toISOString().replace(/\.\d+Z/, 'Z'),
      ),
    },
    {
      id: `${name}-with-a-blank`,
      breaks: `time.${field} has a blank in place of T.`,
      kills: typeOf(field),
      ...date(field, (text) => text.replace('T', ' ')),
    },
    {
      id: `${name}-in-another-zone`,
      breaks: `time.${field} names another offset than the one its hours are in.`,
      kills: [`time.${field}.same-instant`],
      ...date(field, (text) => zone(text, '+09:00')),
    },
  ];
});

export const times: readonly Mutant[] = [
  ...asText,
  ...asNull,
  ...missing,
  ...dates,
  {
    id: 'date-start-a-number',
    breaks: 'time.date_start is a Unix time.',
    kills: ['time.date_start.type'],
    ...time('date_start', (_, { start }) => start),
  },
  {
    id: 'date-finish-without-time',
    breaks: 'time.date_finish is a date without a time.',
    kills: ['time.date_finish.type'],
    ...date('date_finish', (text) => text.slice(0, 10)),
  },
  {
    id: 'operating-negative',
    breaks: 'time.operating is negative.',
    about: 'time.operating.type',
    // What is negative adds up to nothing.
    kills: [...typeOf('operating'), 'limits.operating.accumulates'],
    ...time('operating', () => -1),
  },
  {
    id: 'operating-not-sent',
    breaks: 'A success of a cloud portal has no time.operating.',
    kills: ['limits.operating.sent'],
    ...time('operating', () => undefined),
  },
  {
    id: 'operating-reset-at-in-milliseconds',
    breaks: 'time.operating_reset_at counts milliseconds.',
    kills: ['time.operating_reset_at.type', 'time.operating_reset_at.ahead', 'limits.operating.reset-at'],
    ...time('operating_reset_at', (value) => value * 1000),
  },
  {
    id: 'time-missing',
    breaks: 'A success of the method has no time.',
    kills: [`${METHOD}.time`, 'answer.success.time'],
    ...successes(({ time: _, ...rest }) => rest, ofTyping),
  },
  {
    id: 'time-a-number',
    breaks: 'time is a number of seconds instead of an object.',
    kills: [`${METHOD}.time`, 'answer.success.time'],
    ...successes((body) => ({ ...body, time: 0.25 }), ofTyping),
  },
  {
    id: 'time-null',
    breaks: 'time is null in JSON.',
    kills: [`${METHOD}.time`, 'answer.success.time'],
    // In XML null and an empty object are the same.
    ...successes(
      (body) => ({ ...body, time: null }),
      (call) => ofTyping(call) && !inXml(call),
    ),
  },
  {
    id: 'time-missing-in-xml',
    breaks: 'An XML success has no time.',
    kills: [`${METHOD}.time`, 'answer.success.time'],
    ...successes(
      ({ time: _, ...rest }) => rest,
      (call) => ofTyping(call) && inXml(call),
    ),
  },
  {
    id: 'time-missing-of-server-time',
    breaks: 'server.time answers without time.',
    kills: ['answer.success.time'],
    ...successes(({ time: _, ...rest }) => rest, isOf('server.time')),
  },
  {
    id: 'time-missing-of-batch',
    breaks: 'A batch answers without time.',
    kills: ['batch.time', 'answer.success.time'],
    ...successes(({ time: _, ...rest }) => rest, ofBatch),
  },
];
