import { isStatedStatus, sourceOf, sourceOrTitle } from '../contract/facts.ts';
import { show } from '../judge/words.ts';
import { asMap, type Reply, told } from './asker.ts';
import type { Book } from './book.ts';
import { isDescription } from './fields.ts';
import { itemsIn } from './lists.ts';
import { rangeText, structureOf } from './parameters.ts';
import { findField, fits, type ReturnedField, returnedFields, typeOf } from './returned.ts';
import { ABSENT, statusSeen, THERE, typesSeen, value } from './seen.ts';
import { atPage, type Subject } from './subject.ts';

/** Items that a page of a list has at most (list-methods-pecularities.md). */
export const PAGE = 50;

/** What a page says of a method that only reads, as far as an answer can show it. */
export interface Reading {
  subject: Subject;
  fields: readonly ReturnedField[];
  /** Names of fields that the answer describes. */
  described: ReadonlySet<string>;
  /** Claims about how a list comes in pages. */
  paging: { size: boolean; total: boolean; next: boolean; start: boolean };
  /** Documented parameters that choose fields, order and items of a list. */
  shaping: { select?: string; order?: string; filter?: string };
  /** Fields that items of a list have where no select is given; undefined where the page does not restrict them. */
  selected: readonly string[] | undefined;
  /** Further fields that select may name, where it is restricted. */
  selectable: readonly string[];
}

/**
 * The claims that an answer with success shows, of a method that only reads.
 *
 * @param described fields that the answer describes: what stands there is no value of theirs
 */
export function claimReading(
  book: Book,
  subject: Subject,
  described: ReadonlySet<string> = new Set(),
): Reading {
  const { facts, ids } = subject;
  const isDescribed = (field: ReturnedField | undefined): boolean =>
    field !== undefined && (described.has(field.name) || isDescribed(field.parent));
  // What the table has below a described field may be in it, and not in its description.
  const fields = returnedFields(subject).filter(({ parent }) => !isDescribed(parent));
  const success = atPage(subject, sourceOrTitle(facts, 'success'));
  if (facts.success.statuses.length > 0)
    book.add({
      id: ids.status,
      subject,
      layer: 'read',
      says: `A success comes with HTTP ${facts.success.statuses.join(' or ')}.`,
      strength: 'must',
      source: success,
      looksAt: 'status',
    });
  const time = facts.returned.find(({ name }) => name === 'time');
  if (time)
    book.add({
      id: ids.time,
      subject,
      layer: 'read',
      says: 'A success has the object time.',
      strength: 'must',
      source: atPage(subject, sourceOf(time)),
      looksAt: '/time',
    });
  for (const field of fields) {
    // Of a list in pages; the claims about paging say more of these.
    if (field.path === 'total' || field.path === 'next') continue;
    book.add({
      id: ids.returned(field.path),
      subject,
      layer: 'read',
      says: `The answer has ${field.path}${field.types.length > 0 ? ` (${field.written})` : ''}.`,
      strength: 'must',
      source: field.source,
      looksAt: `/${field.path.replaceAll('.', '/')}`,
    });
    if ((field.values && isEnumeration(field.values)) || field.range)
      book.add({
        id: ids.value(field.path),
        subject,
        layer: 'value',
        says: field.range
          ? `${field.path} is ${rangeText(field.range)}.`
          : `${field.path} is one of ${field.values?.join(', ')}.`,
        strength: 'must',
        source: field.source,
        looksAt: `/${field.path.replaceAll('.', '/')}`,
      });
  }
  // REST 3.0 has lists of its own kind: other pages, other filters.
  const isOlder = facts.rest === undefined;
  const row = (name: string) => (isOlder ? facts.returned.find((each) => each.name === name) : undefined);
  const parameter = (name: string) =>
    isOlder
      ? facts.parameters.find((each) => each.name.toLowerCase() === name && each.required === undefined)
      : undefined;
  const paging = {
    size: parameter('start') !== undefined,
    total: row('total') !== undefined,
    next: row('next') !== undefined,
    start: parameter('start') !== undefined,
  };
  const page = (aspect: 'size' | 'total' | 'next' | 'start', says: string): void => {
    const stated = row(aspect) ?? parameter('start');
    if (!paging[aspect] || !stated) return;
    book.add({
      id: ids.paging(aspect),
      subject,
      layer: 'read',
      says,
      strength: 'must',
      source: atPage(subject, sourceOf(stated)),
      looksAt: aspect === 'total' || aspect === 'next' ? `/${aspect}` : '/result',
    });
  };
  page('size', `A page has ${PAGE} items at most.`);
  page('total', 'total is the number of all items.');
  page('next', 'next is where the next page begins, and is absent on the last one.');
  page('start', 'start chooses the page.');
  const shaping: Reading['shaping'] = {};
  for (const name of ['select', 'order', 'filter'] as const) {
    const found = parameter(name);
    if (!found || !fitsShape(name, found.types)) continue;
    shaping[name] = found.name;
    book.add({
      id: ids[name],
      subject,
      layer: 'read',
      says: SHAPING[name],
      strength: 'must',
      source: atPage(subject, sourceOf(found)),
      looksAt: '/result',
    });
  }
  const selected = selectedByDefault(subject);
  const inSelect = facts.parameters.find(({ name }) => name.toLowerCase() === 'select')?.fields ?? [];
  const selectable = selected
    ? inSelect.map(({ name }) => name).filter((name) => !selected.includes(name))
    : [];
  return { subject, fields, described, paging, shaping, selected, selectable };
}

const SHAPING = {
  select: 'select chooses the fields of each item.',
  order: 'order chooses the order of items.',
  filter: 'filter chooses the items.',
} as const;

function selectedByDefault({ facts }: Subject): readonly string[] | undefined {
  const select = facts.parameters.find(({ name }) => name.toLowerCase() === 'select');
  const names = select?.default === undefined ? undefined : structureOf(select.default);
  return Array.isArray(names) && !names.includes('*') ? names : undefined;
}

function fitsShape(name: keyof typeof SHAPING, types: readonly string[]): boolean {
  const wanted = name === 'select' ? /array|\[\]/ : /object|array/;
  return types.some((type) => wanted.test(type.toLowerCase()));
}

/** Operators of filters and ranges in prose are not values. */
function isEnumeration(values: readonly string[]): boolean {
  return values.length > 1 && values.every((value) => /^[\w.-]+$/.test(value));
}

/** Every claim of a method that one answer was to show could not be tried, for one reason. */
export function leaveReading(
  { subject: { ids }, fields }: Reading,
  book: Book,
  why: (id: string) => void,
): void {
  const all = [
    ids.status,
    ids.time,
    ...fields.flatMap(({ path }) => [ids.returned(path), ids.value(path)]),
    ...(['size', 'total', 'next', 'start'] as const).map(ids.paging),
    ids.select,
    ids.order,
    ids.filter,
  ];
  for (const id of all) if (book.has(id)) why(id);
}

/** What the answer to a valid call says. */
export function judgeReading(reading: Reading, reply: Reply, book: Book): void {
  const { subject, fields } = reading;
  const { ids, facts } = subject;
  const witness = reply.unsent ? undefined : reply;
  if (reply.obstacle !== undefined || reply.error) {
    const why = reply.obstacle ?? `the method refused: ${told(reply.error as NonNullable<Reply['error']>)}`;
    leaveReading(reading, book, (id) => book.block(id, why, witness));
    return;
  }
  const { body, status } = reply;
  if (status !== undefined && book.has(ids.status)) {
    const saw = statusSeen(status);
    if (isStatedStatus(facts.success.statuses, status)) book.confirm(ids.status, reply, saw);
    else
      book.contradict(
        ids.status,
        reply,
        `expected HTTP ${facts.success.statuses.join(' or ')}, got HTTP ${status}`,
        saw,
      );
  }
  if (book.has(ids.time)) {
    if (asMap(body.time)) book.confirm(ids.time, reply);
    else book.contradict(ids.time, reply, `expected an object time, got ${show(body.time)}`);
  }
  for (const field of fields) {
    if (field.path === 'total' || field.path === 'next') continue;
    judgeField(field, reading, reply, book);
  }
  judgePage(reading, reply, book);
}

/** What the answer to a call that names further fields in select says of these. */
export function judgeSelected(reading: Reading, reply: Reply, book: Book): void {
  const { fields, selectable } = reading;
  for (const field of fields.filter(({ name }) => selectable.includes(name)))
    judgeField(field, { ...reading, selected: undefined }, reply, book);
}

function judgeField(
  field: ReturnedField,
  { subject: { ids }, described, selected }: Reading,
  reply: Reply,
  book: Book,
): void {
  const id = ids.returned(field.path);
  const { values, holders } = findField(field, reply.body);
  const present = values.filter((value) => value !== null);
  if (present.length === 0) {
    const isOfItem = Array.isArray(reply.body.result) || field.parent?.parent !== undefined;
    const isLeftOut = isOfItem && selected !== undefined && !selected.includes(field.name);
    const why =
      holders === 0 || isLeftOut
        ? holders === 0
          ? 'the answer has nothing that could have it'
          : 'select leaves it out where it is not given'
        : values.length === 0
          ? 'the answer does not have the field'
          : 'the answer has null there';
    if (holders > 0 && values.length === 0 && !isLeftOut)
      book.contradict(id, reply, `expected ${field.path}, got an answer without it`, ABSENT);
    else book.block(id, why, reply);
    if (book.has(ids.value(field.path))) book.block(ids.value(field.path), why, reply);
    return;
  }
  // What the row names as a value is one, whatever type it states beside.
  const isNamed = (value: unknown) => field.values?.includes(String(value)) ?? false;
  const isDescribed = (value: unknown) => described.has(field.name) && isDescription(value);
  const wrong = present.find((value) => !fits(value, field.types) && !isNamed(value) && !isDescribed(value));
  if (wrong !== undefined)
    book.contradict(
      id,
      reply,
      `expected ${field.path} to be ${field.types.join(' or ')}, got ${typeOf(wrong)} ${show(wrong)}`,
      typesSeen([wrong]),
    );
  else book.confirm(id, reply, present.some(isDescribed) ? THERE : typesSeen(present));
  judgeValue(field, ids.value(field.path), present, reply, book);
}

function judgeValue(
  { path, values, range }: ReturnedField,
  id: string,
  present: readonly unknown[],
  reply: Reply,
  book: Book,
): void {
  if (!book.has(id)) return;
  const isWithin = (value: unknown): boolean | undefined => {
    if (range) {
      const number = range.of === 'length' ? String(value).length : Number(value);
      if (Number.isNaN(number)) return undefined;
      return number >= (range.min ?? number) && number <= (range.max ?? number);
    }
    if (typeof value === 'object' || value === '') return undefined;
    return values?.includes(String(value)) || (typeof value === 'boolean' ? undefined : false);
  };
  const wrong = present.find((value) => isWithin(value) === false);
  if (wrong !== undefined)
    book.contradict(
      id,
      reply,
      `expected ${path} ${range ? rangeText(range) : `to be one of ${values?.join(', ')}`}, got ${show(wrong)}`,
      value(String(wrong)),
    );
  else if (present.some((value) => isWithin(value) === true)) book.confirm(id, reply);
  else book.block(id, 'the answer has no such value there', reply);
}

function judgePage({ subject, paging }: Reading, reply: Reply, book: Book): void {
  const { ids } = subject;
  const found = itemsIn(subject, reply.body.result);
  const ofPaging = (['size', 'total', 'next', 'start'] as const).filter((aspect) => paging[aspect]);
  if (!found) {
    for (const aspect of ofPaging) book.block(ids.paging(aspect), 'the answer has no list', reply);
    return;
  }
  const number = found.items.length;
  const { total, next } = reply.body;
  if (paging.size) {
    const id = ids.paging('size');
    if (number > PAGE) book.contradict(id, reply, `expected ${PAGE} items at most, got ${number}`);
    else if (number === 0) book.block(id, 'the list is empty', reply);
    else book.confirm(id, reply);
  }
  if (paging.total) judgeTotal(ids.paging('total'), { total, next, number }, reply, book);
  if (paging.next) {
    const id = ids.paging('next');
    const hasMore = typeof total === 'number' && total > number;
    if (next === undefined && hasMore && number > 0)
      book.contradict(id, reply, `expected next, as ${number} of ${total} items came, got none`);
    else if (next !== undefined && typeof total === 'number' && !hasMore)
      book.contradict(id, reply, `expected no next, as all ${total} items came, got ${show(next)}`);
    else if (next !== undefined && Number(next) !== number)
      book.contradict(id, reply, `expected next ${number}, got ${show(next)}`);
    else if (next !== undefined) book.confirm(id, reply);
    else book.block(id, 'all items fit on one page', reply);
  }
}

function judgeTotal(
  id: string,
  { total, next, number }: { total: unknown; next: unknown; number: number },
  reply: Reply,
  book: Book,
): void {
  if (typeof total !== 'number') book.contradict(id, reply, `expected a number total, got ${show(total)}`);
  else if (total < number) book.contradict(id, reply, `expected total ${number} or more, got ${total}`);
  else if (next === undefined && total !== number && number < PAGE)
    book.contradict(id, reply, `expected total ${number}, as no further page is named, got ${total}`);
  else book.confirm(id, reply);
}
