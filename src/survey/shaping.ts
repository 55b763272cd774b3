import { show } from '../judge/words.ts';
import { type Call, type Reply, told } from './asker.ts';
import type { Book } from './book.ts';
import { type Items, itemsIn } from './lists.ts';
import { PAGE, type Reading } from './reads.ts';

/** A further call that shows what one parameter of a list does. */
export interface Shaped {
  call: Call;
  judge(reply: Reply): void;
}

/** Calls that show what select, order, filter and start do, compared with the list as it came without them. */
export function shapingCalls(
  reading: Reading,
  plain: Reply,
  parameters: Readonly<Record<string, unknown>>,
  book: Book,
): Shaped[] {
  const { subject, shaping, paging } = reading;
  const { ids, facts } = subject;
  const found = plain.error || plain.obstacle ? undefined : itemsIn(subject, plain.body.result);
  const calls: Shaped[] = [];
  const of = (
    aspect: string,
    id: string,
    more: Record<string, unknown>,
    judge: (items: Items, reply: Reply) => void,
  ) =>
    calls.push({
      call: { id: `read/${subject.name}/${aspect}`, method: facts.method, with: { ...parameters, ...more } },
      judge: (reply) => {
        if (reply.obstacle !== undefined || reply.error)
          return book.block(
            id,
            reply.obstacle ?? `the method refused: ${told(reply.error as NonNullable<Reply['error']>)}`,
            reply.unsent ? undefined : reply,
          );
        const items = itemsIn(subject, reply.body.result);
        return items ? judge(items, reply) : book.block(id, 'the answer has no list', reply);
      },
    });
  const none = (id: string, why: string): void => book.block(id, why, plain.unsent ? undefined : plain);
  const { items = [], idKey } = found ?? {};
  const [first] = items;
  const firstId = idKey === undefined ? undefined : first?.[idKey];
  if (shaping.select !== undefined) {
    if (idKey === undefined || Object.keys(first ?? {}).length < 3)
      none(
        ids.select,
        found ? 'the list has no item with an id and further fields' : 'the answer has no list',
      );
    else
      of('select', ids.select, { [shaping.select]: [idKey] }, (chosen, reply) => {
        const [item] = chosen.items;
        if (!item) return book.block(ids.select, 'the list is empty', reply);
        const before = Object.keys(first ?? {}).length;
        const now = Object.keys(item);
        if (now.length < before) return book.confirm(ids.select, reply);
        return book.contradict(
          ids.select,
          reply,
          `expected fewer fields than without select ${idKey}, got all ${before}: ${now.slice(0, 5).join(', ')}, …`,
        );
      });
  }
  if (shaping.order !== undefined) {
    const numbers = items.map((item) => Number(idKey && item[idKey]));
    if (idKey === undefined || numbers.length < 2 || numbers.some(Number.isNaN))
      none(ids.order, found ? 'the list has no two items with numbers as ids' : 'the answer has no list');
    else
      of('order', ids.order, { [shaping.order]: { [idKey]: 'DESC' } }, (ordered, reply) => {
        const came = ordered.items.map((item) => Number(item[idKey]));
        const wrong = came.findIndex((id, index) => index > 0 && id > (came[index - 1] as number));
        if (came.length < 2) return book.block(ids.order, 'the list has no two items', reply);
        if (wrong === -1) return book.confirm(ids.order, reply);
        return book.contradict(
          ids.order,
          reply,
          `expected falling ids by order ${idKey} DESC, got ${came[wrong - 1]} before ${came[wrong]}`,
        );
      });
  }
  if (shaping.filter !== undefined) {
    if (idKey === undefined || firstId === undefined || items.length < 2)
      none(ids.filter, found ? 'the list has no two items with ids' : 'the answer has no list');
    else
      of('filter', ids.filter, { [shaping.filter]: { [idKey]: firstId } }, (chosen, reply) => {
        const other = chosen.items.find((item) => String(item[idKey]) !== String(firstId));
        if (other)
          return book.contradict(
            ids.filter,
            reply,
            `expected the item with ${idKey} ${show(firstId)} alone, got ${show(other[idKey])} as well`,
          );
        if (chosen.items.length === 0)
          return book.contradict(
            ids.filter,
            reply,
            `expected the item with ${idKey} ${show(firstId)}, got none`,
          );
        return book.confirm(ids.filter, reply);
      });
  }
  if (paging.start) {
    const id = ids.paging('start');
    const { total } = plain.body;
    const hasMore = plain.body.next !== undefined || (typeof total === 'number' && total > items.length);
    if (!found || items.length === 0) none(id, 'the list is empty');
    else if (!hasMore || idKey === undefined) none(id, 'all items fit on one page');
    else
      of('start', id, { start: PAGE }, (second, reply) => {
        const seen = new Set(items.map((item) => String(item[idKey])));
        const again = second.items.find((item) => seen.has(String(item[idKey])));
        if (second.items.length === 0)
          return book.contradict(id, reply, `expected items from the ${PAGE + 1}st on, got none`);
        if (again)
          return book.contradict(
            id,
            reply,
            `expected other items than on the first page, got ${idKey} ${show(again[idKey])} again`,
          );
        return book.confirm(id, reply);
      });
  }
  return calls;
}
