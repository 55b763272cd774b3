import { wordingOf } from '../contract/authorities/server-text.ts';
import { type ErrorFact, type FieldFact, isStatedStatus, sourceOf } from '../contract/facts.ts';
import { type Call, type Reply, told } from './asker.ts';
import type { Book, Seen } from './book.ts';
import type { Memory } from './given.ts';
import { endsOf, enumerationOf, isNumeric, rangeOf } from './parameters.ts';
import { ABSENT, statusSeen } from './seen.ts';
import { atPage, type Subject } from './subject.ts';

/** A row of a method's table of errors. */
export interface Row {
  /** Place among the rows of the page. */
  index: number;
  /** `CODE`, `CODE#2` for the second row of that code, `#3` for the third row where it has none. */
  key: string;
  code: string | undefined;
  /** Undefined where the page gives no text; placeholders of the page fit anything. */
  text: RegExp | undefined;
  written: string | undefined;
  statuses: readonly (number | string)[];
}

/** A call that ought to be refused with a row. */
export interface Provocation {
  row: Row;
  call: Call;
}

/** An id that nothing has. */
export const UNKNOWN = 2_147_480_001;
export const UNKNOWN_TEXT = 'b24conformanceunknown';
export const WRONG_TYPE = 'b24conformancewrongtype';

const ASPECTS = ['code', 'status', 'text'] as const;

export function claimRefusals(book: Book, subject: Subject): Row[] {
  const { facts, ids } = subject;
  const rows = rowsOf(subject);
  for (const row of rows) {
    const source = atPage(subject, sourceOf(facts.errors.rows[row.index] as ErrorFact));
    const told = row.written ?? `a row without a text`;
    const named =
      row.code === undefined
        ? `The refusal '${told}'`
        : `The refusal ${row.code}${row.written ? ` '${row.written}'` : ''}`;
    const add = (aspect: 'code' | 'status' | 'text', says: string, looksAt: string): void =>
      book.add({
        id: ids.refusal(row.key, aspect),
        subject,
        layer: 'refusal',
        says,
        // Texts are for people, and may change.
        strength: aspect === 'text' ? 'should' : 'must',
        source,
        looksAt,
      });
    if (row.code !== undefined) add('code', `${named} has that code.`, '/error');
    if (row.statuses.length > 0)
      add('status', `${named} comes with HTTP ${row.statuses.join(' or ')}.`, 'status');
    if (row.text) add('text', `${named} has that text.`, '/error_description');
  }
  return rows;
}

export function rowsOf({ facts: { errors } }: Pick<Subject, 'facts'>): Row[] {
  const seen = new Map<string, number>();
  return errors.rows.map(({ code, status, text }, index) => {
    const number = (seen.get(code) ?? 0) + 1;
    seen.set(code, number);
    return {
      index,
      key: code === '' ? `#${index + 1}` : number === 1 ? code : `${code}#${number}`,
      code: code === '' ? undefined : code,
      text: text === undefined ? undefined : patternOf(text),
      written: text,
      statuses: status === undefined ? errors.statuses : [status],
    };
  });
}

/** What a page writes in place of values: `{id}`, `#FIELD#`, `...`, `X`, numbers, names of fields in quotes. */
const PLACEHOLDER = /\{[^{}]*\}|#\w+#|\.\.\.|…|\bX\b|\d+|'(?:id|field|value)'/g;

function patternOf(text: string): RegExp {
  const parts = text
    .trim()
    .split(PLACEHOLDER)
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^\\s*${parts.join('.*')}\\s*$`, 'su');
}

/** Calls that ought to bring about rows of the table; of rows for which no rule knows one, nothing. */
export function provocationsOf(
  subject: Subject,
  rows: readonly Row[],
  memory: Memory,
  book: Book,
): Provocation[] {
  const { facts, ids } = subject;
  const made: Provocation[] = [];
  for (const row of rows) {
    const way = wayOf(row, facts.parameters);
    const each = (act: (id: string) => void): void => {
      for (const aspect of ASPECTS) {
        const id = ids.refusal(row.key, aspect);
        if (book.has(id)) act(id);
      }
    };
    if (way === undefined) {
      each((id) => book.leave(id, 'no rule knows what brings this refusal about'));
      continue;
    }
    if (subject.isOfRecipe && way.kind === 'beyond') {
      each((id) => book.leave(id, 'a portal that takes the value would change what is there'));
      continue;
    }
    const needed = memory.parametersOf(subject, way.parameter.name);
    if ('lacking' in needed) {
      const why = subject.isOfRecipe
        ? `needs a value of ${needed.lacking}, and this run has made nothing that gives one`
        : lackText(needed);
      each((id) => book.lack(id, why));
      continue;
    }
    const { [way.parameter.name]: _, ...others } = needed.with;
    const call = {
      id: `refusal/${subject.name}/${row.key}`,
      method: facts.method,
      with: way.kind === 'left-out' ? others : { ...others, [way.parameter.name]: way.value },
      ...(subject.isOfRecipe ? { provokes: true as const } : {}),
    };
    made.push({ row, call });
  }
  return made;
}

/** Says of rows that are not provoked why. */
export function leaveRefusals(subject: Subject, rows: readonly Row[], book: Book, why: string): void {
  for (const { key } of rows) for (const aspect of ASPECTS) book.lack(subject.ids.refusal(key, aspect), why);
}

export function lackText({ lacking, from }: { lacking: string; from: readonly string[] }): string {
  return from.length === 0
    ? `needs a value of ${lacking}, for which no rule knows a method that gives one`
    : `needs a value of ${lacking}, and ${from.slice(0, 2).join(' and ')} gave none`;
}

type Way = { parameter: FieldFact } & (
  | { kind: 'left-out' }
  | { kind: 'unknown' | 'wrong-type' | 'beyond'; value: unknown }
);

/** What a refusal is about, by its words. */
export const ABOUT_ACCESS =
  /denied|permission|insufficient[ _](?!(call )?parameters)|access|rights|forbidden|administrator|not installed|subscription|tariff|licen[cs]e/i;
export const ABOUT_LEFT_OUT =
  /required|not specified|empty|missing|not set\b|must be specified|not defined|not given|could not find value|not passed|not provided|null or/i;
export const ABOUT_ABSENCE =
  /not[ _]found|does(?:n't| not) exist|not exist|non-existent|could not find (?:the )?entity/i;
/** Values that a parameter does not take, of one that takes some alone. */
const BEYOND =
  /invalid|incorrect|wrong(?! format)|unknown|unsupported|not (?:valid|allowed|supported)|one of|out of range/i;
const TOO_SHORT = /too short|too small|(?:not|n't) be (?:less|shorter|smaller)|at least|minimum/i;
const TOO_LONG =
  /too (?:long|large|big|many)|exceed|(?:not|n't) be (?:more|longer|greater|larger)|at most|maximum/i;
const TYPE =
  /must be (?:an? )?(?:array|integer|number|string|object)|expected to be of|invalid type|should be (?:a value )?(?:of type )?(?:an )?array|should be value of type (?:array|int)|is not an? array|not a (?:valid )?number/i;

/** How a row is brought about, by its words; each way has one fault. */
export function wayOf(row: Row, parameters: readonly FieldFact[]): Way | undefined {
  const words = `${row.written ?? ''} ${row.code ?? ''}`;
  if (ABOUT_ACCESS.test(words)) return undefined;
  const required = parameters.filter((parameter) => parameter.required === true);
  const isOfAnother = parameters.some(({ name }) => mentions(words, name));
  const named = (from: readonly FieldFact[]): FieldFact | undefined =>
    from.find(({ name }) => mentions(words, name)) ??
    (from.length === 1 && !isOfAnother ? from[0] : undefined);
  if (TYPE.test(words)) {
    const parameter = parameters.find(({ name }) => mentions(words, name));
    if (!parameter) return undefined;
    const isText = parameter.types.every((type) => /^(string|char|text)$/i.test(type));
    return { kind: 'wrong-type', parameter, value: isText ? [WRONG_TYPE] : WRONG_TYPE };
  }
  if (ABOUT_LEFT_OUT.test(words)) {
    const parameter = named(required);
    return parameter && { kind: 'left-out', parameter };
  }
  if (ABOUT_ABSENCE.test(words)) {
    const parameter =
      named(required.filter(({ name }) => /id$/i.test(name))) ??
      (required.length === 1 && !isOfAnother ? required[0] : undefined);
    if (!parameter || parameter.types.some((type) => /object|array|\[\]/.test(type))) return undefined;
    const isText = parameter.types.every((type) => /string|char|text/i.test(type));
    return { kind: 'unknown', parameter, value: isText ? UNKNOWN_TEXT : UNKNOWN };
  }
  return beyondWay(words, parameters);
}

/** A row about a value that is none of those, or outside of the range, that the parameter's own row states. */
function beyondWay(words: string, parameters: readonly FieldFact[]): Way | undefined {
  for (const fact of parameters.filter(({ name }) => mentions(words, name))) {
    const parameter = { path: [fact.name], name: fact.name, fact };
    const [below, above] = [TOO_SHORT.test(words), TOO_LONG.test(words)];
    const range = rangeOf(parameter);
    if (range) {
      const { min, max } = range;
      if (!below && !above && !BEYOND.test(words)) continue;
      const [low] = min === undefined || above ? [] : endsOf({ min, of: range.of }).outside;
      const [high] = max === undefined || below ? [] : endsOf({ max, of: range.of }).outside;
      const value = low ?? high;
      if (value !== undefined) return { kind: 'beyond', parameter: fact, value };
      continue;
    }
    if (!BEYOND.test(words) || /data type|format/i.test(words)) continue;
    const isOpen = fact.types.length === 1 && fact.types[0] === 'enum';
    const values = enumerationOf(parameter, { parameters });
    if (values.length > 0 || isOpen)
      return { kind: 'beyond', parameter: fact, value: isNumeric(fact) ? UNKNOWN : UNKNOWN_TEXT };
  }
  return undefined;
}

/** `DIALOG_ID_EMPTY` and 'Dialog ID can't be empty' mention DIALOG_ID, and so do they dialogId. */
export function mentions(words: string, name: string): boolean {
  const parts = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .split('_')
    .map((part) => part.toLowerCase());
  return new RegExp(`(?<![a-z])${parts.join('[ _]?')}(?![a-z])`, 'i').test(words);
}

/** What the answer to a provocation says of the method's rows. */
export function judgeRefusal(
  subject: Subject,
  rows: readonly Row[],
  { row }: Provocation,
  reply: Reply,
  book: Book,
): void {
  const { ids } = subject;
  const idOf = (of: Row, aspect: 'code' | 'status' | 'text'): string => ids.refusal(of.key, aspect);
  const each = (act: (id: string) => void): void => {
    for (const aspect of ASPECTS) if (book.has(idOf(row, aspect))) act(idOf(row, aspect));
  };
  const { error, obstacle, status } = reply;
  const witness = reply.unsent ? undefined : reply;
  if (!error) {
    if (obstacle !== undefined) {
      each((id) => book.block(id, obstacle, witness));
      return;
    }
    each((id) => book.contradict(id, reply, `expected ${rowText(row)}, got a success`, ABSENT));
    return;
  }
  const judgeStatus = (of: Row): void => {
    if (status === undefined || of.statuses.length === 0) return;
    const id = idOf(of, 'status');
    const saw = statusSeen(status);
    if (isStatedStatus(of.statuses, status)) book.confirm(id, reply, saw);
    else book.contradict(id, reply, `expected HTTP ${of.statuses.join(' or ')}, got HTTP ${status}`, saw);
  };
  const confirm = (of: Row): void => {
    if (of.code !== undefined) book.confirm(idOf(of, 'code'), reply);
    if (of.text) book.confirm(idOf(of, 'text'), reply, textSeen(error.text));
    judgeStatus(of);
  };
  if (isSame(row, error)) {
    confirm(row);
    return;
  }
  const other = rows.find((each) => each.text && isSame(each, error));
  if (other) {
    confirm(other);
    each((id) => book.block(id, `another documented refusal came: ${told(error)}`, reply));
    return;
  }
  if (obstacle !== undefined) {
    each((id) => book.block(id, obstacle, witness));
    return;
  }
  // A page may not say what shows whose the bot is that a call acts on.
  if (subject.isOfRecipe && ABOUT_ACCESS.test(`${error.code} ${error.text}`)) {
    each((id) => book.block(id, `the caller was refused: ${told(error)}`, reply));
    return;
  }
  if (row.text?.test(error.text)) {
    book.confirm(idOf(row, 'text'), reply);
    book.contradict(idOf(row, 'code'), reply, `expected ${row.code}, got ${told(error)}`, insteadOf(error));
    judgeStatus(row);
    return;
  }
  if (row.code === error.code) {
    book.confirm(idOf(row, 'code'), reply);
    if (isForeign(error.text)) book.block(idOf(row, 'text'), 'the text is in another language', reply);
    else
      book.contradict(
        idOf(row, 'text'),
        reply,
        `expected '${row.written}', got '${error.text}'`,
        textSeen(error.text),
      );
    judgeStatus(row);
    return;
  }
  // Of a refusal that no row of the page is, nobody knows the status.
  each((id) =>
    id === idOf(row, 'status')
      ? book.block(id, `another refusal came: ${told(error)}`, reply)
      : book.contradict(id, reply, `expected ${rowText(row)}, got ${told(error)}`, insteadOf(error)),
  );
}

/** A row without a text is any refusal with its code. */
export function isSame(row: Row, error: { code: string; text: string }): boolean {
  const isCode = (row.code ?? '') === error.code;
  return isCode && (row.text === undefined || row.text.test(error.text));
}

function rowText(row: Row): string {
  return told({ code: row.code ?? '', text: row.written ?? '' });
}

/** Another refusal came: the code is not there where a document has it. */
function insteadOf(error: { code: string; text: string }): Seen {
  return { ...ABSENT, says: told(error) };
}

/** Texts have placeholders on pages. */
function textSeen(text: string): Seen {
  return { says: text, fits: (meaning) => patternOf(meaning).test(wordingOf(text)) };
}

const isForeign = (text: string): boolean => /[^\p{ASCII}\p{P}\p{S}]/u.test(text);
