import { groupBy } from '../../base/group-by.ts';
import type { RelationName } from '../../contract/contract.ts';
import type { Exchange, WireResponse } from '../../wire/exchange.ts';
import {
  codeOf,
  isXml,
  MISSING,
  valueIn,
  withHeader,
  withKey,
  withStatus,
  withText,
  withValue,
} from '../answer.ts';
import { type CarriedOut, placeOfAct, type Send } from '../case.ts';
import { EVERYWHERE, type Operator, type Where } from '../operator.ts';

/** Answers that are wrong in one way: those of a run are changed and judged again, without a portal. */

interface Fault {
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

/** Something else in one place; in what it says, `NAME` is filled in. */
type Row<Old = unknown, New = unknown> = readonly [id: string, says: string, change: (old: Old) => New];

/** @param make changes an answer at the place as a row says */
const faultsAt = <Old, New>(
  place: string,
  rows: readonly Row<Old, New>[],
  make: (exchange: Exchange, change: (old: Old) => New) => Exchange | undefined,
): Fault[] =>
  rows.map(([id, says, change]) => ({ id, says, place, change: (exchange) => make(exchange, change) }));

/** Neighbours of a status, none of which says by itself that something else than the method answers. */
const STATUSES: Readonly<Record<number, readonly number[]>> = {
  200: [201, 202, 206],
  400: [402, 409, 422],
  401: [400, 407, 410],
  403: [400, 405, 409],
  404: [400, 410],
  429: [400, 420],
  500: [501],
  503: [400, 500],
};

const statuses = Object.entries(STATUSES).flatMap(([from, others]) =>
  others.map(
    (to): Row<number, number> => [
      `status-${from}-becomes-${to}`,
      `come with HTTP ${to} in place of ${from}`,
      (status) => (status === Number(from) ? to : status),
    ],
  ),
);

const ofText =
  (change: (text: string) => unknown) =>
  (value: unknown): unknown =>
    typeof value === 'string' && value !== '' ? change(value) : value;

/** Letters of two alphabets that look alike and are not. */
const [LATIN, CYRILLIC] = ['ecoaECOA', 'есоаЕСОА'];
const lookalike = (text: string): string =>
  text.replace(/[ecoaECOA]/, (letter) => CYRILLIC[LATIN.indexOf(letter)] ?? letter);

const ABSENT: readonly Row[] = [
  ['missing', 'have no NAME', () => MISSING],
  ['null', 'have null as NAME', () => null],
];

const TEXTS: readonly Row[] = [
  ...ABSENT,
  ['empty', 'have an empty NAME', ofText(() => '')],
  ['number', 'have a number as NAME', ofText(() => 400)],
  ['list', 'have a list as NAME', ofText((text) => [text])],
  ['upper-case', 'have their NAME in capitals', ofText((text) => text.toUpperCase())],
  ['lower-case', 'have their NAME in small letters', ofText((text) => text.toLowerCase())],
  ['lookalike', 'have their NAME in letters of another alphabet', ofText(lookalike)],
  ['cut', 'have their NAME without its last letter', ofText((text) => text.slice(0, -1))],
  ['longer', 'have a letter more in their NAME', ofText((text) => `${text}s`)],
  ['blank-before', 'have a blank before their NAME', ofText((text) => ` ${text}`)],
  ['underscores', 'have their NAME with - for _', ofText((text) => text.replaceAll('_', '-'))],
  ['another', 'have another NAME', ofText(() => 'SOMETHING_ELSE')],
];

const isFilled = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

const ANYTHING: readonly Row[] = [
  ...ABSENT,
  ['text', 'have a text as NAME', (old) => (typeof old === 'string' ? `${old} ` : String(old))],
  ['list', 'have a list as NAME', (old) => [old]],
  ['object', 'have an object as NAME', (old) => ({ value: old })],
  ['false', 'have false as NAME', () => false],
  ['zero', 'have 0 as NAME', () => 0],
  [
    'negative',
    'have a negative number as NAME',
    (old) => (typeof old === 'number' ? -Math.abs(old) - 1 : old),
  ],
  ['empty', 'have nothing in NAME', (old) => (isFilled(old) ? (Array.isArray(old) ? [] : {}) : old)],
];

const TIME: readonly Row[] = [...ABSENT, ['list', 'have a list as NAME', () => []]];

const TIME_FIELD: readonly Row[] = [
  ...ABSENT,
  ['other-type', 'have another type of NAME', (old) => (typeof old === 'number' ? String(old) : 0)],
  ['object', 'have an object as NAME', (old) => ({ value: old })],
];

const TIME_NUMBERS = ['start', 'finish', 'duration', 'processing', 'operating', 'operating_reset_at'];
const TIME_DATES = ['date_start', 'date_finish'];

/** Faults at a place of the body. */
const at = (pointer: string, rows: readonly Row[]): Fault[] => {
  const name = pointer.slice(1).replaceAll('/', '.');
  const named = rows.map(
    ([id, says, change]): Row => [`${name}-${id}`, says.replace('NAME', () => name), change],
  );
  return faultsAt(pointer, named, (exchange, change) => withValue(exchange, pointer, change));
};

const LONG_AGO = '2001-02-03T04:05:06+00:00';

/** Fields of `time` that do not belong together, each by itself as it may be. */
const APART: readonly (readonly [
  id: string,
  says: string,
  breaks: readonly RelationName[],
  change: (time: Readonly<Record<string, number>>) => unknown,
])[] = [
  [
    'start-a-day-before',
    'begin a day before they come',
    ['time-start-is-now', 'time-duration', 'time-date-start'],
    ({ start = 0 }) => start - 86_400,
  ],
  [
    'finish-before-start',
    'end before they begin',
    ['time-order', 'time-duration', 'time-date-finish', 'server-time-is-now'],
    ({ start = 0 }) => start - 10,
  ],
  [
    'duration-longer',
    'have a duration of five seconds more',
    ['time-duration'],
    ({ duration = 0 }) => duration + 5,
  ],
  [
    'processing-beyond-duration',
    'are processed longer than they last',
    ['time-processing'],
    ({ duration = 0 }) => duration + 5,
  ],
  ['date_start-long-ago', 'have another date_start', ['time-date-start'], () => LONG_AGO],
  ['date_finish-long-ago', 'have another date_finish', ['time-date-finish'], () => LONG_AGO],
  [
    'operating_reset_at-past',
    'have an operating_reset_at that is past',
    ['time-operating-reset'],
    ({ operating_reset_at: resetAt = 0 }) => resetAt - 700,
  ],
];

const apart = APART.map(([id, says, breaks, change]): Fault => {
  const field = id.split('-', 1)[0] ?? '';
  return {
    id: `time.${id}`,
    says,
    place: `/time/${field}`,
    breaks,
    change: (exchange) =>
      withValue(exchange, '/time', (time) =>
        typeof time === 'object' && time !== null && Object.hasOwn(time, field)
          ? { ...time, [field]: change(time as Readonly<Record<string, number>>) }
          : time,
      ),
  };
});

const CONTENT_TYPES: readonly Row<string, string | undefined>[] = [
  ['media-type-text', 'come as text/html', (old) => old.replace(/^[^;]+/, 'text/html')],
  ['media-type-missing', 'come without a media type', () => undefined],
  [
    'charset-other',
    'come in another charset',
    (old) => old.replace(/charset=[^;]+/i, 'charset=windows-1251'),
  ],
  ['charset-missing', 'come without a charset', (old) => old.replace(/;\s*charset=[^;]+/i, '')],
];

const BODIES: readonly Row<string, string>[] = [
  ['body-truncated', 'end in the middle', (text) => text.slice(0, Math.max(1, text.length - 7))],
  ['body-empty', 'have no body', () => ''],
  ['body-html', 'are a web page', () => '<!DOCTYPE html><html><body><h1>OK</h1></body></html>'],
  ['body-twice', 'have their body twice', (text) => `${text}${text}`],
  ['body-other-root', 'have another root element', (text) => text.replace(/<(\/?)response>/g, '<$1answer>')],
  [
    'body-other-format',
    'come in JSON where XML was asked for, and the other way round',
    (text) =>
      text.startsWith('<?xml')
        ? '{"result":true}'
        : '<?xml version="1.0"?><response><result>1</result></response>',
  ],
];

/** Faults of every answer, whatever is in it. */
const COMMON: readonly Fault[] = [
  ...faultsAt('status', statuses, withStatus),
  ...at('/error', TEXTS),
  ...at('/error_description', TEXTS),
  ...at('/result', ANYTHING),
  ...at('/total', ANYTHING),
  ...at('/time', TIME),
  ...[...TIME_NUMBERS, ...TIME_DATES].flatMap((field) => at(`/time/${field}`, TIME_FIELD)),
  ...apart,
  ...faultsAt('header content-type', CONTENT_TYPES, (exchange, change) =>
    withHeader(exchange, 'content-type', change),
  ),
  {
    id: 'result-reversed',
    says: 'have their result from the last item to the first',
    place: '/result',
    breaks: ['records-ascend', 'records-descend'],
    change: (exchange) =>
      withValue(exchange, '/result', (items) =>
        Array.isArray(items) && items.length > 1 ? items.toReversed() : items,
      ),
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
  ...faultsAt('body', BODIES, withText),
];

/** Keys of results below which faults are, two levels deep. */
const DEEPEST = 2;
/** Records of a list that have faults. */
const ALIKE = 2;

/** Faults of what some answers have in them: each key of their results. */
function ofResults(exchanges: readonly Exchange[]): Fault[] {
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
  return [...pointers].sort().flatMap((pointer) => at(pointer, ANYTHING));
}

/** An answer in a case. */
interface Answered extends Send {
  one: CarriedOut;
  number: number;
}

/** Every fault of the answers of each method with each outcome, everywhere or in one form of the request. */
export function answerOperators(cases: readonly CarriedOut[]): Operator<Answered>[] {
  const all = cases.flatMap((one) => one.sends.map((send, number): Answered => ({ ...send, one, number })));
  return [...groupBy(all, nameOf)].flatMap(([name, group]) => {
    const wheres = wheresOf(group);
    // What only prepares or observes is no group: no claim is about it.
    if (name === undefined || wheres.length === 0) return [];
    const faults = [...COMMON, ...ofResults(group.map(({ exchange }) => exchange))];
    const byCase = groupBy(group, ({ one }) => one);
    return faults.map((fault) => operatorOf(fault, name, byCase, wheres));
  });
}

/** `imbot.chat.sendTyping, success`: the method with an outcome; undefined where no answer came. */
function nameOf({ plan, exchange: { response } }: Send): string | undefined {
  if (!response) return undefined;
  const code = codeOf(response);
  if (typeof code === 'string' && code !== '') return `${plan.method}, ${code}`;
  const outcome = response.status < 300 ? 'success' : `HTTP ${response.status}`;
  return `${plan.method}, ${outcome}${plan.endpoint === 'rest' ? '' : ` of ${plan.endpoint}`}`;
}

/** All of some answers, and those to each form of a request, where a case is about one of them. */
function wheresOf(group: readonly Answered[]): Where<Answered>[] {
  const forms = new Map<string, Set<Answered>>();
  for (const answered of group)
    for (const form of [EVERYWHERE.id, ...formsOf(answered)])
      forms.set(form, (forms.get(form) ?? new Set()).add(answered));
  return [...forms]
    .filter(([, of]) => [...of].some(({ one, number }) => number === placeOfAct(one)))
    .map(([id, of]) => ({
      id,
      says: id === EVERYWHERE.id ? '' : `to requests with ${id}`,
      holds: (answered) => of.has(answered),
    }));
}

/** The form of a request: each dimension with its value. */
function formsOf({ plan: { verb, encoding, suffix, credential, scheme } }: Send): string[] {
  const [by] = Object.entries(credential).flatMap(([kind, value]) => (value ? [`${kind} ${value}`] : []));
  return [
    `verb ${verb}`,
    `encoding ${encoding}`,
    `suffix ${suffix || 'none'}`,
    `credential ${by ?? 'none'}`,
    `scheme ${scheme}`,
  ];
}

function operatorOf(
  { id, says, place, breaks, change }: Fault,
  name: string,
  group: ReadonlyMap<CarriedOut, readonly Answered[]>,
  wheres: readonly Where<Answered>[],
): Operator<Answered> {
  /** By the answers before them: cases that are answered alike are answered alike with the fault. */
  const changed = new Map<WireResponse | undefined, WireResponse | undefined>();
  const changedAnswer = (exchange: Exchange): WireResponse | undefined => {
    const { response } = exchange;
    if (!changed.has(response)) changed.set(response, change(exchange)?.response);
    return changed.get(response);
  };
  return {
    id: `${id} of ${name}`,
    joint: ', ',
    // What differs by key is one kind.
    kind: place.startsWith('/result/') ? `result.*-${id.slice(place.length)}` : id,
    says: `Answers of ${name}, ${says}`,
    method: name.split(', ', 1)[0],
    wheres,
    isOfMany: true,
    reach: () =>
      [...group].flatMap(([one, answers]) =>
        answers.some(({ exchange }) => changedAnswer(exchange) !== undefined) ? [one] : [],
      ),
    async tryOn({ bench: { contract }, cases }, before, strikes) {
      const others = new Map<number, Exchange>();
      const places = new Map<number, readonly string[]>();
      for (const answered of group.get(before) ?? []) {
        const { exchange } = answered;
        const response = changedAnswer(exchange);
        if (!response || !strikes(answered)) continue;
        others.set(answered.number, { ...exchange, response });
        // In XML an element is found by its name alone, wherever in the result it is.
        const isSomewhere = place.startsWith('/result/') && isXml(response);
        places.set(answered.number, [isSomewhere ? '/result' : place]);
      }
      if (others.size === 0) return undefined;
      const again = await before.replay(others, cases);
      return (
        again && {
          after: { ...before, ...again, findings: again.judge({ contract }) },
          difference: { changed: places, isDiverged: false, broken: breaks },
        }
      );
    },
  };
}
