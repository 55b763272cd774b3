import type { RelationName } from '../../contract/contract.ts';
import type { Exchange } from '../../wire/exchange.ts';
import {
  isXml,
  MISSING,
  textOf,
  valueIn,
  withBody,
  withHeader,
  withKey,
  withStatus,
  withValue,
} from '../answer.ts';

/** One way in which an answer may be wrong. */
export interface AnswerOperator {
  id: string;
  /** What is wrong, as a predicate of the answers that it strikes. */
  says: string;
  /** What it changes: `status`, `header content-type`, `body` as a whole, or a JSON Pointer into it. */
  place: string;
  /** The changed answer; undefined where there is nothing to change. */
  change(exchange: Exchange): Exchange | undefined;
  /** Relations between fields that do not hold afterwards. */
  breaks?: readonly RelationName[];
}

const status = (from: number, to: number): AnswerOperator => ({
  id: `status-${from}-becomes-${to}`,
  says: `come with HTTP ${to} in place of ${from}`,
  place: 'status',
  change: (exchange) => (exchange.response?.status === from ? withStatus(exchange, to) : undefined),
});

/** Neighbours of a status, none of which says by itself that something else than the method answers. */
const STATUSES: readonly (readonly [number, number])[] = [
  [200, 201],
  [200, 202],
  [200, 206],
  [400, 402],
  [400, 409],
  [400, 422],
  [401, 400],
  [401, 407],
  [401, 410],
  [403, 400],
  [403, 405],
  [403, 409],
  [404, 400],
  [404, 410],
  [429, 400],
  [429, 420],
  [500, 501],
  [503, 400],
  [503, 500],
];

const value = (
  id: string,
  says: string,
  pointer: string,
  change: (value: unknown) => unknown,
  applies: (value: unknown) => boolean = () => true,
): AnswerOperator => ({
  id: `${pointer.slice(1).replaceAll('/', '.')}-${id}`,
  says,
  place: pointer,
  change: (exchange) => withValue(exchange, pointer, (old) => (applies(old) ? change(old) : old)),
});

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Letters that look like others and are not: e, c, o, a and E, C, O, A of the Cyrillic alphabet. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  e: 'е',
  c: 'с',
  o: 'о',
  a: 'а',
  E: 'Е',
  C: 'С',
  O: 'О',
  A: 'А',
};

const texts = (pointer: string, name: string): AnswerOperator[] => [
  value('missing', `have no ${name}`, pointer, () => MISSING),
  value('null', `have null as ${name}`, pointer, () => null),
  value('empty', `have an empty ${name}`, pointer, () => '', isText),
  value('number', `have a number as ${name}`, pointer, () => 400, isText),
  value('list', `have a list as ${name}`, pointer, (old) => [old], isText),
  value('upper-case', `have their ${name} in capitals`, pointer, (old) => String(old).toUpperCase(), isText),
  value(
    'lower-case',
    `have their ${name} in small letters`,
    pointer,
    (old) => String(old).toLowerCase(),
    isText,
  ),
  value(
    'lookalike',
    `have their ${name} in letters of another alphabet`,
    pointer,
    (old) => String(old).replace(/[ecoaECOA]/, (letter) => LOOKALIKES[letter] ?? letter),
    isText,
  ),
  value(
    'cut',
    `have their ${name} without its last letter`,
    pointer,
    (old) => String(old).slice(0, -1),
    isText,
  ),
  value('longer', `have a letter more in their ${name}`, pointer, (old) => `${old}s`, isText),
  value('blank-before', `have a blank before their ${name}`, pointer, (old) => ` ${old}`, isText),
  value(
    'underscores',
    `have their ${name} with - for _`,
    pointer,
    (old) => String(old).replaceAll('_', '-'),
    isText,
  ),
  value('another', `have another ${name}`, pointer, () => 'SOMETHING_ELSE', isText),
];

const anything = (pointer: string, name: string): AnswerOperator[] => [
  value('missing', `have no ${name}`, pointer, () => MISSING),
  value('null', `have null as ${name}`, pointer, () => null),
  value('text', `have a text as ${name}`, pointer, (old) =>
    typeof old === 'string' ? `${old} ` : String(old),
  ),
  value('list', `have a list as ${name}`, pointer, (old) => [old]),
  value('object', `have an object as ${name}`, pointer, (old) => ({ value: old })),
  value('false', `have false as ${name}`, pointer, () => false),
  value('zero', `have 0 as ${name}`, pointer, () => 0),
  value(
    'negative',
    `have a negative number as ${name}`,
    pointer,
    (old) => -Math.abs(old as number) - 1,
    isNumber,
  ),
  value('empty', `have nothing in ${name}`, pointer, (old) => (Array.isArray(old) ? [] : {}), isFilled),
];

const isNumber = (value: unknown): value is number => typeof value === 'number';
const isFilled = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

type Time = Readonly<Record<string, unknown>>;

/** Fields of `time` that do not belong together, each by itself as it may be. */
const timeApart = (
  id: string,
  says: string,
  field: string,
  breaks: readonly RelationName[],
  change: (time: Readonly<Record<string, number>>) => unknown,
): AnswerOperator => ({
  id: `time.${field}-${id}`,
  says,
  place: `/time/${field}`,
  breaks,
  change: (exchange) =>
    withValue(exchange, '/time', (old) => {
      const time = old as Time | null;
      return typeof time === 'object' && time !== null && Object.hasOwn(time, field)
        ? { ...time, [field]: change(time as Readonly<Record<string, number>>) }
        : old;
    }),
});

const LONG_AGO = '2001-02-03T04:05:06+00:00';

const APART: readonly AnswerOperator[] = [
  timeApart(
    'a-day-before',
    'begin a day before they come',
    'start',
    ['time-start-is-now', 'time-duration', 'time-date-start'],
    ({ start = 0 }) => start - 86_400,
  ),
  timeApart(
    'before-start',
    'end before they begin',
    'finish',
    ['time-order', 'time-duration', 'time-date-finish', 'server-time-is-now'],
    ({ start = 0 }) => start - 10,
  ),
  timeApart(
    'longer',
    'have a duration of five seconds more',
    'duration',
    ['time-duration'],
    ({ duration = 0 }) => duration + 5,
  ),
  timeApart(
    'beyond-duration',
    'are processed longer than they last',
    'processing',
    ['time-processing'],
    ({ duration = 0 }) => duration + 5,
  ),
  timeApart('long-ago', 'have another date_start', 'date_start', ['time-date-start'], () => LONG_AGO),
  timeApart('long-ago', 'have another date_finish', 'date_finish', ['time-date-finish'], () => LONG_AGO),
  timeApart(
    'past',
    'have an operating_reset_at that is past',
    'operating_reset_at',
    ['time-operating-reset'],
    ({ operating_reset_at: resetAt = 0 }) => resetAt - 700,
  ),
];

const TIME_FIELDS = [
  'start',
  'finish',
  'duration',
  'processing',
  'date_start',
  'date_finish',
  'operating',
  'operating_reset_at',
] as const;

/** Keys of results below which operators look, two levels deep. */
const DEEPEST = 2;

/** Operators about every answer, whatever is in it. */
const COMMON: readonly AnswerOperator[] = [
  ...STATUSES.map(([from, to]) => status(from, to)),
  ...texts('/error', 'error'),
  ...texts('/error_description', 'error_description'),
  ...anything('/result', 'result'),
  ...anything('/total', 'total'),
  value('missing', 'have no time', '/time', () => MISSING),
  value('null', 'have null as time', '/time', () => null),
  value('list', 'have a list as time', '/time', () => []),
  ...TIME_FIELDS.flatMap((field) => [
    value('missing', `have no time.${field}`, `/time/${field}`, () => MISSING),
    value('null', `have null as time.${field}`, `/time/${field}`, () => null),
    value('other-type', `have another type of time.${field}`, `/time/${field}`, (old) =>
      typeof old === 'number' ? String(old) : 0,
    ),
    value('object', `have an object as time.${field}`, `/time/${field}`, (old) => ({ value: old })),
  ]),
  ...APART,
  {
    id: 'media-type-text',
    says: 'come as text/html',
    place: 'header content-type',
    change: (exchange) => withHeader(exchange, 'content-type', (old) => old.replace(/^[^;]+/, 'text/html')),
  },
  {
    id: 'media-type-missing',
    says: 'come without a media type',
    place: 'header content-type',
    change: (exchange) => withHeader(exchange, 'content-type', () => undefined),
  },
  {
    id: 'charset-other',
    says: 'come in another charset',
    place: 'header content-type',
    change: (exchange) =>
      withHeader(exchange, 'content-type', (old) =>
        /charset/i.test(old) ? old.replace(/charset=[^;]+/i, 'charset=windows-1251') : old,
      ),
  },
  {
    id: 'charset-missing',
    says: 'come without a charset',
    place: 'header content-type',
    change: (exchange) =>
      withHeader(exchange, 'content-type', (old) => old.replace(/;\s*charset=[^;]+/i, '')),
  },
  {
    id: 'error-beside-result',
    says: 'have a key error beside their result',
    place: '/error',
    change: (exchange) => withKey(exchange, 'result', 'error', 'SOMETHING'),
  },
  {
    id: 'result-beside-error',
    says: 'have a key result beside their error',
    place: '/result',
    change: (exchange) => withKey(exchange, 'error', 'result', null),
  },
  body('truncated', 'end in the middle', (text) => text.slice(0, Math.max(1, text.length - 7))),
  body('empty', 'have no body', () => ''),
  body('html', 'are a web page', () => '<!DOCTYPE html><html><body><h1>OK</h1></body></html>'),
  body('twice', 'have their body twice', (text) => `${text}${text}`),
  body('other-root', 'have another root element', (text) =>
    text.replace('<response>', '<answer>').replace('</response>', '</answer>'),
  ),
  {
    id: 'body-other-format',
    says: 'come in JSON where XML was asked for, and the other way round',
    place: 'body',
    change: ({ response, ...rest }) =>
      response &&
      withBody(
        { ...rest, response },
        isXml(response) ? '{"result":true}' : '<?xml version="1.0"?><response><result>1</result></response>',
      ),
  },
];

function body(id: string, says: string, change: (text: string) => string): AnswerOperator {
  return {
    id: `body-${id}`,
    says,
    place: 'body',
    change: (exchange) => {
      if (!exchange.response) return undefined;
      const text = textOf(exchange.response);
      const other = change(text);
      return other === text ? undefined : withBody(exchange, other);
    },
  };
}

/** Records of a list that operators look at. */
const ALIKE = 2;

/** Operators for what some answers have in them: each key of their results. */
function ofResults(exchanges: readonly Exchange[]): AnswerOperator[] {
  const pointers = new Set<string>();
  const collect = (value: unknown, pointer: string, depth: number): void => {
    if (depth > 0) pointers.add(pointer);
    if (depth === DEEPEST || typeof value !== 'object' || value === null) return;
    const keys = Object.keys(value).filter((key) => /^\w+$/.test(key));
    // Records by their numbers are all alike.
    for (const key of keys.filter((key, index) => index < ALIKE || !/^\d+$/.test(key)))
      collect((value as Record<string, unknown>)[key], `${pointer}/${key}`, depth + 1);
  };
  for (const { response } of exchanges) if (response) collect(valueIn(response, '/result'), '/result', 0);
  return [...pointers].sort().flatMap((pointer) => anything(pointer, pointer.slice(1).replaceAll('/', '.')));
}

/** All operators for a group of answers. */
export function answerOperators(exchanges: readonly Exchange[]): AnswerOperator[] {
  return [...COMMON, ...ofResults(exchanges)];
}

/** What an operator makes of an answer; undefined where that is the answer as it was. */
export function apply(operator: AnswerOperator, exchange: Exchange): Exchange | undefined {
  const changed = operator.change(exchange);
  const [before, after] = [exchange.response, changed?.response];
  if (!before || !after) return undefined;
  const isSame =
    before.status === after.status &&
    JSON.stringify(before.headers) === JSON.stringify(after.headers) &&
    Buffer.compare(before.body, after.body) === 0;
  return isSame ? undefined : changed;
}
