import type { ErrorFact, FieldFact, MethodFacts } from '../../contract/facts.gen.ts';
import { errorKey } from '../../contract/rules/errors.ts';
import { guessValues, type IsKnown, plainName, resourceOf } from './values.ts';

/** How a row of the table of errors may be provoked, as the overlay has it. */
export interface DraftedError {
  key: string;
  when?: string;
  cases?: Record<string, unknown>[];
  todo?: string;
}

const EMPTY = /empty|required|missing|not[_ ](specified|passed|set|provided|filled)|can't be empty/i;
const UNKNOWN = /not[_ ]?(found|exist)|unknown|does not exist|no such|_ERROR$/i;
const FOREIGN = /another (rest )?application|app_id_error|ownership|other application/i;
const WRONG = /invalid|wrong|incorrect|format|must be|unexpected|unsupported/i;
const RIGHTS = /access|denied|permission|rights|forbidden|not allowed|privileges/i;

/** A proposal for each row of the page's table, or what a person has to find out. */
export function draftErrors(facts: MethodFacts, isKnown: IsKnown): DraftedError[] {
  const {
    parameters,
    errors: { rows },
  } = facts;
  const guesses = guessValues(facts, isKnown);
  const proposed = new Set<string>();
  return rows.map((row, index): DraftedError => {
    const key = errorKey(rows, index);
    const draft = propose(row, parameters, isKnown);
    const missing = parameters.find(
      ({ name }) =>
        draft.cases?.some(({ without }) => without === name) && 'todo' in (guesses.get(name) ?? { todo: '' }),
    );
    // A request that has no value for it leaves it out anyway.
    if (missing) return { key, todo: `leave ${missing.name} out, once it has a value above${at(row)}` };
    const request = JSON.stringify(draft.cases);
    // The same request cannot bring about two rows.
    const isTaken = draft.cases !== undefined && proposed.has(request);
    proposed.add(request);
    if (!isTaken) return { key, ...draft };
    return {
      key,
      todo: `differs from another row by its text alone: what was proposed for that row fits here as well${at(row)}`,
    };
  });
}

function propose(
  row: ErrorFact,
  parameters: readonly FieldFact[],
  isKnown: IsKnown,
): Omit<DraftedError, 'key'> {
  const words = `${row.code} ${row.text ?? ''}`;
  const field = parameterOf(row, parameters);
  const bot = parameters.find(
    (parameter) => resourceOf(parameter, isKnown) === 'bot' && /id$/i.test(parameter.name),
  );
  if (FOREIGN.test(words) && bot)
    return {
      when: `${bot.name} of another application's bot`,
      cases: [{ id: 'foreign', with: { [bot.name]: '$bot.foreign' } }],
    };
  if (RIGHTS.test(words))
    return { todo: `it needs a caller without the right, or something of another owner${at(row)}` };
  if (!field) return { todo: `the row names no parameter of the page${at(row)}` };
  const { name, types, values } = field;
  if (EMPTY.test(words))
    return {
      when: `${name} left out or empty`,
      cases: [
        { id: 'left-out', without: name },
        ...(types.includes('string') ? [{ id: 'empty', with: { [name]: '' } }] : []),
        ...(types.some((type) => /^int/.test(type)) ? [{ id: 'zero', with: { [name]: 0 } }] : []),
      ],
    };
  if (UNKNOWN.test(words) && types.some((type) => /^int/.test(type))) {
    const reference = `${resourceOf(field, isKnown)}.unknown`;
    const value = isKnown(reference) ? `$${reference}` : 2147480001;
    return { when: `${name} of nothing that exists`, cases: [{ id: 'unknown', with: { [name]: value } }] };
  }
  if (WRONG.test(words) && types.length > 0 && !types.includes('string'))
    return {
      when: `${name} of another type`,
      cases: [{ id: 'wrong-type', with: { [name]: 'not-a-value' } }],
    };
  if (WRONG.test(words) && values)
    return {
      when: `${name} that is not among its values`,
      cases: [{ id: 'not-listed', with: { [name]: 'NOT_LISTED' } }],
    };
  return { todo: `it is about ${name}, but not by a word that says what is wrong with it${at(row)}` };
}

/** The parameter that code or text names, the longest first; `BOT` stands for `BOT_ID`. */
function parameterOf(
  { code, text = '' }: ErrorFact,
  parameters: readonly FieldFact[],
): FieldFact | undefined {
  const inCode = plainName(code);
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9_]+/)
    .map(plainName);
  const pairs = words.map((word, index) => `${word}${words[index + 1] ?? ''}`);
  const sorted = [...parameters].sort((one, other) => other.name.length - one.name.length);
  const names = (wanted: string): boolean =>
    wanted.length > 1 && (inCode.startsWith(wanted) || words.includes(wanted) || pairs.includes(wanted));
  return (
    sorted.find(({ name }) => names(plainName(name))) ??
    sorted.find(({ name }) => /.id$/i.test(name) && names(plainName(name).replace(/id$/, '')))
  );
}

function at({ heading, row }: ErrorFact): string {
  return `; read the row ${row ?? 'of it'} beneath '${heading}'`;
}
