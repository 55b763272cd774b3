import { valueAt } from '../base/json-pointer.ts';
import { own } from '../base/own.ts';
import { parametersOf, type Resource } from '../contract/resource.ts';
import type { Belonging, Find, Instance, Question, RecipeParameters } from '../contract/resources.ts';
import { fill, type Scalar } from '../contract/values.ts';
import { type Caller, itemsOf, type Reply } from '../target/call.ts';
import { explainReply, troubleLine } from '../target/explain-reply.ts';
import { TargetError } from '../target/preflight.ts';

/** What a recipe's references stand for; a parameter whose reference has no value is left out. */
export type LookUp = (reference: string) => Scalar | undefined;

/** The instance that a recipe is followed for, and by what. */
export interface Following {
  instance: Instance;
  call: Caller;
  lookUp: LookUp;
}

/** A portal's answer to a way of a recipe. */
export interface Followed {
  /** The method that was called last. */
  method: string;
  reply: Reply;
}

/** Makes one, by the first way whose method the portal has. */
export async function make(following: Following): Promise<Followed & { id?: Scalar }> {
  const { resource } = following.instance;
  const { way, reply } = await firstThatIsThere(resource.make, following);
  const id =
    reply.error === undefined ? idIn(resource, valueAt({ result: reply.result }, way.id)) : undefined;
  return { method: way.call, reply, ...(id === undefined ? {} : { id }) };
}

/**
 * The id of one whose making was cut off.
 *
 * @returns undefined where there is none
 * @throws TargetError where the portal does not tell
 */
export async function find(following: Following): Promise<Scalar | undefined> {
  const { resource } = following.instance;
  const { way, reply } = await firstThatIsThere(resource.find, following);
  if (means(reply, way.gone)) return undefined;
  const trouble = explainReply(reply);
  if (trouble !== undefined) throw new TargetError(troubleLine(trouble));
  const answer = { result: reply.result };
  if (way.in === undefined) return idIn(resource, valueAt(answer, way.id));
  const list = valueAt(answer, way.in);
  const items = list === null ? [] : itemsOf(list);
  // What could not be looked for must not count as gone.
  if (!items) throw new TargetError(`${way.call} answers without the list ${way.in}`);
  const found = items.find((item) => isWanted(item, way, following.lookUp));
  return idIn(resource, valueAt(found, way.id));
}

/** Removes one; `gone` where the portal says that it is not there any more. */
export async function remove(following: Following): Promise<Reply | 'gone'> {
  const { way, reply } = await firstThatIsThere(following.instance.resource.remove, following);
  return means(reply, way.gone) ? 'gone' : reply;
}

/** Whose a given one is, by a question that changes nothing; undefined where the portal does not tell. */
export async function ask(
  following: Following,
): Promise<{ belonging: Belonging; question: Question } | undefined> {
  const { check } = following.instance.resource;
  if (check.length === 0) return undefined;
  const { way, reply } = await firstThatIsThere(check, following);
  const belonging = belongingIn(way, reply, following.lookUp);
  return belonging && { belonging, question: way };
}

function belongingIn(
  { answers, has }: Question,
  { error, result }: Reply,
  lookUp: LookUp,
): Belonging | undefined {
  if (error !== undefined) return own(answers, error);
  if (result === undefined) return undefined;
  if (has !== undefined) {
    const items = itemsOf(valueAt({ result }, has.in));
    if (!items) return undefined;
    const wanted = has.item === undefined ? undefined : fill(has.item, lookUp);
    const isThere =
      wanted === undefined ? items.length > 0 : items.some((item) => String(item) === String(wanted));
    if (!isThere) return 'none';
  }
  return own(answers, 'success');
}

/** Follows the first way whose method the portal has; where it has none of them, the last answer says so. */
async function firstThatIsThere<Way extends { call: string; with?: RecipeParameters }>(
  ways: readonly Way[],
  { instance, call, lookUp }: Following,
): Promise<{ way: Way; reply: Reply }> {
  const { owner: ownerName } = instance.resource;
  const owner = ownerName === undefined ? undefined : instance.on.get(ownerName)?.resource;
  let last: { way: Way; reply: Reply } | undefined;
  for (const way of ways) {
    const parameters = fill(parametersOf(way, owner), lookUp) as Record<string, unknown>;
    last = { way, reply: await call(way.call, parameters) };
    if (!isUnknownMethod(last.reply)) return last;
  }
  if (!last) throw new TargetError(`nothing is known of how to do that with a ${instance.resource.name}`);
  return last;
}

/** Whether an answer is one of these refusals: by its code, or by its text where it has no code (error-codes.md). */
function means({ error, description }: Reply, refusals: readonly string[] = []): boolean {
  if (error === undefined) return false;
  const isWithoutCode = error.startsWith('HTTP_');
  return refusals.includes(isWithoutCode ? (description ?? error) : error);
}

/** On no page, but what portals answer (observed). */
export const isUnknownMethod = ({ error }: Reply): boolean => error === 'ERROR_METHOD_NOT_FOUND';

function isWanted(item: unknown, { where = {} }: Find, lookUp: LookUp): boolean {
  return Object.entries(where).every(
    ([pointer, wanted]) => String(valueAt(item, pointer)) === String(fill(wanted, lookUp)),
  );
}

/** An id in the type of its resource: portals give some numbers as texts. */
function idIn({ idType }: Resource, value: unknown): Scalar | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  if (idType === 'string') return value === '' ? undefined : String(value);
  const id = Number(value);
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}
