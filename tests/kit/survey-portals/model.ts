import type { ErrorFact, FieldFact, MethodFacts } from '../../../src/contract/facts.ts';
import { type Answer, answerOf, isDescribing } from './answer.ts';
import { type Described, describe } from './description.ts';
import { factsOfMethods } from './facts.ts';
import { type Takes, takesOf } from './takes.ts';

/** What a request has wrong, of what a portal tells apart. */
export type Fault = 'missing' | 'unknown' | 'type' | 'beyond';

/** A documented refusal, and which request a portal gives it to. */
export interface Refusal {
  readonly fault: Fault;
  /** Parameter that is at fault. */
  readonly parameter: string;
  /** Key of the row, as ids of claims have it. */
  readonly row: string;
  code: string;
  status: number;
  /** Undefined where the row states none. */
  text: string | undefined;
  readonly states: { readonly status: boolean; readonly text: boolean };
}

/** What a portal does with one method. It is data, so that a lie is a change of it. */
export interface Behaviour {
  readonly facts: MethodFacts;
  readonly name: string;
  /** Anything but reading changes the portal. */
  readonly reads: boolean;
  exists: boolean;
  scopes: readonly string[];
  status: number;
  readonly answer: Answer;
  /** Items of a page, whether they are counted, and what is told of the next page. */
  readonly paging: {
    size: number;
    readonly total: boolean;
    readonly next: boolean;
    wrongTotal: number;
    wrongNext: number;
    ignoresStart: boolean;
  };
  readonly refusals: readonly Refusal[];
  readonly takes: readonly Takes[];
  /** Fields that the answer describes, where that is what the method is for. */
  readonly described: readonly Described[];
}

/** A portal's whole world: what it does, by method in lower case, and what was done to it. */
export interface Model {
  readonly methods: ReadonlyMap<string, Behaviour>;
  /** Calls that changed something, each by its name. */
  readonly changes: string[];
  /** Parameters that are lost where they stand in an address. */
  readonly lostByGet: Set<string>;
}

/** A portal that does what the documentation says, of all methods. */
export function truthfulModel(isReading: (facts: MethodFacts) => boolean): Model {
  const methods = new Map<string, Behaviour>();
  const all = factsOfMethods();
  const byName = new Map(all.map((facts) => [facts.method.toLowerCase(), facts]));
  const factsOf = (name: string) => byName.get(name.toLowerCase());
  for (const facts of all) {
    const name = facts.method.toLowerCase();
    if (!methods.has(name)) methods.set(name, behaviourOf(facts, isReading(facts), factsOf));
  }
  return { methods, changes: [], lostByGet: new Set() };
}

function behaviourOf(
  facts: MethodFacts,
  reads: boolean,
  factsOf: (name: string) => MethodFacts | undefined,
): Behaviour {
  const answer = answerOf(facts);
  const stated = facts.success.statuses.find((status) => typeof status === 'number');
  const shape = facts.success.shape ?? {};
  const row = (name: string) => facts.returned.some((each) => each.name === name);
  return {
    facts,
    name: facts.method,
    reads,
    exists: true,
    scopes: scopesIn(facts.scope ?? ''),
    status: stated ?? 200,
    answer,
    paging: {
      size: 50,
      total: row('total') || '/total' in shape,
      next: row('next') || '/next' in shape,
      wrongTotal: 0,
      wrongNext: 0,
      ignoresStart: false,
    },
    refusals: refusalsOf(facts),
    takes: takesOf(facts),
    described: isDescribing(facts) ? describe(facts, answer, factsOf) : [],
  };
}

/** A method of several scopes belongs to each; of what is no list of names nobody can tell. */
export function scopesIn(text: string): readonly string[] {
  const parts = text.split(',').map((part) => part.trim());
  return parts.every((part) => /^[a-z0-9_.]+$/.test(part)) ? parts : [];
}

export const ABSENT =
  /not (been )?(specified|set|defined|provided|passed|given|filled)|is (required|empty|missing)|required|missing|empty|could not find value|не (указан|задан)/i;
const GONE = /not[ _]?(be )?found|(does|do)(n't| not) exist|no such|non-?existent/i;
const MISTYPED =
  /must be (an? )?(array|integer|int|number|string|object)|expected to be of type|should be value of type|wrong type|invalid type/i;
const NOT_TAKEN = /not supported|(type|status) is invalid|query is invalid|can't be less than/i;
const FORBIDDEN = /denied|permission|access|rights|forbidden/i;

/** Rows of errors that a request can bring about, each with the parameter that its words are about. */
function refusalsOf({ parameters, errors }: MethodFacts): readonly Refusal[] {
  const required = parameters.filter((each) => each.required === true);
  const keys = keysOf(errors.rows);
  const found: Refusal[] = [];
  const add = (fault: Fault, { name }: FieldFact, index: number) => {
    const fact = errors.rows[index];
    if (fact === undefined || found.some((each) => each.fault === fault && each.parameter === name)) return;
    const statuses = errors.statuses.filter((status) => typeof status === 'number');
    found.push({
      fault,
      parameter: name,
      row: keys[index] ?? '',
      code: fact.code,
      status: fact.status ?? statuses[0] ?? 400,
      text: fact.text,
      states: { status: fact.status !== undefined || statuses.length > 0, text: fact.text !== undefined },
    });
  };
  const rowAbout = (pattern: RegExp, parameter: FieldFact, isOnly: boolean) =>
    errors.rows.findIndex((row) => {
      const words = `${row.code} ${row.text ?? ''}`;
      if (FORBIDDEN.test(words) || !pattern.test(words)) return false;
      return names(words, parameter.name) || (isOnly && !parameters.some(({ name }) => names(words, name)));
    });
  const ids = required.filter(({ name }) => /id$/i.test(name));
  for (const parameter of required) {
    add('missing', parameter, rowAbout(ABSENT, parameter, required.length === 1));
    const isOnly = ids.length === 1 ? ids.includes(parameter) : required.length === 1;
    if (ids.includes(parameter) || isOnly) add('unknown', parameter, rowAbout(GONE, parameter, isOnly));
  }
  for (const parameter of parameters) {
    add('type', parameter, rowAbout(MISTYPED, parameter, false));
    add('beyond', parameter, rowAbout(NOT_TAKEN, parameter, false));
  }
  return found;
}

const names = (words: string, parameter: string): boolean =>
  words
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .includes(parameter.toLowerCase().replaceAll(/[^a-z]/g, ''));

/** `CODE`, `CODE#2` for a second row with a code, `#3` for a row without one. */
export function keysOf(rows: readonly ErrorFact[]): readonly string[] {
  const seen = new Map<string, number>();
  return rows.map(({ code }, index) => {
    const times = (seen.get(code) ?? 0) + 1;
    seen.set(code, times);
    if (code === '') return `#${index + 1}`;
    return times === 1 ? code : `${code}#${times}`;
  });
}
