import type { MethodFacts } from '../contract/facts.ts';
import type { Resource } from '../contract/resource.ts';
import { isReference, namesIn } from '../contract/values.ts';

/** Which methods act on nothing but what recipes make. */
export interface Recipes {
  covers(facts: Pick<MethodFacts, 'method' | 'rest' | 'parameters'>): boolean;
}

export const NO_RECIPES: Recipes = { covers: () => false };

/**
 * A method is covered where it is of the same scope as a recipe, and requires the id of what that makes. Not those by which
 * such things are made or removed: a portal that does not refuse them would leave what no ledger knows, or take from the run
 * what its cases need.
 */
export function recipesOf(
  resources: readonly Pick<Resource, 'make' | 'remove' | 'taken' | 'secret' | 'name'>[],
): Recipes {
  const made = resources.filter(({ make, taken }) => make.length > 0 && Object.keys(taken).length > 0);
  const scopes = new Set(made.flatMap(({ make }) => make.map(({ call }) => firstWord(call))));
  const ids = new Set(
    made.flatMap(({ name, taken }) =>
      Object.entries(taken).flatMap(([parameter, value]) =>
        namesIn(value).every((reference) => reference === `${name}.id`) ? [parameter] : [],
      ),
    ),
  );
  const kept = new Set(
    resources.flatMap(({ make, remove }) => [...make, ...remove].map(({ call }) => lastWords(call))),
  );
  return {
    covers: ({ method, rest, parameters }) =>
      rest === undefined &&
      scopes.has(firstWord(method)) &&
      !kept.has(lastWords(method)) &&
      parameters.some(({ name, required }) => required === true && ids.has(name)),
  };
}

/**
 * What parameters get that take what recipes have made, by their names; undefined where there is nothing of the kind.
 *
 * @param known value of a reference, such as `bot.id`; undefined where this run has none
 */
export function madeParameters(
  resources: readonly Pick<Resource, 'taken'>[],
  known: (reference: string) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    resources.flatMap(({ taken }) =>
      Object.entries(taken).flatMap(([parameter, value]) => {
        const [reference = ''] = namesIn(value);
        const found = known(reference);
        if (found === undefined) return [];
        return [
          [parameter, isReference(value) ? found : String(value).replace(`$${reference}`, String(found))],
        ];
      }),
    ),
  );
}

const firstWord = (method: string): string => method.toLowerCase().split('.')[0] ?? method;
const lastWords = (method: string): string => method.toLowerCase().split('.').slice(-2).join('.');
