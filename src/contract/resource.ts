import type { YamlFile } from '../base/yaml-file.ts';
import type {
  CredentialOfFew,
  Find,
  Make,
  Other,
  Question,
  RecipeParameters,
  ResourceFile,
  ResourceSecret,
} from './resource.gen.ts';
import { namesIn, type Scalar } from './values.ts';

/** References that every run and every case fills by itself. */
export const REFERENCES_OF_A_RUN: readonly string[] = ['run', 'unique'];

/** A way to remove something. */
export interface Removal {
  call: string;
  with: RecipeParameters;
  gone: readonly string[];
}

/** A kind of thing that cases need, as its file says; what may be one or several is a list. */
export interface Resource {
  name: string;
  owner: string | undefined;
  idType: 'integer' | 'string';
  given: { webhook?: string; token?: string };
  perCredential: boolean;
  /** Reference to the value of its id where no variable gives it, without the dollar. */
  otherwise: string | undefined;
  /** Credential by which a portal allows few of them at once. */
  few: CredentialOfFew | undefined;
  secret: ResourceSecret | undefined;
  identity: RecipeParameters;
  /** What methods take it as, by names of parameters. */
  taken: RecipeParameters;
  make: readonly Make[];
  find: readonly Find[];
  remove: readonly Removal[];
  /** Why nothing removes it. */
  stays: string | undefined;
  check: readonly Question[];
  others: Readonly<Record<string, Scalar | Other>>;
}

/** With its file, which knows where what is wrong stands. */
export interface ResourceInFile extends Resource {
  file: YamlFile;
}

/** Narrows a file that its schema found no fault with. */
export function toResource({ value }: Pick<YamlFile, 'value'>): Resource {
  const data = value as ResourceFile;
  const given = typeof data.given === 'string' ? { webhook: data.given } : (data.given ?? {});
  const removals = listOf(data.remove);
  return {
    name: data.resource,
    owner: data.owner,
    idType: data.idType ?? 'integer',
    given,
    perCredential: data.perCredential ?? (given.webhook !== undefined && given.token !== undefined),
    otherwise: data.otherwise?.replace(/^\$/, ''),
    few: data.few,
    secret: data.secret,
    identity: data.identity ?? {},
    taken: data.taken ?? {},
    make: listOf(data.make),
    find: listOf(data.find),
    remove: removals.flatMap(({ call, with: parameters = {}, gone = [] }) =>
      call === undefined ? [] : [{ call, with: parameters, gone }],
    ),
    stays: removals.find(({ none }) => none !== undefined)?.none,
    check: listOf(data.check),
    others: data.others ?? {},
  };
}

function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** Parts of a resource: its id, its secret and its others. */
export function partsOf({ secret, others }: Resource): string[] {
  return ['id', ...(secret ? [secret.part] : []), ...Object.keys(others)];
}

/** Resources whose values a resource's recipe needs. */
export function dependenciesOf(resource: Resource): string[] {
  const names = recipeReferences(resource).map((reference) => reference.split('.')[0] ?? '');
  return [...new Set([...(resource.owner === undefined ? [] : [resource.owner]), ...names])].filter(
    (name) => name !== resource.name && !REFERENCES_OF_A_RUN.includes(name),
  );
}

/** References in everything a resource's recipe sends or compares. */
export function recipeReferences({ make, find, remove, check }: Resource): string[] {
  const questions = check.map(({ with: parameters, has, lacking }) => [parameters, has?.item, lacking]);
  return namesIn([
    make.map((way) => way.with),
    find.map((way) => [way.with, way.where]),
    remove.map((way) => way.with),
    questions,
  ]);
}

/** References in the calls that make it, find it again and remove it. */
export function makingReferences({ make, find, remove }: Resource, owner: Resource | undefined): string[] {
  const calls = [...make, ...find, ...remove];
  return namesIn([calls.map((way) => parametersOf(way, owner)), find.map((way) => way.where)]);
}

/** The parameters of a recipe's call: those that show its owner, and its own, which win. */
export function parametersOf(
  { with: parameters = {} }: { with?: RecipeParameters },
  owner: Resource | undefined,
): RecipeParameters {
  return { ...owner?.identity, ...parameters };
}
