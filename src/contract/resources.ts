import { guess } from '../base/guess.ts';
import { own } from '../base/own.ts';
import { DataError, type DataProblem, parseYamlFile } from '../base/yaml-file.ts';
import type { CredentialKind } from './contract.gen.ts';
import type { TextFile } from './contract.ts';
import type { Other, ResourceSecret } from './resource.gen.ts';
import {
  dependenciesOf,
  makingReferences,
  partsOf,
  REFERENCES_OF_A_RUN,
  type Resource,
  type ResourceInFile,
  toResource,
} from './resource.ts';
import { mistakesIn, mistakesInInstances } from './resource-mistakes.ts';
import type { Schemas } from './schemas.ts';
import { validateShape } from './validate.ts';
import type { Scalar } from './values.ts';

export type { Belonging, Find, Make, Question, RecipeParameters, ResourceSecret } from './resource.gen.ts';
export { REFERENCES_OF_A_RUN, type Removal, type Resource } from './resource.ts';

/** One thing of a kind: what a reference to an id means, and what a run makes where it is not given. */
export interface Instance {
  resource: Resource;
  /** `own`, `token` (under OAuth) or the name among the resource's `others`. */
  role: string;
  /** Credential by which it is made, found and removed. */
  by: CredentialKind;
  /** Name of its id's value: `bot.id`, `bot.foreign`, `bot.id@token`. */
  need: string;
  /** Variable that gives its id. */
  variable: string | undefined;
  /** Follows the run's own secret in the one by which this is made; empty for the run's own. */
  ending: string;
  /** What its recipe means by another resource's name. */
  on: ReadonlyMap<string, Instance>;
  /** What must be there to make it, find it again and remove it. */
  needs: readonly Instance[];
  /** The resource whose secret its calls send; undefined where they need none. */
  secretOf: Resource | undefined;
}

/** What a reference leads to. */
export type Located =
  | { kind: 'id'; instance: Instance }
  | { kind: 'secret'; instance: Instance; secret: ResourceSecret }
  | { kind: 'constant'; value: Scalar }
  | { kind: 'known'; what: NonNullable<Other['known']> };

/** All resources, checked and linked. */
export interface Resources {
  /** Those that others need come first. */
  all: readonly Resource[];
  /** Everything that a run may have to make, in an order in which it can. */
  instances: readonly Instance[];
  get(name: string): Resource | undefined;
  /**
   * What a reference such as `bot.id` leads to for calls with that kind of credential.
   *
   * @throws Error where it leads nowhere; `fault` says why beforehand
   */
  locate(reference: string, kind?: CredentialKind): Located;
  /** Name of the value that a case needs, such as `bot.id` or `bot.id@token`; undefined where it is always there. */
  need(reference: string, kind?: CredentialKind): string | undefined;
  /** Why a reference leads nowhere, with a guess; undefined where it leads somewhere. */
  fault(reference: string): string | undefined;
}

/** What resources may name beside each other. */
export interface KnownNames {
  /** Variables of the environment. */
  variables: readonly string[];
  /** Methods that the documentation knows; where they are not given, names of methods are not checked. */
  methods?: readonly string[];
}

/**
 * Parses, checks and links resources. Pure: the caller reads the files.
 *
 * @throws DataError with every mistake found: YAML, unknown keys, resources, parts, variables, cycles, pointers
 */
export function buildResources(files: readonly TextFile[], schemas: Schemas, known: KnownNames): Resources {
  return linkResources(readResources(files, schemas, known));
}

/**
 * Parses and checks resources: plain data.
 *
 * @throws DataError as above
 */
export function readResources(
  files: readonly TextFile[],
  schemas: Schemas,
  known: KnownNames,
): readonly Resource[] {
  const problems: DataProblem[] = [];
  const read: ResourceInFile[] = [];
  for (const { path, text } of files) {
    try {
      const file = parseYamlFile(path, text);
      const wrong = validateShape(file, schemas, 'resource.schema.json');
      problems.push(...wrong);
      if (wrong.length === 0) read.push({ ...toResource(file), file });
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length === 0) problems.push(...mistakesIn(read, known, (reference) => fault(read, reference)));
  if (problems.length > 0) throw new DataError(problems);
  const resources = inOrder(read.map(({ file, ...resource }) => resource));
  problems.push(
    ...mistakesInInstances(allInstances(resources), new Map(read.map(({ name, file }) => [name, file]))),
  );
  if (problems.length > 0) throw new DataError(problems);
  return resources;
}

/**
 * Makes resources findable.
 *
 * @param all without mistakes, those that others need first
 */
export function linkResources(all: readonly Resource[]): Resources {
  const instances = allInstances(all);
  /** Every request of a run asks for some of a few dozen. */
  const known = new Map<string, Located>();
  const locate: Resources['locate'] = (reference, kind = 'webhook') => {
    const key = `${kind} ${reference}`;
    const found = known.get(key) ?? locateIn(instances, reference, kind) ?? valueIn(all, reference);
    if (!found) throw new Error(fault(all, reference) ?? `$${reference} is filled by the run`);
    known.set(key, found);
    return found;
  };
  return {
    all,
    instances,
    get: (name) => all.find((resource) => resource.name === name),
    locate,
    need(reference, kind) {
      const located = locate(reference, kind);
      if (located.kind === 'id') return located.instance.need;
      return located.kind === 'secret' ? reference : undefined;
    },
    fault: (reference) => fault(all, reference),
  };
}

function fault(all: readonly Resource[], reference: string): string | undefined {
  if (REFERENCES_OF_A_RUN.includes(reference)) return undefined;
  const [name = '', part] = reference.split('.');
  const names = all.map((resource) => resource.name);
  const resource = all.find((each) => each.name === name);
  if (!resource) {
    const known = part === undefined ? [...REFERENCES_OF_A_RUN, ...names] : names;
    return `'$${reference}': there is no resource '${name}'${guess(name, known) || `; known: ${known.join(', ')}`}`;
  }
  const parts = partsOf(resource);
  if (part === undefined)
    return `'$${reference}' lacks the part of ${name}; known: ${parts.map((each) => `$${name}.${each}`).join(', ')}`;
  if (parts.includes(part)) return undefined;
  return `'$${reference}': ${name} has no part '${part}'${guess(part, parts) || `; known: ${parts.join(', ')}`}`;
}

function locateIn(
  instances: readonly Instance[],
  reference: string,
  kind: CredentialKind,
): Located | undefined {
  const [name, part = ''] = reference.split('.');
  const ofName = instances.filter(({ resource }) => resource.name === name);
  const role = (wanted: string): Instance | undefined => ofName.find((each) => each.role === wanted);
  const plain = role('own');
  const secret = plain?.resource.secret;
  if (plain && secret && part === secret.part) return { kind: 'secret', instance: plain, secret };
  const instance = part === 'id' ? ((kind === 'token' ? role('token') : undefined) ?? plain) : role(part);
  return instance && { kind: 'id', instance };
}

/** A constant, or what is known of the target. */
function valueIn(all: readonly Resource[], reference: string): Located | undefined {
  const [name, part = ''] = reference.split('.');
  const resource = all.find((each) => each.name === name);
  const other = resource && own(resource.others, part);
  if (other === undefined) return undefined;
  if (typeof other !== 'object') return { kind: 'constant', value: other };
  return other.known === undefined ? undefined : { kind: 'known', what: other.known };
}

/** Those that others need first; there are no cycles. */
function inOrder(resources: readonly Resource[]): Resource[] {
  const ordered: Resource[] = [];
  const add = (resource: Resource): void => {
    if (ordered.includes(resource)) return;
    for (const name of dependenciesOf(resource)) {
      const needed = resources.find((each) => each.name === name);
      if (needed) add(needed);
    }
    ordered.push(resource);
  };
  resources.forEach(add);
  return ordered;
}

function allInstances(resources: readonly Resource[]): Instance[] {
  const instances: Instance[] = [];
  for (const resource of resources) instances.push(...instancesOf(resource, instances));
  return instances;
}

/** @param earlier instances of the resources that this one needs */
function instancesOf(resource: Resource, earlier: readonly Instance[]): Instance[] {
  const { name, given, perCredential, others } = resource;
  const make = (role: string, by: CredentialKind, need: string, other: Other = {}): Instance => {
    const on = ownersFor(resource, role, other.owner, earlier);
    const ending = other.secret === 'other' ? `-${role}` : '';
    const inherited = resource.secret ? '' : ([...on.values()].find((each) => each.ending)?.ending ?? '');
    const references = makingReferences(resource, on.get(resource.owner ?? '')?.resource);
    const secretOf = [resource, ...[...on.values()].map((each) => each.resource)].find(
      (each) =>
        each.secret &&
        (each.secret.for ?? by) === by &&
        references.includes(`${each.name}.${each.secret.part}`),
    );
    const needs = new Set(
      references.flatMap((reference) => {
        const [of = '', part = ''] = reference.split('.');
        if (of === name) return [];
        return (
          earlier.find((each) => each.resource.name === of && each.role === part) ??
          (own(on.get(of)?.resource.others ?? {}, part) === undefined ? (on.get(of) ?? []) : [])
        );
      }),
    );
    const variable = other.given ?? (role === 'own' ? (given.webhook ?? given.token) : undefined);
    return {
      resource,
      role,
      by,
      need,
      variable: role === 'token' ? given.token : variable,
      ending: ending || inherited,
      on,
      needs: [...needs],
      secretOf,
    };
  };
  const byToken = given.token !== undefined && given.webhook === undefined && !perCredential;
  return [
    make('own', byToken ? 'token' : 'webhook', `${name}.id`),
    ...Object.entries(others).flatMap(([role, other]) =>
      typeof other === 'object' && other.known === undefined
        ? [make(role, 'webhook', `${name}.${role}`, other)]
        : [],
    ),
    ...(perCredential ? [make('token', 'token', `${name}.id@token`)] : []),
  ];
}

/** What an instance's recipe means by the names of other resources: things that belong together. */
function ownersFor(
  resource: Resource,
  role: string,
  owner: string | undefined,
  earlier: readonly Instance[],
): Map<string, Instance> {
  const on = new Map<string, Instance>();
  const [, ownerPart = 'id'] = (owner ?? '').split('.');
  for (const name of dependenciesOf(resource)) {
    const candidates = earlier.filter((each) => each.resource.name === name);
    const withRole = (wanted: string): Instance | undefined =>
      candidates.find((each) => each.role === wanted);
    const plain = (role === 'token' ? withRole('token') : undefined) ?? withRole('own');
    const ownerRole = ownerPart === 'id' ? undefined : withRole(ownerPart);
    const chosen = name === resource.owner ? (ownerRole ?? plain) : plain;
    if (chosen) on.set(name, chosen);
  }
  const ownerInstance = resource.owner === undefined ? undefined : on.get(resource.owner);
  for (const [name, chosen] of on) {
    if (chosen.resource.owner !== resource.owner || ownerInstance === undefined) continue;
    const together = earlier.find(
      (each) => each.resource.name === name && each.on.get(resource.owner ?? '') === ownerInstance,
    );
    if (together) on.set(name, together);
  }
  return on;
}
