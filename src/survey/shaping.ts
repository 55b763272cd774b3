import { show } from '../judge/words.ts';
import { type Call, type Reply, told } from './asker.ts';
import type { Book } from './book.ts';
import { type Items, itemsIn } from './lists.ts';
import { judgeSelected, PAGE, type Reading } from './reads.ts';

/** A further call that shows what one parameter of a list does. */
export interface Shaped {
  call: Call;
  judge(reply: Reply): void;
  /** The same by a query string; undefined where nobody needs to know. */
  byGet?: ByGet;
}

/** A call whose parameters stand in its address. */
export interface ByGet {
  /** Methods of one section are alike in this: one of them is asked. */
  kind: string;
  /** Claim that the call in a batch has shown. */
  id: string;
  call: Call;
  judge(reply: Reply): void;
}

/** What the items of an answer show of a claim; `blocked` where they show nothing. */
type Finding = 'holds' | { problem: string } | { blocked: string };

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
    aspect: keyof typeof shaping | 'start',
    id: string,
    more: Record<string, unknown>,
    find: (items: Items) => Finding,
  ): void => {
    const judge = (reply: Reply, how = ''): void => {
      if (reply.obstacle !== undefined || reply.error) {
        const why =
          reply.obstacle ?? `the method refused: ${told(reply.error as NonNullable<Reply['error']>)}`;
        book.block(id, why, reply.unsent ? undefined : reply);
        return;
      }
      const items = itemsIn(subject, reply.body.result);
      const finding = items ? find(items) : { blocked: 'the answer has no list' };
      if (finding === 'holds') book.confirm(id, reply);
      else if ('blocked' in finding) book.block(id, finding.blocked, reply);
      else book.contradict(id, reply, `${finding.problem}${how}`);
    };
    const call = {
      id: `read/${subject.name}/${aspect}`,
      method: facts.method,
      with: { ...parameters, ...more },
    };
    const byGet: ByGet = {
      kind: `${subject.section} ${aspect}`,
      id,
      call: { ...call, id: `${call.id}-by-get`, by: 'GET' },
      judge: (reply) => judge(reply, ', by GET with a query string'),
    };
    calls.push({ call, judge: (reply) => judge(reply), byGet });
  };
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
      of('select', ids.select, { [shaping.select]: [idKey] }, (chosen) => {
        const [item] = chosen.items;
        if (!item) return { blocked: 'the list is empty' };
        const before = Object.keys(first ?? {}).length;
        const now = Object.keys(item);
        if (now.length < before) return 'holds';
        return {
          problem: `expected fewer fields than without select ${idKey}, got all ${before}: ${now.slice(0, 5).join(', ')}, …`,
        };
      });
  }
  const { selected = [], selectable } = reading;
  if (shaping.select !== undefined && selectable.length > 0 && found) {
    const all = [...selected, ...selectable];
    calls.push({
      call: {
        id: `read/${subject.name}/select-all`,
        method: facts.method,
        with: { ...parameters, [shaping.select]: all },
      },
      judge: (reply) => {
        if (reply.obstacle === undefined && !reply.error) judgeSelected(reading, reply, book);
      },
    });
  }
  if (shaping.order !== undefined) {
    const numbers = items.map((item) => Number(idKey && item[idKey]));
    if (idKey === undefined || numbers.length < 2 || numbers.some(Number.isNaN))
      none(ids.order, found ? 'the list has no two items with numbers as ids' : 'the answer has no list');
    else
      of('order', ids.order, { [shaping.order]: { [idKey]: 'DESC' } }, (ordered) => {
        const came = ordered.items.map((item) => Number(item[idKey]));
        const wrong = came.findIndex((id, index) => index > 0 && id > (came[index - 1] as number));
        if (came.length < 2) return { blocked: 'the list has no two items' };
        if (wrong === -1) return 'holds';
        return {
          problem: `expected falling ids by order ${idKey} DESC, got ${came[wrong - 1]} before ${came[wrong]}`,
        };
      });
  }
  if (shaping.filter !== undefined) {
    if (idKey === undefined || firstId === undefined || items.length < 2)
      none(ids.filter, found ? 'the list has no two items with ids' : 'the answer has no list');
    else
      of('filter', ids.filter, { [shaping.filter]: { [idKey]: firstId } }, (chosen) => {
        const wanted = `the item with ${idKey} ${show(firstId)}`;
        const other = chosen.items.find((item) => String(item[idKey]) !== String(firstId));
        if (other) return { problem: `expected ${wanted} alone, got ${show(other[idKey])} as well` };
        return chosen.items.length === 0 ? { problem: `expected ${wanted}, got none` } : 'holds';
      });
  }
  if (paging.start) {
    const id = ids.paging('start');
    const { total } = plain.body;
    const hasMore = plain.body.next !== undefined || (typeof total === 'number' && total > items.length);
    if (!found || items.length === 0) none(id, 'the list is empty');
    else if (!hasMore || idKey === undefined) none(id, 'all items fit on one page');
    else
      of('start', id, { start: PAGE }, (second) => {
        const seen = new Set(items.map((item) => String(item[idKey])));
        const again = second.items.find((item) => seen.has(String(item[idKey])));
        if (second.items.length === 0)
          return { problem: `expected items from the ${PAGE + 1}st on, got none` };
        if (again)
          return {
            problem: `expected other items than on the first page, got ${idKey} ${show(again[idKey])} again`,
          };
        return 'holds';
      });
  }
  return calls;
}
