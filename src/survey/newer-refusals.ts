import { type ErrorFact, type FieldFact, sourceOf, sourceOrTitle } from '../contract/facts.ts';
import { show } from '../judge/words.ts';
import { asMap, type Reply, told } from './asker.ts';
import type { Book } from './book.ts';
import type { Memory } from './given.ts';
import {
  lackText,
  mentions,
  type Provocation,
  type Row,
  rowsOf,
  UNKNOWN,
  UNKNOWN_TEXT,
  WRONG_TYPE,
} from './refusals.ts';
import { ABSENT, statusSeen } from './seen.ts';
import { atPage, type Subject } from './subject.ts';

/**
 * Claims about refusals of REST 3.0. Its code is the name of an exception's class, its message is in the portal's language, so
 * that nothing is claimed of it, and what is wrong with which field stands in a list (rest-v3.md, Structure of an
 * unsuccessful response; error-info-v3.md).
 */
export function claimNewerRefusals(book: Book, subject: Subject): Row[] {
  const { facts, ids } = subject;
  const rows = rowsOf(subject).filter(({ code }) => code !== undefined);
  if (rows.length > 0)
    book.add({
      id: ids.refusalForm,
      subject,
      layer: 'refusal',
      says: "A refusal has error.code, the name of an exception's class or a code of the page, and error.message.",
      strength: 'must',
      source: atPage(subject, sourceOrTitle(facts, 'errors')),
      looksAt: '/error',
    });
  for (const row of rows) {
    const fact = facts.errors.rows[row.index] as ErrorFact;
    const named = `The refusal ${row.code}${row.written ? ` '${row.written}'` : ''}`;
    const add = (aspect: 'code' | 'status' | 'validation', says: string, looksAt: string): void =>
      book.add({
        id: ids.refusal(row.key, aspect),
        subject,
        layer: 'refusal',
        says,
        strength: 'must',
        source: atPage(subject, sourceOf(fact)),
        looksAt,
      });
    add('code', `${named} has that code.`, '/error/code');
    if (row.statuses.length > 0)
      add('status', `${named} comes with HTTP ${row.statuses.join(' or ')}.`, 'status');
    if (isValidation(row))
      add('validation', `${named} lists each field at fault, with a message.`, '/error/validation');
  }
  return rows;
}

const ASPECTS = ['code', 'status', 'validation'] as const;

/** The class that a code names, without where it is: `REQUESTVALIDATION`. */
function classOf(code: string | undefined): string | undefined {
  return /^BITRIX_REST_V3_(?:[A-Z]+_)*?([A-Z]+)EXCEPTION$/.exec(code ?? '')?.[1];
}

const isValidation = ({ code }: Row): boolean => classOf(code)?.endsWith('VALIDATION') ?? false;

interface Way {
  parameter: FieldFact;
  /** Undefined where the parameter is left out. */
  value?: unknown;
  /** Field that the list of what is wrong has to name. */
  field?: string;
}

/** How a refusal is brought about, by the class that its code names; each way has one fault. */
export function wayOfNewer(row: Row, parameters: readonly FieldFact[]): Way | undefined {
  const words = row.written ?? '';
  const named = (name: string): FieldFact | undefined =>
    parameters.find((parameter) => parameter.name.toLowerCase() === name);
  const required = parameters.filter((parameter) => parameter.required === true);
  const meant =
    parameters.find(({ name }) => mentions(words, name)) ?? (required.length === 1 ? required[0] : undefined);
  const as = (parameter: FieldFact | undefined, value: unknown): Way | undefined =>
    parameter && { parameter, value };
  switch (classOf(row.code)) {
    case 'REQUESTVALIDATION':
      if (!meant) return undefined;
      if (/requires data type/i.test(words))
        return meant.types.every((type) => /^(integer|int|number|double|array)$/i.test(type))
          ? { parameter: meant, value: WRONG_TYPE, field: meant.name }
          : undefined;
      return meant.required === true && /required|mandatory|not specified|missing/i.test(words)
        ? { parameter: meant, field: meant.name }
        : undefined;
    case 'ENTITYNOTFOUND': {
      const ids = required.filter(
        ({ name, types }) => /id$/i.test(name) && types.every((type) => /^int/i.test(type)),
      );
      return as(ids.find(({ name }) => name === 'id') ?? (ids.length === 1 ? ids[0] : undefined), UNKNOWN);
    }
    case 'FIELDNOTFOUND':
      return as(named('name'), UNKNOWN_TEXT);
    case 'UNKNOWNDTOPROPERTY':
      return as(named('select'), [UNKNOWN_TEXT]);
    case 'INVALIDPAGINATION':
      return as(named('pagination'), { limit: 0 });
    case 'UNKNOWNFILTEROPERATOR':
      return as(named('filter'), [['id', WRONG_TYPE, 1]]);
    default:
      return undefined;
  }
}

/** A call that ought to be refused with a row, and the field that the refusal has to name. */
export interface NewerProvocation extends Provocation {
  field: string | undefined;
}

export function provocationsOfNewer(
  subject: Subject,
  rows: readonly Row[],
  memory: Memory,
  book: Book,
): NewerProvocation[] {
  const { facts } = subject;
  return rows.flatMap((row): NewerProvocation[] => {
    const way = wayOfNewer(row, facts.parameters);
    if (way === undefined) {
      each(subject, row, book, (id) => book.leave(id, 'no rule knows what brings this refusal about'));
      return [];
    }
    const { parameter, value, field } = way;
    const needed = memory.parametersOf(subject, parameter.name);
    if ('lacking' in needed) {
      each(subject, row, book, (id) => book.lack(id, lackText(needed)));
      return [];
    }
    const { [parameter.name]: _, ...others } = needed.with;
    const sent = value === undefined ? others : { ...others, [parameter.name]: value };
    const call = {
      id: `refusal/${subject.name}@3/${row.key}`,
      method: facts.method,
      with: sent,
      rest: 3 as const,
    };
    return [{ row, call, field }];
  });
}

function each(subject: Subject, row: Row, book: Book, act: (id: string) => void): void {
  for (const aspect of ASPECTS) {
    const id = subject.ids.refusal(row.key, aspect);
    if (book.has(id)) act(id);
  }
}

/** Every claim about refusals of a method that is not called. */
export function leaveNewerRefusals(subject: Subject, rows: readonly Row[], book: Book, why: string): void {
  book.lack(subject.ids.refusalForm, why);
  for (const row of rows) each(subject, row, book, (id) => book.lack(id, why));
}

/** What the answer to a provocation says of the method's rows. */
export function judgeNewerRefusal(
  subject: Subject,
  rows: readonly Row[],
  { row, field }: NewerProvocation,
  reply: Reply,
  book: Book,
): void {
  const { error, obstacle } = reply;
  const all = (act: (id: string) => void): void => each(subject, row, book, act);
  if (obstacle !== undefined) {
    const witness = reply.unsent ? undefined : reply;
    all((id) => book.block(id, obstacle, witness));
  } else if (error) {
    judgeForm(subject, rows, reply, book);
    if (error.code === row.code) judgeExpected(subject, { row, field }, reply, book);
    else judgeOther(subject, rows, row, reply, book);
  }
  // The overview says of a field of the object itself that it is left out, and the page of the method that it is refused.
  else if (classOf(row.code) === 'UNKNOWNDTOPROPERTY')
    all((id) => book.block(id, 'the field was left out, as the overview has it', reply));
  else all((id) => book.contradict(id, reply, `expected ${row.code}, got a success`, ABSENT));
}

function judgeExpected(
  { ids }: Subject,
  { row, field }: Pick<NewerProvocation, 'row' | 'field'>,
  reply: Reply,
  book: Book,
): void {
  book.confirm(ids.refusal(row.key, 'code'), reply);
  const { status } = reply;
  if (status !== undefined && row.statuses.length > 0) {
    const saw = statusSeen(status);
    const id = ids.refusal(row.key, 'status');
    if (row.statuses.some((stated) => saw.fits(String(stated)))) book.confirm(id, reply, saw);
    else book.contradict(id, reply, `expected HTTP ${row.statuses.join(' or ')}, got HTTP ${status}`, saw);
  }
  if (!isValidation(row)) return;
  const id = ids.refusal(row.key, 'validation');
  const problem = problemInValidation(field, reply);
  if (problem === undefined) book.confirm(id, reply);
  else book.contradict(id, reply, problem);
}

/** Of a refusal that is not the one that was due nobody knows status and list. */
function judgeOther(subject: Subject, rows: readonly Row[], row: Row, reply: Reply, book: Book): void {
  const came = told(reply.error ?? { code: '', text: '' });
  const isDocumented = rows.some(({ code }) => code === reply.error?.code);
  const why = `another ${isDocumented ? 'documented ' : ''}refusal came: ${came}`;
  each(subject, row, book, (id) => {
    if (!isDocumented && id === subject.ids.refusal(row.key, 'code'))
      book.contradict(id, reply, `expected ${row.code}, got ${came}`, { ...ABSENT, says: came });
    else book.block(id, why, reply);
  });
}

function judgeForm({ ids, facts }: Subject, rows: readonly Row[], reply: Reply, book: Book): void {
  const { code, message } = asMap(reply.body.error) ?? {};
  const isNamed =
    typeof code === 'string' && (rows.some((row) => row.code === code) || /^[A-Z][A-Z0-9_]*$/.test(code));
  if (!isNamed)
    book.contradict(
      ids.refusalForm,
      reply,
      `expected error.code to name an exception's class, got ${show(code ?? reply.body.error)}`,
    );
  else if (typeof message !== 'string' || message === '')
    book.contradict(
      ids.refusalForm,
      reply,
      `expected error.message of ${facts.method}, got ${show(message)}`,
    );
  else book.confirm(ids.refusalForm, reply);
}

/** What is wrong with the list of faults; `field` has to be in it, where it was at fault. */
function problemInValidation(field: string | undefined, { body }: Reply): string | undefined {
  const list = asMap(body.error)?.validation;
  if (!Array.isArray(list) || list.length === 0) return `expected a list error.validation, got ${show(list)}`;
  const wrong: unknown = list.find((entry) => {
    const { field: named, message } = asMap(entry) ?? {};
    return typeof named !== 'string' || typeof message !== 'string';
  });
  if (wrong !== undefined)
    return `expected field and message of each in error.validation, got ${show(wrong)}`;
  const named = list.map((entry) => asMap(entry)?.field);
  return field === undefined || named.includes(field)
    ? undefined
    : `expected error.validation to name ${field}, got ${named.map(show).join(', ')}`;
}
