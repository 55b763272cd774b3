import { sourceOf } from '../contract/facts.ts';
import { show } from '../judge/words.ts';
import { type Call, type Reply, told } from './asker.ts';
import type { Book } from './book.ts';
import { lengthIn } from './lists.ts';
import {
  endsOf,
  enumerationOf,
  isLimit,
  isNumeric,
  isYesOrNo,
  type Parameter,
  parametersIn,
  rangeOf,
  rangeText,
  typed,
  type Values,
  withValue,
} from './parameters.ts';
import {
  ABOUT_ABSENCE,
  ABOUT_ACCESS,
  ABOUT_LEFT_OUT,
  isSame,
  rowsOf,
  UNKNOWN,
  UNKNOWN_TEXT,
  wayOf,
} from './refusals.ts';
import type { Shaped } from './shaping.ts';
import { atPage, type Subject } from './subject.ts';

/** What a page says of the values that one parameter takes. */
interface Taken {
  parameter: Parameter;
  /** Each value that the page lists. */
  values: readonly string[];
  range: ReturnType<typeof rangeOf>;
  /** It says how many items come. */
  limits: boolean;
  /** Values that the page does not list, where it has no row of errors for them. */
  beyond: readonly unknown[];
}

function takenIn({ facts }: Subject): Taken[] {
  const ofRows = new Set(
    rowsOf({ facts }).flatMap((row) => {
      const way = wayOf(row, facts.parameters);
      return way?.kind === 'beyond' ? [way.parameter.name] : [];
    }),
  );
  return parametersIn(facts).flatMap((parameter): Taken[] => {
    const values = enumerationOf(parameter, facts);
    const range = values.length === 0 ? rangeOf(parameter) : undefined;
    const limits = isLimit(parameter);
    if (values.length === 0 && range === undefined && !limits) return [];
    const others =
      values.length > 0
        ? isYesOrNo(values)
          ? []
          : [isNumeric(parameter.fact) ? UNKNOWN : UNKNOWN_TEXT]
        : range
          ? endsOf(range).outside
          : [];
    return [{ parameter, values, range, limits, beyond: ofRows.has(parameter.name) ? [] : others }];
  });
}

/**
 * Claims about the values that parameters of a method take that reads: those that its page lists are taken, and so are the ends
 * of a range; as many items come as a limit asks for, and no more than its maximum. Of other values most pages say nothing.
 */
export function claimTakes(book: Book, subject: Subject): void {
  const { ids } = subject;
  for (const { parameter, values, range, limits, beyond } of takenIn(subject)) {
    const { name } = parameter;
    const add = (
      aspect: Parameters<typeof ids.takes>[1],
      says: string,
      strength: 'must' | 'observed' = 'must',
    ): void =>
      book.add({
        id: ids.takes(name, aspect),
        subject,
        layer: 'value',
        says,
        strength,
        source: atPage(subject, sourceOf(parameter.fact)),
        looksAt: '/result',
      });
    if (values.length > 0) add(undefined, `${name} takes each of ${values.join(', ')}.`);
    if (range) add('range', `${name} takes what is ${rangeText(range)}.`);
    if (limits) {
      add('items', `No more items come than ${name} asks for.`);
      if (range?.max !== undefined)
        add('maximum', `No more than ${range.max} items come, whatever ${name} asks for.`);
    }
    if (beyond.length > 0)
      add(
        'beyond',
        `${name} takes values that the page does not allow, such as ${exampleOf(beyond)}.`,
        'observed',
      );
  }
}

const exampleOf = ([first]: readonly unknown[]): string =>
  typeof first === 'string' && first.length > UNKNOWN_TEXT.length
    ? `one of ${first.length} characters`
    : String(first);

/** Every claim of a method about what its parameters take. */
export function idsOfTakes(subject: Subject): string[] {
  const aspects = [undefined, 'range', 'beyond', 'items', 'maximum'] as const;
  return takenIn(subject).flatMap(({ parameter: { name } }) =>
    aspects.map((aspect) => subject.ids.takes(name, aspect)),
  );
}

/** How many calls {@link takesCalls} makes of a list with items. */
export function countTakes(subject: Subject): number {
  return takenIn(subject).reduce(
    (sum, { values, range, limits, beyond }) =>
      sum +
      values.length +
      (range ? endsOf(range).inside.length : 0) +
      beyond.length +
      (limits ? 1 + Number(range?.max !== undefined && beyond.length === 0) : 0),
    0,
  );
}

/**
 * Calls that show which values parameters take. Each differs in one value from a call that succeeded, so that a refusal is due to
 * that value; one that tells of rights, or of what is not there or was left out, says nothing of it all the same.
 *
 * @param plain what came without them, or with the first of the values
 */
export function takesCalls(subject: Subject, plain: Reply, parameters: Values, book: Book): Shaped[] {
  const { ids, facts } = subject;
  const witness = plain.unsent ? undefined : plain;
  const failed = plain.obstacle ?? (plain.error && `the method refused: ${told(plain.error)}`);
  if (failed !== undefined) {
    for (const id of idsOfTakes(subject)) if (book.has(id)) book.block(id, failed, witness);
    return [];
  }
  return takenIn(subject).flatMap(({ parameter, values, range, limits, beyond }): Shaped[] => {
    const { name, path, fact } = parameter;
    const asking = (value: unknown, aspect: string, judge: (reply: Reply) => void): Shaped => {
      const call: Call = {
        id: `read/${subject.name}${facts.rest === 3 ? '@3' : ''}/${name}-${aspect}`,
        method: facts.method,
        with: withValue(parameters, path, value),
        ...(facts.rest === 3 ? { rest: 3 as const } : {}),
      };
      return { call, judge };
    };
    const accepted = (id: string, value: unknown): Shaped =>
      asking(value, `takes-${shortly(value)}`, (reply) =>
        judgeAccepted(subject, id, name, value, reply, book),
      );
    return [
      ...values.map((value) => accepted(ids.takes(name), typed(value, fact))),
      ...(range ? endsOf(range).inside.map((value) => accepted(ids.takes(name, 'range'), value)) : []),
      ...beyond.map((value) =>
        asking(value, `beyond-${shortly(value)}`, (reply) =>
          judgeBeyond(ids.takes(name, 'beyond'), reply, book),
        ),
      ),
      ...(limits ? limitCalls(subject, plain, { name, max: range?.max }, asking, book) : []),
    ];
  });
}

const shortly = (value: unknown): string => {
  const text = String(value);
  return text.length > UNKNOWN_TEXT.length ? `${text.length}-characters` : text;
};

function judgeAccepted(
  subject: Subject,
  id: string,
  name: string,
  value: unknown,
  reply: Reply,
  book: Book,
): void {
  const { error, obstacle } = reply;
  if (obstacle !== undefined) {
    book.block(id, obstacle, reply.unsent ? undefined : reply);
    return;
  }
  if (!error) {
    book.confirm(id, reply);
    return;
  }
  const words = `${error.code.replaceAll('_', ' ')} ${error.code} ${error.text}`;
  const row = rowsOf(subject).find((each) => isSame(each, error));
  const isOfValue = row !== undefined && wayOf(row, subject.facts.parameters)?.kind === 'beyond';
  if (
    (row !== undefined && !isOfValue) ||
    [ABOUT_ACCESS, ABOUT_ABSENCE, ABOUT_LEFT_OUT].some((of) => of.test(words))
  )
    book.block(id, `refused, and not for the value alone: ${told(error)}`, reply);
  else
    book.contradict(
      id,
      reply,
      `expected ${name} ${show(value)} to be taken, as the page allows it, got ${told(error)}`,
    );
}

/** No page says what comes of it: a refusal contradicts nothing. */
function judgeBeyond(id: string, reply: Reply, book: Book): void {
  const { error, obstacle } = reply;
  if (obstacle !== undefined) book.block(id, obstacle, reply.unsent ? undefined : reply);
  else if (error) book.block(id, `refused: ${told(error)}`, reply);
  else book.confirm(id, reply);
}

type With = (value: unknown, aspect: string, judge: (reply: Reply) => void) => Shaped;

function limitCalls(
  subject: Subject,
  plain: Reply,
  { name, max }: { name: string; max: number | undefined },
  ask: With,
  book: Book,
): Shaped[] {
  const { ids } = subject;
  const length = lengthIn(subject, plain.body.result);
  const [items, maximum] = [ids.takes(name, 'items'), ids.takes(name, 'maximum')];
  if (length === undefined) {
    for (const id of [items, maximum]) if (book.has(id)) book.block(id, 'the answer has no list', plain);
    return [];
  }
  const judge =
    (id: string, most: number, why: string) =>
    (reply: Reply): void => {
      const { obstacle, error } = reply;
      const came = lengthIn(subject, reply.body.result);
      if (obstacle !== undefined) book.block(id, obstacle, reply.unsent ? undefined : reply);
      // Of more than the maximum the page says nothing but that they do not come.
      else if (error) book.block(id, `the method refused: ${told(error)}`, reply);
      else if (came === undefined) book.block(id, 'the answer has no list', reply);
      else if (came > most) {
        const expected = `${most} ${most === 1 ? 'item' : 'items'} at most`;
        book.contradict(id, reply, `expected ${expected}, got ${came}`);
      } else if (came === most) book.confirm(id, reply);
      else book.block(id, why, reply);
    };
  const calls: Shaped[] = [];
  if (length < 2) book.block(items, 'the list has no two items', plain);
  else calls.push(ask(1, 'one', judge(items, 1, 'the list came empty')));
  if (max !== undefined) calls.push(ask(max + 1, 'more', judge(maximum, max, `there are no ${max} items`)));
  return calls;
}
