import { sourceOrTitle } from '../contract/facts.ts';
import { type Asker, type Reply, told } from './asker.ts';
import type { Book } from './book.ts';
import type { Existence } from './existence.ts';
import { value } from './seen.ts';
import { atPage, type Subject } from './subject.ts';

/** The scope of methods that every credential may call; `methods` lists them for an empty one. */
const COMMON = 'basic';

/** The scopes of a page, of which one is enough; none where it states none, or more than names of scopes. */
export function scopesOf({ facts: { scope = '' } }: Subject): string[] {
  const parts = scope.split(',').map((part) => part.trim());
  return parts.every((part) => /^[a-z0-9_.]+$/.test(part)) ? parts : [];
}

/** The scopes of a page, none of which a webhook has; undefined where it has one, or nobody knows. */
export function lackingScope(subject: Subject, granted: ReadonlySet<string> | undefined): string | undefined {
  const needed = scopesOf(subject);
  if (!granted || needed.length === 0 || needed.includes(COMMON)) return undefined;
  return needed.some((scope) => granted.has(scope)) ? undefined : needed.join(' or ');
}

/** What is known of scopes. */
export interface Scopes {
  /** Scopes that the webhook has; undefined where the portal does not say. */
  granted: ReadonlySet<string> | undefined;
}

export function claimScopes(book: Book, subjects: readonly Subject[]): void {
  for (const subject of subjects) {
    const scopes = scopesOf(subject);
    if (scopes.length === 0) continue;
    const { ids, facts } = subject;
    const source = atPage(subject, sourceOrTitle(facts, 'scope'));
    const named = scopes.map((scope) => `'${scope}'`).join(' or ');
    book.add({
      id: ids.scope,
      subject,
      layer: 'scope',
      says: `The method belongs to the scope ${named}.`,
      strength: 'must',
      source,
    });
    if (scopes.includes(COMMON)) continue;
    book.add({
      id: ids.scopeRefused,
      subject,
      layer: 'scope',
      says: `A webhook without the scope ${named} is refused with insufficient_scope.`,
      strength: 'must',
      source,
      looksAt: '/error',
    });
  }
}

/** Asks which scopes there are and which methods belong to each, all in a few batches. */
export async function askScopes(
  asker: Asker,
  book: Book,
  subjects: readonly Subject[],
  existence: Existence,
): Promise<Scopes> {
  const [own, all] = (await asker.askAll([
    { id: 'scope/own', method: 'scope', with: {} },
    { id: 'scope/all', method: 'scope', with: { full: true } },
  ])) as [Reply, Reply];
  const older = subjects.filter(({ facts }) => facts.rest === undefined);
  const names = new Set([...older.flatMap(scopesOf), ...textsOf(all)]);
  names.delete('');
  const asked = [...names].sort();
  const replies = await asker.askAll(
    asked.map((scope) => ({
      id: `scope/${scope}`,
      method: 'methods',
      with: { scope: scope === COMMON ? '' : scope },
    })),
  );
  const lists = new Map(
    asked.map((scope, index) => [scope, { reply: replies[index] as Reply, names: listIn(replies[index]) }]),
  );
  const listing = new Map<string, string[]>();
  for (const [scope, list] of lists)
    for (const name of list.names ?? []) listing.set(name, [...(listing.get(name) ?? []), scope]);

  for (const subject of older) {
    const scopes = scopesOf(subject);
    const { scope: id } = subject.ids;
    if (scopes.length === 0) continue;
    const [first = ''] = scopes;
    const ofFirst = lists.get(first)?.reply as Reply;
    const holding = scopes.find((scope) => lists.get(scope)?.names?.has(subject.name));
    const others = listing.get(subject.name) ?? [];
    if (holding !== undefined) book.confirm(id, lists.get(holding)?.reply as Reply, value(...others));
    else if (existence.has(subject) === false) book.block(id, 'the portal does not have the method');
    else if (ofFirst.obstacle ?? ofFirst.error)
      book.block(id, ofFirst.obstacle ?? told(ofFirst.error as NonNullable<Reply['error']>), ofFirst);
    else if (others.length > 0)
      book.contradict(
        id,
        lists.get(others[0] ?? '')?.reply as Reply,
        `expected the scope ${scopes.join(' or ')}, got ${others.join(', ')}`,
        value(...others),
      );
    else book.block(id, 'no scope lists the method', ofFirst);
  }
  const granted = listIn(own);
  return { granted };
}

/**
 * Calls methods by the webhook without scopes, which must be refused before anything is done. Methods that change
 * something only with leave: a portal that does not refuse does what it is asked.
 */
export async function askWithoutScope(
  asker: Asker,
  book: Book,
  subjects: readonly Subject[],
  existence: Existence,
  mayCall: (subject: Subject) => string | undefined,
): Promise<void> {
  const ofClaims = subjects.filter(({ ids }) => book.has(ids.scopeRefused));
  if (!asker.has('noScope')) {
    for (const { ids } of ofClaims) book.lack(ids.scopeRefused, 'needs B24_WEBHOOK_NO_SCOPE');
    return;
  }
  const [own] = (await asker.askAll([{ id: 'scope/of-no-scope', method: 'scope', with: {} }], 'noScope')) as [
    Reply,
  ];
  const granted = listIn(own);
  const tried = ofClaims.filter((subject) => {
    const { scopeRefused: id } = subject.ids;
    const why = mayCall(subject);
    const held = scopesOf(subject).find((scope) => granted?.has(scope));
    if (subject.safety === 'never') book.leave(id, 'the suite never calls this method');
    else if (subject.facts.rest !== undefined) book.leave(id, 'of REST 3.0 no batch of older calls can tell');
    else if (why !== undefined) book.lack(id, why);
    else if (granted === undefined)
      book.block(id, 'the portal does not say which scopes that webhook has', own);
    else if (held !== undefined)
      book.lack(id, `needs a webhook in B24_WEBHOOK_NO_SCOPE without the scope ${held}`);
    else if (existence.has(subject) === false) book.block(id, 'the portal does not have the method');
    else return true;
    return false;
  });
  const replies = await asker.askAll(
    tried.map(({ name, facts }) => ({ id: `scope/refused/${name}`, method: facts.method, with: {} })),
    'noScope',
  );
  for (const [index, { ids }] of tried.entries()) {
    const reply = replies[index] as Reply;
    const { error, obstacle } = reply;
    if (error?.code === 'insufficient_scope') book.confirm(ids.scopeRefused, reply);
    else if (error === undefined && obstacle === undefined)
      book.contradict(ids.scopeRefused, reply, 'expected insufficient_scope, got a success');
    else if (obstacle !== undefined) book.block(ids.scopeRefused, obstacle, reply.unsent ? undefined : reply);
    else if (error)
      book.contradict(
        ids.scopeRefused,
        reply,
        `expected insufficient_scope, got ${told(error)}: the method was reached`,
      );
  }
}

function textsOf(reply: Reply): string[] {
  return [...(listIn(reply) ?? [])];
}

/** The names in an answer, in lower case; undefined where it is not a list. */
function listIn(reply: Reply | undefined): ReadonlySet<string> | undefined {
  if (!reply || reply.error || reply.obstacle || !Array.isArray(reply.body.result)) return undefined;
  return new Set(reply.body.result.map((name) => String(name).toLowerCase()));
}
