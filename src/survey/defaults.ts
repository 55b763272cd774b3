import { isDeepStrictEqual } from 'node:util';
import { type FieldFact, sourceOf } from '../contract/facts.ts';
import { type Call, type Reply, told } from './asker.ts';
import type { Book } from './book.ts';
import type { Shaped } from './shaping.ts';
import { atPage, type Subject } from './subject.ts';

/** Parameters of methods that read whose default a page states as a plain value, and another value that could tell. */
export function claimDefaults(book: Book, subject: Subject): void {
  for (const parameter of parametersOf(subject))
    book.add({
      id: subject.ids.default(parameter.name),
      subject,
      layer: 'value',
      says: `${parameter.name} is ${parameter.default} where it is left out.`,
      strength: 'must',
      source: atPage(subject, sourceOf(parameter)),
      looksAt: '/result',
    });
}

function parametersOf({ facts }: Subject): FieldFact[] {
  if (facts.rest !== undefined) return [];
  return facts.parameters.filter(
    (parameter) => parameter.required === undefined && otherThan(parameter) !== undefined,
  );
}

/** A value of the parameter that is not its default; undefined where the row tells of none. */
function otherThan({ default: stated, values = [], types }: FieldFact): string | number | undefined {
  if (stated === undefined || !/^[\w.-]+$/.test(stated)) return undefined;
  const [allowed] = values.filter((value) => value !== stated && /^[\w.-]+$/.test(value));
  if (allowed !== undefined) return allowed;
  const opposite = OPPOSITES[stated];
  if (opposite !== undefined) return opposite;
  // One item, or all but the first.
  if (/^\d+$/.test(stated) && types.every((type) => /^int/i.test(type))) return 1;
  return undefined;
}

const OPPOSITES: Readonly<Record<string, string>> = { Y: 'N', N: 'Y', true: 'false', false: 'true' };

/**
 * Calls that show what parameters are where they are left out: with its default nothing changes, with another value something
 * does. What answers otherwise from call to call shows nothing.
 *
 * @param plain what came without them
 */
export function defaultCalls(
  subject: Subject,
  plain: Reply,
  parameters: Readonly<Record<string, unknown>>,
  book: Book,
): Shaped[] {
  const stated = parametersOf(subject);
  const failed = whyNot(plain);
  if (failed !== undefined) {
    for (const { name } of stated)
      book.block(subject.ids.default(name), failed, plain.unsent ? undefined : plain);
    return [];
  }
  const call = (aspect: string, more: Readonly<Record<string, unknown>>): Call => ({
    id: `read/${subject.name}/${aspect}`,
    method: subject.facts.method,
    with: { ...parameters, ...more },
  });
  const replies = new Map<string, Reply>();
  const ask = (aspect: string, more: Readonly<Record<string, unknown>>): Shaped => ({
    call: call(aspect, more),
    judge: (reply) => void replies.set(aspect, reply),
  });
  return stated.flatMap((parameter, index): Shaped[] => {
    const { name, default: value } = parameter;
    const last = ask(`${name}-other`, { [name]: otherThan(parameter) });
    return [
      ...(index === 0 ? [ask('again', {})] : []),
      ask(`${name}-default`, { [name]: value }),
      {
        call: last.call,
        judge(other) {
          const [again, same] = [replies.get('again'), replies.get(`${name}-default`)];
          if (again && same)
            judgeDefault(subject.ids.default(name), parameter, { plain, again, same, other }, book);
        },
      },
    ];
  });
}

function judgeDefault(
  id: string,
  { name, default: stated }: FieldFact,
  { plain, again, same, other }: { plain: Reply; again: Reply; same: Reply; other: Reply },
  book: Book,
): void {
  const block = (why: string, by: Reply): void => book.block(id, why, by.unsent ? undefined : by);
  const isAsPlain = ({ body }: Reply): boolean =>
    isDeepStrictEqual([body.result, body.total], [plain.body.result, plain.body.total]);
  const failed = whyNot(same);
  if (failed !== undefined) block(failed, same);
  else if (!isAsPlain(again)) block('the answer differs from call to call', again);
  else if (!isAsPlain(same))
    book.contradict(
      id,
      same,
      `expected with ${name} ${stated} the answer that comes without it, got another`,
    );
  else if (whyNot(other) !== undefined || isAsPlain(other))
    block(`no other value of ${name} makes a difference here`, other);
  else book.confirm(id, same);
}

function whyNot({ obstacle, error }: Reply): string | undefined {
  return obstacle ?? (error && `the method refused: ${told(error)}`);
}
