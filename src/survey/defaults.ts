import { isDeepStrictEqual } from 'node:util';
import { sourceOf } from '../contract/facts.ts';
import { type Call, type Reply, told } from './asker.ts';
import type { Book } from './book.ts';
import {
  isNumeric,
  type Parameter,
  parametersIn,
  structureOf,
  typed,
  unquoted,
  type Values,
  withValue,
} from './parameters.ts';
import type { Shaped } from './shaping.ts';
import { atPage, type Subject } from './subject.ts';

/** A parameter whose default a page states, and another value that could tell. */
interface Defaulted {
  parameter: Parameter;
  value: unknown;
  other: unknown;
}

/** Claims about parameters of methods that read whose default a page states as a value. */
export function claimDefaults(book: Book, subject: Subject): void {
  for (const { parameter } of defaultedIn(subject))
    book.add({
      id: subject.ids.default(parameter.name),
      subject,
      layer: 'value',
      says: `${parameter.name} is ${parameter.fact.default} where it is left out.`,
      strength: 'must',
      source: atPage(subject, sourceOf(parameter.fact)),
      looksAt: '/result',
    });
}

/** Every claim of a method about what its parameters are where they are left out. */
export function idsOfDefaults(subject: Subject): string[] {
  return defaultedIn(subject).map(({ parameter: { name } }) => subject.ids.default(name));
}

function defaultedIn({ facts }: Subject): Defaulted[] {
  return parametersIn(facts).flatMap((parameter): Defaulted[] => {
    const { fact, path, name } = parameter;
    if (fact.required !== undefined || fact.default === undefined) return [];
    const stated = unquoted(fact.default.trim());
    // What is below has defaults of its own then.
    if (facts.rest === 3 && name === 'pagination' && /^\d+$/.test(stated)) {
      if (fact.fields?.some((part) => part.default !== undefined)) return [];
      const limit = { ...parameter, path: [...path, 'limit'] };
      return [{ parameter: limit, value: Number(stated), other: 1 }];
    }
    const structure = /^[[{]/.test(stated) ? structureOf(stated) : undefined;
    if (structure !== undefined) {
      const other = otherStructure(structure);
      return other === undefined ? [] : [{ parameter, value: structure, other }];
    }
    if (!/^[\w.-]+$/.test(stated)) return [];
    const other = otherThan(stated, parameter);
    return other === undefined ? [] : [{ parameter, value: typed(stated, fact), other: typed(other, fact) }];
  });
}

/** A value of the parameter that is not its default; undefined where the row tells of none. */
function otherThan(stated: string, { fact }: Parameter): string | undefined {
  const values = (fact.values ?? []).map(unquoted);
  const [allowed] = values.filter((value) => value !== stated && /^[\w.-]+$/.test(value));
  if (allowed !== undefined) return allowed;
  const opposite = OPPOSITES[stated];
  if (opposite !== undefined) return opposite;
  // One item, or all but the first.
  return /^\d+$/.test(stated) && isNumeric(fact) ? '1' : undefined;
}

const OPPOSITES: Readonly<Record<string, string>> = { Y: 'N', N: 'Y', true: 'false', false: 'true' };

/** The order the other way round, or the first of several names. */
function otherStructure(value: Values | readonly string[]): unknown {
  if (Array.isArray(value)) return value.length > 1 ? value.slice(0, 1) : undefined;
  const turned = Object.entries(value).map(([name, direction]) => {
    const isRising = /^asc$/i.test(String(direction));
    return isRising || /^desc$/i.test(String(direction)) ? [name, isRising ? 'DESC' : 'ASC'] : undefined;
  });
  return turned.every((each) => each !== undefined) ? Object.fromEntries(turned) : undefined;
}

/**
 * Calls that show what parameters are where they are left out: with its default nothing changes, with another value something
 * does. What answers otherwise from call to call shows nothing.
 *
 * @param plain what came without them
 */
export function defaultCalls(subject: Subject, plain: Reply, parameters: Values, book: Book): Shaped[] {
  const stated = defaultedIn(subject);
  const failed = whyNot(plain);
  if (failed !== undefined) {
    for (const id of idsOfDefaults(subject)) book.block(id, failed, plain.unsent ? undefined : plain);
    return [];
  }
  const { facts } = subject;
  const call = (aspect: string, given: Values): Call => ({
    id: `read/${subject.name}${facts.rest === 3 ? '@3' : ''}/${aspect}`,
    method: facts.method,
    with: given,
    ...(facts.rest === 3 ? { rest: 3 as const } : {}),
  });
  const replies = new Map<string, Reply>();
  const ask = (aspect: string, given: Values): Shaped => ({
    call: call(aspect, given),
    judge: (reply) => void replies.set(aspect, reply),
  });
  return stated.flatMap(({ parameter, value, other: otherValue }, index): Shaped[] => {
    const { name, path } = parameter;
    const last = ask(`${name}-other`, withValue(parameters, path, otherValue));
    return [
      ...(index === 0 ? [ask('again', parameters)] : []),
      ask(`${name}-default`, withValue(parameters, path, value)),
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
  { name, fact: { default: stated } }: Parameter,
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
