import type { RequestPlan } from '../cases/case.ts';
import type { RecipeParameters, Resource, Resources } from '../contract/resources.ts';
import { namesIn, type Scalar } from '../contract/values.ts';
import { idFrom } from '../target/resource-values.ts';
import type { Creation } from './ledger.ts';

/** What a case makes for itself. */
export interface CaseCreation {
  of: Pick<Creation, 'resource' | 'role' | 'by' | 'ending' | 'values'>;
  /** JSON Pointer to its id in the answer. */
  idAt: string;
  /** The id in the type of the resource. */
  asId(text: string): Scalar;
}

/** The value of a reference such as `chat.id`, for a kind of credential; undefined where there is none. */
export type KnownValue = (reference: string, kind: Creation['by']) => Scalar | undefined;

/**
 * What a request of a case makes, if it calls a method that makes a resource.
 *
 * @param known ids of what it belongs to, by which it can be removed after a killed run
 * @param makes the resource, where a recipe was followed: several may be made by one method
 */
export function createdBy(
  plan: RequestPlan,
  { all, instances }: Resources,
  known: KnownValue,
  makes?: string,
): CaseCreation | undefined {
  const ways = all
    .filter((resource) => makes === undefined || resource.name === makes)
    .flatMap((resource) => {
      const way = resource.make.find(({ call }) => isCallOf(plan, call));
      return way ? [{ resource, way, names: others(resource, way.with).length }] : [];
    });
  const byNames = ways.filter(({ resource, way }) => isMeant(resource, way.with, plan));
  // The recipe that names more of what the request names; else the first of that method.
  const [meant = ways[0]] =
    makes === undefined ? byNames.toSorted((one, other) => other.names - one.names) : ways;
  if (meant) {
    const { resource, way } = meant;
    const by = plan.credential.token === undefined ? 'webhook' : 'token';
    const needs = instances.find((each) => each.resource === resource)?.needs ?? [];
    const values = needs.flatMap((needed): [string, Scalar][] => {
      const reference = `${needed.resource.name}.${needed.role === 'own' ? 'id' : needed.role}`;
      const value = known(reference, by);
      return value === undefined ? [] : [[reference, value]];
    });
    return {
      of: {
        resource: resource.name,
        role: 'case',
        by,
        ending: endingIn(plan, resource),
        ...(values.length === 0 ? {} : { values: Object.fromEntries(values) }),
      },
      idAt: way.id,
      asId: (text) => idFrom(resource, text),
    };
  }
  return undefined;
}

/** Resources that a request of a case removes: it follows a recipe, and names the same others as that does. */
export function removedBy(plan: RequestPlan, { all }: Resources): string[] {
  return all
    .filter((resource) =>
      resource.remove.some((way) => isCallOf(plan, way.call) && isMeant(resource, way.with, plan)),
    )
    .map(({ name }) => name);
}

/** Parameters of a recipe that name other resources. */
const others = ({ name: own }: Resource, parameters: RecipeParameters): [string, unknown][] =>
  Object.entries(parameters).filter(([, value]) =>
    namesIn(value).some((each) => each.includes('.') && !each.startsWith(`${own}.`)),
  );

/** Whether a request names the same others as a recipe. */
const isMeant = (resource: Resource, recipe: RecipeParameters, { parameters }: RequestPlan): boolean =>
  others(resource, recipe).every(
    ([name, wanted]) => JSON.stringify(parameters[name]?.value) === JSON.stringify(wanted),
  );

const isCallOf = ({ method }: RequestPlan, call: string): boolean =>
  method.toLowerCase() === call.toLowerCase();

/** What follows the run's own secret where the request sends it: how the case tells what it makes from the run's. */
function endingIn({ parameters }: RequestPlan, { name, secret }: Resource): string {
  if (!secret) return '';
  const wanted = [`$${name}.${secret.part}`, `{${secret.part}}`];
  for (const text of textsIn(Object.values(parameters).map(({ value }) => value))) {
    const start = wanted.find((each) => text.startsWith(each));
    if (start !== undefined) return text.slice(start.length);
  }
  return '';
}

/** All texts of a value, however deep they stand. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
