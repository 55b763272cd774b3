import type { Case } from '../cases/case.ts';
import type { Outcome } from './outcome.ts';
import { isBefore } from './precision.ts';
import { field, type Relation } from './relation.ts';
import { show } from './words.ts';

/** Parts of the result of a batch, by command. */
function partOf(answer: Parameters<Relation>[0], name: string): object {
  const part = field(field(answer.body, 'result'), name);
  return typeof part === 'object' && part !== null ? part : {};
}

/** The commands as they were sent, texts by key. */
const commandsOf = ({ parameters: { cmd } }: Case['request']): [string, string][] =>
  Object.entries(cmd?.repeat === undefined ? (cmd?.value ?? {}) : Array(cmd.repeat).fill(cmd.value)).map(
    ([key, text]) => [key, String(text)],
  );

/** The commands of a batch run one after another, as far as the precision of their times tells. */
export const inOrder: Relation = (answer, request) => {
  const times = partOf(answer, 'result_time');
  const spans = inOrderSent(Object.entries(times), request).flatMap(([key, time]) => {
    const [start, finish] = [field(time, 'start'), field(time, 'finish')];
    return typeof start === 'number' && typeof finish === 'number' ? [{ key, start, finish }] : [];
  });
  if (spans.length < 2 || spans.length < Object.keys(times).length)
    return { blocked: 'result_time does not have start and finish of two commands' };
  for (const [index, { key, start, finish }] of spans.slice(1).entries()) {
    const before = spans[index];
    if (before && isBefore(start, before.finish))
      return {
        contradicted: `expected command '${key}' to start after command '${before.key}' had finished (${before.finish}), got ${start}`,
      };
    if (before && isBefore(finish, before.finish))
      return {
        contradicted: `expected command '${key}' to finish after command '${before.key}' (${before.finish}), got ${finish}`,
      };
  }
  return undefined;
};

/** The commands' own order: an answer may name the one first that was run first. */
function inOrderSent<Value>(entries: [string, Value][], request: Case['request']): [string, Value][] {
  const sent = commandsOf(request).map(([key]) => key);
  return entries.toSorted(([left], [right]) => sent.indexOf(left) - sent.indexOf(right));
}

/**
 * What a command is given by reference is what the earlier command answered: `user.get?ID=$result[…]…` finds the one
 * record with that id, and a command that does not list was at least carried out.
 */
export const referenceResolved: Relation = (answer, request) => {
  const results = partOf(answer, 'result');
  for (const [key, text] of commandsOf(request)) {
    const [reference, path] = /\$result((?:\[[^\][]*\])+)/.exec(text) ?? [];
    if (reference === undefined || path === undefined) continue;
    const names = path.slice(1, -1).split('][');
    const wanted = names.reduce<unknown>(field, results);
    if (typeof wanted !== 'string' && typeof wanted !== 'number')
      return { blocked: `there is no ${names.join('.')} among the results for ${reference} to stand for` };
    const problem = problemOf(wanted, field(results, key));
    if (problem === undefined) continue;
    const instead = field(partOf(answer, 'result_error'), key);
    return {
      contradicted: `expected command '${key}' to be run with ${show(wanted)} for ${reference}, ${
        instead === undefined ? problem : `got ${show(instead)}`
      }`,
    };
  }
  return undefined;
};

function problemOf(wanted: string | number, got: unknown): string | undefined {
  if (got === undefined) return 'but it has no result';
  if (!Array.isArray(got)) return undefined;
  const ids = got.map((record) => String(field(record, 'ID')));
  return ids.length === 1 && ids[0] === String(wanted) ? undefined : `but it found the records ${show(ids)}`;
}

/** A command that lists fewer records than there are gets the start of the next page. */
export const nextPage: Relation = (answer) => {
  const totals = Object.entries(partOf(answer, 'result_total'));
  const further = totals.flatMap(([key, total]) => {
    const list = field(partOf(answer, 'result'), key);
    return Array.isArray(list) && typeof total === 'number' && total > list.length
      ? [{ key, total, list }]
      : [];
  });
  if (further.length === 0)
    return { blocked: 'no command lists more than a page: the portal has too few records' };
  for (const { key, total, list } of further) {
    const next = field(partOf(answer, 'result_next'), key);
    if (next !== list.length)
      return {
        contradicted: `expected result_next.${key} to be ${list.length}, after ${list.length} of ${total} records, got ${show(next)}`,
      };
  }
  return undefined;
};

/**
 * The scopes that `scope` lists agree with what `method.get` says of a method in each, and stand in the full list.
 * A command `SCOPE: method.get?name=…` asks for a method that this scope opens, `one|other` for any of them.
 */
export const scopesAgree: Relation = (answer, request): Outcome => {
  const results = partOf(answer, 'result');
  const [granted, full] = [field(results, 'scope'), field(results, 'full')];
  if (!Array.isArray(granted)) return { blocked: "the command 'scope' has no list of scopes" };
  if (Array.isArray(full)) {
    const unknown = granted.filter((scope) => !full.includes(scope));
    if (unknown.length > 0)
      return { contradicted: `expected only scopes of the full list, got ${show(unknown)} as well` };
  }
  let compared = 0;
  for (const [key, text] of commandsOf(request)) {
    const name = /^method\.get\?name=(.+)$/.exec(text)?.[1];
    if (name === undefined || field(field(results, key), 'isExisting') !== true) continue;
    const scopes = key.split('|');
    const isListed = scopes.some((scope) => granted.includes(scope));
    const isAvailable = field(field(results, key), 'isAvailable');
    compared += 1;
    if (isListed !== isAvailable)
      return {
        contradicted: `expected ${scopes.join(' or ')} ${isAvailable === true ? `among the scopes, because ${name} may be called` : `not among the scopes, because ${name} may not be called`}, got ${show(granted)}`,
      };
  }
  return compared > 1 ? undefined : { blocked: 'method.get knows too few methods to compare scopes with' };
};
