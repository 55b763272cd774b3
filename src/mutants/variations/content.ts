import {
  answers,
  type Body,
  batchField,
  errors,
  inJson,
  isOf,
  ofOauth,
  ofTyping,
  ranResult,
  result,
  successes,
  time,
  times,
  together,
  withCode,
} from '../changes.ts';
import type { Difference, Variation } from '../mutant.ts';

/** What an answer says: further fields, other numbers, other zones. */

type Value = Body[string];
type Fields = Readonly<Record<string, number>>;

const rounded =
  (decimals: number, cut = Math.round) =>
  (value: number): number =>
    cut(value * 10 ** decimals) / 10 ** decimals;

/** All seconds of time with so many decimals, each rounded by itself. */
const seconds = (round: (value: number) => number, names: readonly string[]): Difference =>
  times((fields) => ({
    ...fields,
    ...Object.fromEntries(names.map((name) => [name, round(fields[name] ?? 0)])),
  }));

const zone = (offset: string): Difference =>
  times((fields: Fields) => {
    const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
    const shift = (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
    const at = (instant = 0): string =>
      new Date((Math.floor(instant) + shift) * 1000).toISOString().slice(0, 19) + offset;
    return { ...fields, date_start: at(fields.start), date_finish: at(fields.finish) };
  });

const shuffled = (value: Value): Value => {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, shuffled(inner)] as const)
      .reverse(),
  );
};

export const inContent: readonly Variation[] = [
  {
    id: 'further-fields',
    changed: 'Successes have fields that no page names.',
    ...successes((body) => ({ total: 1, next: null, revision: { rest: 31 }, ...body })),
  },
  {
    id: 'further-fields-in-time',
    changed: 'time has fields that no page names.',
    ...times((fields) => ({ ...fields, queue: 0.001, node: 'rest-7' })),
  },
  {
    id: 'further-fields-in-errors',
    changed: 'Errors have fields that no page names.',
    ...errors(() => ({ body: { error_information: 'see the log', trace_id: 'a1b2c3' } })),
  },
  {
    id: 'further-fields-of-tokens',
    changed: 'The authorization server sends fields that no page names.',
    ...answers((answer) => ({ ...answer, body: { ...answer.body, session: 'none' } }), ofOauth),
  },
  {
    id: 'time-in-errors',
    changed: 'Errors have a time as well.',
    ...errors(() => ({ body: { time: { start: 1, finish: 2 } } })),
  },
  {
    id: 'keys-in-another-order',
    changed: 'Keys come in another order, except those of commands of a batch.',
    ...answers(
      (answer) => ({ ...answer, body: shuffled(answer.body ?? {}) as Body }),
      (call) => call.answer?.body !== undefined && !isOf('batch')(call),
    ),
  },
  {
    id: 'seconds-whole',
    changed: 'start and finish are whole seconds, cut off.',
    ...seconds(rounded(0, Math.floor), ['start', 'finish']),
  },
  {
    id: 'seconds-whole-throughout',
    changed: 'All numbers of time but processing are whole seconds, cut off.',
    ...times((fields) => {
      const [start = 0, finish = 0] = [fields.start, fields.finish].map((value) => Math.floor(value ?? 0));
      return { ...fields, start, finish, duration: finish - start };
    }),
  },
  {
    id: 'seconds-in-milliseconds-of-precision',
    changed: 'start, finish, duration and processing have three decimals.',
    ...seconds(rounded(3), ['start', 'finish', 'duration', 'processing']),
  },
  {
    id: 'seconds-cut-to-milliseconds',
    changed: 'start, finish, duration and processing are cut off after three decimals.',
    ...seconds(rounded(3, Math.floor), ['start', 'finish', 'duration', 'processing']),
  },
  {
    id: 'seconds-in-four-decimals',
    changed: 'start and finish have four decimals, as PHP writes microtime; duration has all of them.',
    ...seconds(rounded(4), ['start', 'finish']),
  },
  {
    id: 'duration-in-binary-digits',
    changed: 'duration has the digits that a difference of binary fractions leaves.',
    ...time('duration', (_, { start = 0, finish = 0 }) => finish - start),
  },
  { id: 'processing-zero', changed: 'processing is 0.', ...time('processing', () => 0) },
  {
    id: 'processing-all-of-it',
    changed: 'processing is all of the duration.',
    ...time('processing', (_, { duration }) => duration),
  },
  {
    id: 'operating-whole',
    changed: 'operating is a whole number.',
    ...time('operating', (value) => Math.round(value)),
  },
  {
    id: 'operating-reset-at-with-fraction',
    changed: 'operating_reset_at has a fraction.',
    ...time('operating_reset_at', (value) => value + 0.25),
  },
  {
    id: 'operating-absent',
    changed: 'A self-hosted portal sends neither operating nor operating_reset_at.',
    // There is nothing else to see the load by.
    changes: {
      'limits.operating.sent': 'not-exercised',
      'limits.operating.accumulates': 'not-exercised',
      'limits.operating.per-application': 'not-exercised',
      'limits.operating.window': 'not-exercised',
      'limits.operating.reset-at': 'not-exercised',
      'time.operating.type': 'not-exercised',
      'time.operating_reset_at.type': 'not-exercised',
      'time.operating_reset_at.ahead': 'not-exercised',
    },
    ...together(
      { profile: (profile) => ({ ...profile, name: 'self-hosted' }) },
      times(({ operating: _, operating_reset_at: __, ...rest }) => rest),
    ),
  },
  { id: 'zone-utc', changed: 'Dates are in UTC, +00:00.', ...zone('+00:00') },
  { id: 'zone-negative', changed: 'Dates are west of Greenwich, -05:00.', ...zone('-05:00') },
  { id: 'zone-half-hour', changed: 'Dates are in a zone of half hours, +05:30.', ...zone('+05:30') },
  { id: 'zone-negative-half-hour', changed: 'Dates are in a zone of half hours, -03:30.', ...zone('-03:30') },
  { id: 'zone-quarter-hour', changed: 'Dates are in a zone of quarter hours, +12:45.', ...zone('+12:45') },
  { id: 'zone-of-the-next-day', changed: 'Dates are in the zone farthest ahead, +14:00.', ...zone('+14:00') },
  {
    id: 'clock-a-little-slow',
    changed: 'time is two seconds before the Date header.',
    ...times((fields: Fields) => {
      const at = (instant = 0): string =>
        new Date((instant - 2) * 1000).toISOString().replace(/\.\d+Z/, '+00:00');
      const { start = 0, finish = 0, operating_reset_at: reset = 0 } = fields;
      return {
        ...fields,
        start: start - 2,
        finish: finish - 2,
        operating_reset_at: reset - 2,
        date_start: at(start),
        date_finish: at(finish),
      };
    }),
  },
  {
    id: 'batch-times-empty-as-objects',
    changed: 'Empty result_total and result_next of a batch are objects.',
    ...['result_total', 'result_next'].map((name) => batchField(name, emptyAsObject)).reduce(both),
  },
  {
    id: 'method-get-with-more',
    changed: 'method.get says more of a method beside the two answers, and beside the result.',
    changes: {},
    ...successes(
      (body) => ({ ...body, result: { ...(body.result as object), deprecated: true }, deprecated: true }),
      isOf('method.get'),
    ),
  },
  {
    id: 'methods-in-lower-case',
    changed: 'methods lists names in lower case.',
    ...result('methods', (names) => (names as readonly string[]).map((name) => name.toLowerCase())),
  },
  {
    id: 'methods-in-another-order',
    changed: 'methods lists names in another order.',
    ...result('methods', (names) => [...(names as readonly string[])].reverse()),
  },
  {
    id: 'scopes-of-all-kinds',
    changed: 'Among the scopes are some with a dot or a digit in their names.',
    ...both(
      ranResult('scope', (names) => [...(names as readonly string[]), 'humanresources.hcmlink', 'sign.b2e']),
      answers(
        (answer) => ({
          ...answer,
          body: { ...answer.body, scope: `${answer.body?.scope},humanresources.hcmlink,sign.b2e` },
        }),
        (call) => ofOauth(call) && typeof call.answer?.body?.scope === 'string',
      ),
    ),
  },
  {
    id: 'pictures-by-path',
    changed: 'The address of a picture is a path on the portal itself.',
    ...ranResult('imbot.dialog.get', (dialog) => {
      const { avatar, ...rest } = dialog as Record<string, Value>;
      return { ...rest, avatar: String(avatar).replace(/^https?:\/\/[^/]+/, '') };
    }),
  },
  {
    id: 'oauth-domain-of-the-server',
    changed: 'A renewal names other addresses of the same form.',
    ...answers(
      (answer) => ({
        ...answer,
        body: {
          ...answer.body,
          domain: 'oauth.bitrix.info',
          server_endpoint: 'https://oauth.bitrix.info/rest/',
        },
      }),
      (call) => ofOauth(call) && call.answer?.body?.access_token !== undefined,
    ),
  },
  {
    id: 'client-id-refused-otherwise',
    changed: 'A missing CLIENT_ID is refused with a code that no page names.',
    ...errors(
      () => ({
        status: 400,
        body: { error: 'CLIENT_ID_EMPTY', error_description: "Client ID can't be empty" },
      }),
      (call) => ofTyping(call) && withCode('ACCESS_DENIED')(call) && !call.parameters.has('CLIENT_ID'),
    ),
  },
  {
    id: 'wrong-token-refused-otherwise',
    changed: 'A wrong access token is refused with another code, in JSON without any.',
    ...errors(
      (_, call) => ({
        body: { error: inJson(call) ? '' : 'NO_AUTH_FOUND', error_description: 'No such token' },
      }),
      withCode('invalid_token'),
    ),
  },
  {
    id: 'errors-with-an-argument',
    changed: 'Errors name the argument that they are about, as a third key.',
    ...errors(() => ({ body: { argument: 'DIALOG_ID' } })),
  },
];

function emptyAsObject(value: Value): Value {
  return Array.isArray(value) && value.length === 0 ? {} : value;
}

function both(one: Difference, other: Difference): Difference {
  return { stages: (stages) => other.stages?.(one.stages?.(stages) ?? stages) ?? stages };
}
