import type { RequestPlan } from '../../cases/case.ts';
import type { RelationName } from '../../contract/contract.ts';
import type { Exchange } from '../../wire/exchange.ts';
import {
  type Change,
  codeOf,
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
import { type CarriedOut, placeOfAct, type Send } from '../case.ts';
import { EVERYWHERE, type Operator, type Where } from '../operator.ts';

/** Answers that are wrong in one way: those of a recorded run are changed and judged again, without a portal. */

/** One way in which an answer may be wrong. */
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

/** Another value in one place; `NAME` is filled in. */
type Row = readonly [id: string, says: string, change: Change];

const ofText =
  (change: (text: string) => unknown): Change =>
  (value) =>
    typeof value === 'string' && value !== '' ? change(value) : value;

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
const lookalike = (text: string): string =>
  text.replace(/[ecoaECOA]/, (letter) => LOOKALIKES[letter] ?? letter);

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

/** Faults at a place of the body. */
const at = (pointer: string, rows: readonly Row[]): Fault[] => {
  const name = pointer.slice(1).replaceAll('/', '.');
  return rows.map(([id, says, change]) => ({
    id: `${name}-${id}`,
    says: says.replace('NAME', () => name),
    place: pointer,
    change: (exchange) => withValue(exchange, pointer, change),
  }));
};

const LONG_AGO = '2001-02-03T04:05:06+00:00';

type Time = Readonly<Partial<Record<(typeof TIME_FIELDS)[number], number>>>;

/** Fields of `time` that do not belong together, each by itself as it may be. */
const APART: readonly (readonly [
  id: string,
  says: string,
  breaks: readonly RelationName[],
  change: (time: Time) => unknown,
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
          ? { ...time, [field]: change(time) }
          : time,
      ),
  };
});

const CONTENT_TYPES: readonly (readonly [
  id: string,
  says: string,
  change: (old: string) => string | undefined,
])[] = [
  ['media-type-text', 'come as text/html', (old) => old.replace(/^[^;]+/, 'text/html')],
  ['media-type-missing', 'come without a media type', () => undefined],
  [
    'charset-other',
    'come in another charset',
    (old) => old.replace(/charset=[^;]+/i, 'charset=windows-1251'),
  ],
  ['charset-missing', 'come without a charset', (old) => old.replace(/;\s*charset=[^;]+/i, '')],
];

const BODIES: readonly (readonly [id: string, says: string, change: (text: string) => string])[] = [
  ['truncated', 'end in the middle', (text) => text.slice(0, Math.max(1, text.length - 7))],
  ['empty', 'have no body', () => ''],
  ['html', 'are a web page', () => '<!DOCTYPE html><html><body><h1>OK</h1></body></html>'],
  ['twice', 'have their body twice', (text) => `${text}${text}`],
  ['other-root', 'have another root element', (text) => text.replace(/<(\/?)response>/g, '<$1answer>')],
];

/** Faults of every answer, whatever is in it. */
const COMMON: readonly Fault[] = [
  ...Object.entries(STATUSES).flatMap(([from, others]) =>
    others.map(
      (to): Fault => ({
        id: `status-${from}-becomes-${to}`,
        says: `come with HTTP ${to} in place of ${from}`,
        place: 'status',
        change: (exchange) =>
          exchange.response?.status === Number(from) ? withStatus(exchange, to) : undefined,
      }),
    ),
  ),
  ...at('/error', TEXTS),
  ...at('/error_description', TEXTS),
  ...at('/result', ANYTHING),
  ...at('/total', ANYTHING),
  ...at('/time', TIME),
  ...TIME_FIELDS.flatMap((field) => at(`/time/${field}`, TIME_FIELD)),
  ...apart,
  ...CONTENT_TYPES.map(
    ([id, says, change]): Fault => ({
      id,
      says,
      place: 'header content-type',
      change: (exchange) => withHeader(exchange, 'content-type', change),
    }),
  ),
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
  ...BODIES.map(
    ([id, says, change]): Fault => ({
      id: `body-${id}`,
      says,
      place: 'body',
      change: (exchange) => exchange.response && withBody(exchange, change(textOf(exchange.response))),
    }),
  ),
  {
    id: 'body-other-format',
    says: 'come in JSON where XML was asked for, and the other way round',
    place: 'body',
    change: (exchange) =>
      exchange.response &&
      withBody(
        exchange,
        isXml(exchange.response)
          ? '{"result":true}'
          : '<?xml version="1.0"?><response><result>1</result></response>',
      ),
  },
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

/** Answers of a method with an outcome: what one fault strikes, everywhere or in one form of the request. */
interface Group {
  /** `imbot.chat.sendTyping, success` */
  name: string;
  method: string;
  /** Which requests of each case. */
  members: Map<CarriedOut, Send[]>;
  wheres: Where<Send>[];
}

/** What only prepares or observes is no group: no claim is about it. */
function groupsOf(cases: readonly CarriedOut[]): Group[] {
  const groups = new Map<string, Group>();
  for (const one of cases)
    for (const send of one.sends) {
      const outcome = outcomeOf(send);
      if (outcome === undefined) continue;
      const { method } = send.plan;
      const name = `${method}, ${outcome}`;
      const group: Group = groups.get(name) ?? { name, method, members: new Map(), wheres: [] };
      groups.set(name, group);
      group.members.set(one, [...(group.members.get(one) ?? []), send]);
    }
  return [...groups.values()].flatMap((group) => {
    const acts = new Set([...group.members.keys()].map((one) => one.sends[placeOfAct(one)]));
    const wheres = formsIn([...group.members.values()].flat()).filter(({ sends }) =>
      [...sends].some((send) => acts.has(send)),
    );
    return wheres.length === 0 ? [] : [{ ...group, wheres }];
  });
}

/** `success`, or the code of an error; undefined where no answer came, or none of the REST API. */
function outcomeOf({ plan, exchange: { response } }: Send): string | undefined {
  if (!response) return undefined;
  const code = codeOf(response);
  if (typeof code === 'string' && code !== '') return code;
  const where = plan.endpoint === 'rest' ? '' : ` of ${plan.endpoint}`;
  return response.status < 300 ? `success${where}` : `HTTP ${response.status}${where}`;
}

/** All of some answers, and those to each form of a request. */
function formsIn(all: readonly Send[]): (Where<Send> & { sends: ReadonlySet<Send> })[] {
  const forms = new Map([[EVERYWHERE.id, new Set(all)]]);
  for (const send of all)
    for (const [dimension, value] of Object.entries(formOf(send.plan))) {
      const id = `${dimension} ${value}`;
      forms.set(id, (forms.get(id) ?? new Set()).add(send));
    }
  return [...forms].map(([id, sends]) => ({
    id,
    says: id === EVERYWHERE.id ? '' : `to requests with ${id}`,
    sends,
    holds: (send) => sends.has(send),
  }));
}

/** The form of a request: dimension to value. */
function formOf({
  verb,
  encoding,
  suffix,
  credential,
  scheme,
}: RequestPlan): Readonly<Record<string, string>> {
  const [place = 'none'] = Object.entries(credential)
    .filter(([, value]) => value !== undefined)
    .map(([kind, value]) => `${kind} ${value}`);
  return { verb, encoding, suffix: suffix === '' ? 'none' : suffix, credential: place, scheme };
}

/** Every fault of every group of answers. */
export function answerOperators(cases: readonly CarriedOut[]): Operator<Send>[] {
  return groupsOf(cases).flatMap((group) => {
    const exchanges = [...group.members.values()].flat().map(({ exchange }) => exchange);
    return [...COMMON, ...ofResults(exchanges)].map((fault) => operatorOf(fault, group));
  });
}

function operatorOf(fault: Fault, { name, method, members, wheres }: Group): Operator<Send> {
  const { id, says, place, breaks } = fault;
  const changed = new Map<Send, Exchange | undefined>();
  const changeOf = (send: Send): Exchange | undefined => {
    if (!changed.has(send)) changed.set(send, fault.change(send.exchange));
    return changed.get(send);
  };
  return {
    id: `${id} of ${name}`,
    joint: ', ',
    // What differs by key is one kind.
    kind: place.startsWith('/result/') ? `result.*-${id.slice(place.length)}` : id,
    says: `Answers of ${name}, ${says}`,
    method,
    wheres,
    isOfMany: true,
    async tryOn({ bench: { contract }, cases }, before, strikes) {
      const others = new Map<number, Exchange>();
      const places = new Map<number, readonly string[]>();
      for (const send of members.get(before) ?? []) {
        const other = changeOf(send);
        if (!other?.response || !strikes(send)) continue;
        const number = before.sends.indexOf(send);
        others.set(number, other);
        // In XML an element is found by its name alone, wherever in the result it is.
        places.set(number, [place.startsWith('/result/') && isXml(other.response) ? '/result' : place]);
      }
      if (others.size === 0) return undefined;
      const again = await before.replay(others, cases);
      if (again === undefined) return 'unjudged';
      return {
        after: { ...before, ...again, findings: again.judge({ contract }) },
        // Where an answer is another is known.
        difference: { changed: places, isDiverged: false, broken: breaks },
      };
    },
  };
}
