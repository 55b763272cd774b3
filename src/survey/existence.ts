import { sourceOrTitle } from '../contract/facts.ts';
import { type Asker, asMap, type Reply, told } from './asker.ts';
import type { Book } from './book.ts';
import { atPage, type Subject } from './subject.ts';

/** What a portal says of which methods it has. */
export interface Existence {
  /** Names in lower case; undefined where the portal does not list its methods. */
  listed: ReadonlySet<string> | undefined;
  /** Whether the portal has the method; undefined where no answer shows it. */
  has(subject: Subject): boolean | undefined;
}

export function claimExistence(book: Book, subjects: readonly Subject[]): void {
  for (const subject of subjects)
    book.add({
      id: subject.ids.exists,
      subject,
      layer: 'existence',
      says: `The method ${subject.facts.method} exists.`,
      strength: 'must',
      source: atPage(subject, sourceOrTitle(subject.facts, 'scope')),
    });
}

/**
 * Asks which methods there are: `methods` for all names, and `method.get` for each documented one, in batches.
 *
 * A method of REST 3.0 is not listed by these.
 */
export async function askExistence(
  asker: Asker,
  book: Book,
  subjects: readonly Subject[],
): Promise<Existence> {
  const older = subjects.filter(({ facts }) => facts.rest === undefined);
  const list = await asker.ask({ id: 'existence/methods', method: 'methods', with: { full: true } });
  const names = list.error || list.obstacle ? undefined : list.body.result;
  const listed = Array.isArray(names) ? new Set(names.map((name) => String(name).toLowerCase())) : undefined;
  const replies = await asker.askAll(
    older.map(({ name }) => ({ id: `existence/${name}`, method: 'method.get', with: { name } })),
  );
  const found = new Map<Subject, boolean>();
  for (const [index, subject] of older.entries()) {
    const reply = replies[index] as Reply;
    const { exists } = subject.ids;
    const isExisting = asMap(reply.body.result)?.isExisting;
    if (isExisting === true || listed?.has(subject.name)) {
      found.set(subject, true);
      book.confirm(exists, isExisting === true ? reply : list);
    } else if (isExisting === false) {
      found.set(subject, false);
      const unlisted = listed === undefined ? '' : ', and methods does not list it';
      book.contradict(
        exists,
        reply,
        `expected ${subject.facts.method} to exist, got isExisting false${unlisted}`,
      );
    } else if (listed !== undefined) {
      found.set(subject, false);
      book.contradict(exists, list, `expected methods to list ${subject.name}, got a list without it`);
    } else
      book.block(
        exists,
        reply.obstacle ?? (reply.error ? told(reply.error) : 'method.get says nothing'),
        reply,
      );
  }
  return { listed, has: (subject) => found.get(subject) };
}

/** Methods that the portal lists and no page describes, by name. */
export function undocumented({ listed }: Existence, subjects: readonly Subject[]): string[] {
  const documented = new Set(subjects.map(({ name }) => name));
  return [...(listed ?? [])].filter((name) => !documented.has(name)).sort();
}
