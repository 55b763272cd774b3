import { guess } from '../base/guess.ts';
import { own } from '../base/own.ts';
import type { DataProblem, YamlFile } from '../base/yaml-file.ts';
import {
  dependenciesOf,
  partsOf,
  REFERENCES_OF_A_RUN,
  type Resource,
  type ResourceInFile,
} from './resource.ts';
import type { Instance, KnownNames } from './resources.ts';
import { namesIn } from './values.ts';

type Path = readonly (string | number)[];
type Report = (path: Path, message: string) => void;

/**
 * What is wrong with resources beyond their shape.
 *
 * @param fault why a reference leads nowhere
 */
export function mistakesIn(
  resources: readonly ResourceInFile[],
  known: KnownNames,
  fault: (reference: string) => string | undefined,
): DataProblem[] {
  const problems: DataProblem[] = [];
  const variables = new Map<string, string>();
  for (const [index, resource] of resources.entries()) {
    const { file, name } = resource;
    const report: Report = (path, message) =>
      problems.push({ file: file.path, line: file.lineOf(path), message });
    const first = resources.findIndex((each) => each.name === name);
    const { file: earlier } = resources[first] ?? resource;
    if (first !== index)
      report(
        ['resource'],
        `duplicate resource '${name}', first defined at ${earlier.path}:${earlier.lineOf(['resource'])}`,
      );
    if (REFERENCES_OF_A_RUN.includes(name))
      report(['resource'], `'${name}' cannot be the name of a resource: $${name} is filled by the run`);
    inOwner(resource, resources, report);
    inVariables(resource, known.variables, variables, report);
    inRecipe(resource, known.methods, report);
    inOthers(resource, resources, report);
    inReferences(resource, fault, report);
  }
  return [...problems, ...cycles(resources)];
}

function inOwner({ owner, name }: Resource, resources: readonly Resource[], report: Report): void {
  if (owner === undefined) return;
  const names = resources.map((each) => each.name).filter((each) => each !== name);
  if (owner === name) report(['owner'], `'${name}' cannot be its own owner`);
  else if (!names.includes(owner))
    report(
      ['owner'],
      `there is no resource '${owner}'${guess(owner, names) || `; known: ${names.join(', ')}`}`,
    );
}

/** Variables that nobody reads, and those that give two things. */
function inVariables(
  resource: ResourceInFile,
  variables: readonly string[],
  seen: Map<string, string>,
  report: Report,
): void {
  const { file, given, secret, others } = resource;
  const isMap = typeof (file.value as { given?: unknown }).given === 'object';
  const named: (readonly [Path, string | undefined])[] = [
    [isMap ? ['given', 'webhook'] : ['given'], given.webhook],
    [['given', 'token'], given.token],
    [['secret', 'given'], secret?.given],
    ...Object.entries(others).map(
      ([part, other]) =>
        [['others', part, 'given'], typeof other === 'object' ? other.given : undefined] as const,
    ),
  ];
  for (const [path, variable] of named) {
    if (variable === undefined) continue;
    const earlier = seen.get(variable);
    seen.set(variable, `${file.path}:${file.lineOf(path)}`);
    if (!variables.includes(variable))
      report(
        path,
        `'${variable}' is not a variable of this suite${guess(variable, variables) || '; add it to VARIABLES'}`,
      );
    else if (earlier !== undefined)
      report(path, `'${variable}' gives two values; it is named first at ${earlier}`);
  }
}

function inRecipe(resource: ResourceInFile, methods: readonly string[] | undefined, report: Report): void {
  const { name, make, find, remove, stays, check, others, given, otherwise, file } = resource;
  const isList = (key: string): boolean => Array.isArray((file.value as Record<string, unknown>)[key]);
  const at = (key: string, index: number, ...rest: Path): Path =>
    isList(key) ? [key, index, ...rest] : [key, ...rest];
  for (const [key, ways] of Object.entries({ make, find, remove, check }))
    ways.forEach(({ call }, index) => {
      if (methods && !methods.some((method) => method.toLowerCase() === call.toLowerCase()))
        report(at(key, index, 'call'), `the documentation has no method '${call}'${guess(call, methods)}`);
    });
  const pointer = (value: string | undefined, path: Path): void => {
    if (value !== undefined && !value.startsWith('/'))
      report(
        path,
        `'${value}' is not a JSON Pointer: it must begin with '/'; did you mean '/${value.replaceAll('.', '/')}'?`,
      );
  };
  make.forEach(({ id }, index) => {
    pointer(id, at('make', index, 'id'));
  });
  find.forEach((way, index) => {
    pointer(way.id, at('find', index, 'id'));
    pointer(way.in, at('find', index, 'in'));
    for (const key of Object.keys(way.where ?? {})) pointer(key, at('find', index, 'where', key));
    if (way.where && way.in === undefined)
      report(at('find', index, 'where'), `'where' chooses among items: it needs 'in' beside it`);
  });
  check.forEach(({ has }, index) => {
    pointer(has?.in, at('check', index, 'has', 'in'));
  });
  if (stays !== undefined && remove.length > 0)
    report(['remove'], `'remove' of '${name}' has both 'none' and a call`);
  const known = Object.values(given).length > 0 || otherwise !== undefined;
  if (make.length === 0) {
    for (const key of ['find', 'remove'] as const)
      if (resource[key].length > 0 || (key === 'remove' && stays !== undefined))
        report([key], `'${name}' has '${key}' and no 'make': what a run does not make, it does not remove`);
    if (!known && Object.keys(others).length === 0)
      report(['resource'], `'${name}' is neither made nor given: it needs 'make' or 'given'`);
    return;
  }
  if (stays !== undefined) return;
  if (remove.length === 0)
    report(['make'], `'${name}' is made and never removed: it needs 'remove', or 'remove: { none: why }'`);
  if (find.length === 0)
    report(['make'], `'${name}' needs 'find': a killed run leaves it without its id being known`);
  make.forEach((way, index) => {
    if (!namesIn(way.with).includes('unique'))
      report(
        at('make', index, 'with'),
        `'$unique' is not in what makes '${name}': after a killed run nothing distinguishes it from others`,
      );
  });
  find.forEach((way, index) => {
    if (!namesIn([way.with, way.where]).includes('unique'))
      report(
        at('find', index),
        `'find' of '${name}' does not look for '$unique', so it would find what others made`,
      );
  });
}

function inOthers(resource: ResourceInFile, resources: readonly Resource[], report: Report): void {
  const { name, others, secret, make, owner } = resource;
  const taken = ['id', ...(secret ? [secret.part] : [])];
  if (secret?.part === 'id') report(['secret', 'part'], `'id' is the part of its id`);
  for (const [part, other] of Object.entries(others)) {
    const path = ['others', part];
    if (taken.includes(part)) report(path, `'${part}' is a part of '${name}' already`);
    if (['own', 'token', 'case'].includes(part))
      report(path, `'${part}' cannot be the name of a part: the ledger uses it for '${name}' itself`);
    if (typeof other !== 'object' || other.known !== undefined) continue;
    if (make.length === 0 && other.given === undefined)
      report(
        path,
        `'${name}.${part}' is neither made nor given: it needs 'given', or '${name}' needs 'make'`,
      );
    if (other.secret !== undefined && !secret)
      report([...path, 'secret'], `'${name}' has no 'secret' that another could differ in`);
    if (other.owner === undefined) continue;
    const [ownerName = '', ownerPart = ''] = other.owner.split('.');
    const maker = resources.find((each) => each.name === ownerName);
    if (owner === undefined || ownerName !== owner)
      report(
        [...path, 'owner'],
        owner === undefined
          ? `'${name}' has no owner; give it one, or leave this out`
          : `the owner of '${name}' is '${owner}', not '${ownerName}'${guess(ownerName, [owner])}`,
      );
    else if (maker && ownerPart !== 'id') {
      const value = own(maker.others, ownerPart);
      const roles = Object.keys(maker.others).filter((each) => typeof maker.others[each] === 'object');
      if (typeof value !== 'object')
        report(
          [...path, 'owner'],
          `'${other.owner}' is not a ${ownerName} that can own something${guess(ownerPart, roles) || `; known: ${['id', ...roles].map((each) => `${ownerName}.${each}`).join(', ')}`}`,
        );
    }
  }
}

/** References that lead nowhere, or to what is not known at that moment. */
function inReferences(
  resource: ResourceInFile,
  fault: (reference: string) => string | undefined,
  report: Report,
): void {
  const { name, file } = resource;
  const visit = (value: unknown, path: Path, without: readonly string[]): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value))
        visit(item, [...path, Array.isArray(value) ? Number(key) : key], without);
      return;
    }
    for (const reference of namesIn(value)) {
      const problem = fault(reference);
      if (problem !== undefined) report(path, problem);
      else if (without.includes(reference)) report(path, `'$${reference}' is not known here`);
      else if (isOther(resource, reference))
        report(path, `'$${reference}': '${name}' cannot need another one of its kind`);
    }
  };
  const data = file.value as Record<string, unknown>;
  visit(data.make, ['make'], [`${name}.id`]);
  visit(data.find, ['find'], [`${name}.id`]);
  visit(data.remove, ['remove'], []);
  visit(data.check, ['check'], ['unique', 'run']);
  for (const key of ['identity', 'taken']) {
    visit(data[key], [key], ['unique', 'run']);
    for (const reference of namesIn(data[key]))
      if (fault(reference) === undefined && !reference.startsWith(`${name}.`))
        report(
          [key],
          `'$${reference}' is not a part of '${name}': ${key === 'taken' ? 'what methods take it as' : 'its identity'} is of itself`,
        );
  }
  visit(data.otherwise, ['otherwise'], [`${name}.id`, 'unique', 'run']);
  if (typeof data.otherwise === 'string' && namesIn(data.otherwise).length !== 1)
    report(['otherwise'], `'otherwise' must be one reference, such as $${name}.${partsOf(resource).at(-1)}`);
}

/** Whether it is the id of another one of the same kind; constants and what is known of the target are not. */
function isOther({ name, others }: Resource, reference: string): boolean {
  const [of, part = ''] = reference.split('.');
  const other = of === name ? own(others, part) : undefined;
  return typeof other === 'object' && other.known === undefined;
}

/** Resources that need each other, each cycle once. */
function cycles(resources: readonly ResourceInFile[]): DataProblem[] {
  const problems: DataProblem[] = [];
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    const resource = resources.find((each) => each.name === name);
    if (!resource || done.has(name)) return;
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name];
      const { file } = resource;
      problems.push({
        file: file.path,
        line: file.lineOf(['resource']),
        message: `resources need each other in a circle: ${circle.join(' → ')}; none of them could be made first`,
      });
      return;
    }
    for (const needed of dependenciesOf(resource)) visit(needed, [...path, name]);
    done.add(name);
  };
  for (const { name } of resources) visit(name, []);
  return problems;
}

/**
 * Things that belong to different owners, and yet need each other.
 *
 * @param files by the name of the resource
 */
export function mistakesInInstances(
  instances: readonly Instance[],
  files: ReadonlyMap<string, YamlFile>,
): DataProblem[] {
  return instances.flatMap((instance): DataProblem[] => {
    const { resource, role, on, by } = instance;
    const { owner, name } = resource;
    const file = files.get(name);
    const maker = owner === undefined ? undefined : on.get(owner);
    if (!maker || !file) return [];
    const line = file.lineOf(role === 'token' ? ['given'] : ['others', role]);
    if (maker.by !== by)
      return [
        {
          file: file.path,
          line,
          message: `${instance.need} is made by ${by}, but its owner ${maker.need} by ${maker.by}: '${owner}' needs 'perCredential' as well`,
        },
      ];
    return [...on.values()]
      .filter((needed) => needed.resource.owner === owner && needed.on.get(owner ?? '') !== maker)
      .map((needed) => ({
        file: file.path,
        line,
        message: `${instance.need} belongs to ${maker.need}, but no ${needed.resource.name} does: add one to 'others' of '${needed.resource.name}' with 'owner: ${maker.need}', or leave the ${name} out`,
      }));
  });
}
