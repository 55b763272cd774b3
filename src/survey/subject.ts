import type { FactPlace, MethodFacts } from '../contract/facts.ts';
import type { Source } from '../contract/source.ts';
import { idsOf } from './ids.ts';
import { NO_RECIPES, type Recipes } from './recipes.ts';
import type { Classify, Safety } from './safety.ts';

/** A documented method as the survey sees it. */
export interface Subject {
  facts: MethodFacts;
  /** Of the documentation: the file of facts, such as `crm`. */
  section: string;
  safety: Safety;
  /** It changes something, acts on what a recipe makes, and makes nothing itself that would be left behind. */
  isOfRecipe: boolean;
  ids: ReturnType<typeof idsOf>;
  /** The method's name in lower case, by which portals list it. */
  name: string;
}

/** Facts of a method and the section that they are of. */
export interface SectionFacts {
  section: string;
  facts: MethodFacts;
}

/** All documented methods, by section and name. */
export function subjectsOf(
  all: readonly SectionFacts[],
  classify: Classify,
  recipes: Recipes = NO_RECIPES,
): Subject[] {
  return all
    .map(({ section, facts }) => ({ section, facts, safety: classify(facts) }))
    .map(({ section, facts, safety }) => ({
      facts,
      section,
      safety,
      isOfRecipe: (safety === 'makes' || safety === 'changes') && recipes.covers(facts),
      ids: idsOf(facts),
      name: facts.method.toLowerCase(),
    }))
    .sort(
      (one, other) =>
        compare(one.section, other.section) ||
        compare(one.name, other.name) ||
        (one.facts.rest ?? 2) - (other.facts.rest ?? 2),
    );
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** A place on the method's page, unless the fact stands on another. */
export function atPage({ facts }: Subject, { page, ...place }: FactPlace): Source {
  return { page: page ?? facts.page, ...place };
}
