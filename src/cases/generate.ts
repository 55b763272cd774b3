import type {
  CaseGroup,
  Check,
  Contract,
  ContractPage,
  Step as ContractStep,
  ParameterValue,
  RequestPatch,
  Variants,
  WorldThing,
} from '../contract/contract.ts';
import { DataError, type DataProblem } from '../contract/yaml-file.ts';
import {
  type Capability,
  type Case,
  credentialKind,
  type Expected,
  planNeeds,
  type RequestPlan,
  type Step,
} from './case.ts';
import { renameIn } from './placeholders.ts';
import { type Combination, covering, product } from './select.ts';

/** `full`: every combination that makes sense. `pairwise`: every pair of values, for targets that should be spared. */
export type Selection = 'full' | 'pairwise';

/** All cases of a contract, in its order. Pure and deterministic. */
export function generateCases(contract: Contract, selection: Selection): Case[] {
  const cases = contract.pages.flatMap((page) => [
    ...(page.data.variants ? variantCases(contract, page, page.data.variants, selection) : []),
    ...(page.data.cases ?? []).flatMap((group) => groupCases(contract, page, group, selection)),
  ]);
  requireCases(contract, cases);
  return cases;
}

function variantCases(
  contract: Contract,
  page: ContractPage,
  variants: Variants,
  selection: Selection,
): Case[] {
  const method = methodName(page);
  const factors = Object.fromEntries(
    Object.entries(variants.dimensions).map(([name, values]) => [name, Object.keys(values)]),
  );
  const allowed = allowedBy(variants);
  const combinations = selection === 'full' ? product(factors, allowed) : covering(factors, 2, allowed);
  return combinations.map((combination): Case => {
    const titleOf = (name: string): string => chosen(variants, combination, name).title;
    const documented = Object.keys(combination).every(
      (name) => !chosen(variants, combination, name).undocumented,
    );
    const expected: Expected = { kind: 'success', documented };
    const { request, needs } = plan(method, variants, combination, undefined);
    return {
      id: `${method}/${Object.values(combination).join(',')}`,
      title: Object.keys(combination)
        .filter((name) => !variants.group.includes(name))
        .map(titleOf)
        .join(', '),
      group: variants.group.map(titleOf).join(' · '),
      method,
      tags: variants.tags ?? [],
      before: [],
      request,
      after: [],
      needs: [...new Set(needs)],
      expected,
      claims: claimsOf(contract, request, expected, namedClaims(variants, combination)),
    };
  });
}

function groupCases(contract: Contract, page: ContractPage, group: CaseGroup, selection: Selection): Case[] {
  const method = group.method ?? methodName(page);
  const variants = contract.pages.find((one) => one.data.method?.name === method)?.data.variants;
  if (!variants) throw new Error(`'${method}' has no variants; the contract was not checked`);
  const over = group.over ?? [];
  const start: Combination = { ...variants.baseline, ...group.at };
  const factors = Object.fromEntries(
    over.map((name) => [name, Object.keys(variants.dimensions[name] ?? {})]),
  );
  const allowed = (part: Combination): boolean => allowedBy(variants)({ ...start, ...part });
  const parts = selection === 'full' ? product(factors, allowed) : covering(factors, 1, allowed);
  if (parts.length === 0) {
    const line = page.file.lineOf(['cases', (page.data.cases ?? []).indexOf(group)]);
    throw new DataError([
      {
        file: page.file.path,
        line,
        message: `'${group.id}' has no case left: 'except' of ${method} excludes them all`,
      },
    ]);
  }
  return parts.map((part): Case => {
    const combination = { ...start, ...part };
    const { request, needs } = plan(method, variants, combination, group.set);
    const expected = expectation(contract, page, group, request);
    const before = toSteps(method, variants, combination, group.before);
    const after = toSteps(method, variants, combination, group.after);
    // Another method's request is no variant of this one, nor is a form that no page shows: the values' claims are not
    // about them.
    const isVariant = group.set?.method === undefined && !group.undocumented;
    const ofValues = isVariant ? namedClaims(variants, combination) : [];
    return {
      id: [group.id, Object.values(part).join(',')].filter(Boolean).join('/'),
      title: over.map((name) => chosen(variants, combination, name).title).join(', ') || group.title,
      group: group.title,
      method,
      tags: group.tags ?? [],
      before: before.steps,
      request,
      burst: group.burst,
      evidence: group.evidence,
      after: after.steps,
      needs: [...new Set([...needs, ...before.needs, ...after.needs, ...(group.needs ?? [])])],
      expected,
      claims: claimsOf(contract, request, expected, [...(group.claims ?? []), ...ofValues]),
    };
  });
}

/** Claims of the dimension values. */
function namedClaims(variants: Variants, combination: Combination): string[] {
  return Object.keys(combination).flatMap((name) => chosen(variants, combination, name).claims ?? []);
}

/** The named claims that such an expectation can show, and those that apply to every case of its kind. */
function claimsOf(
  contract: Contract,
  request: RequestPlan,
  expected: Expected,
  named: readonly string[],
): string[] {
  const applied = contract.claims.filter((claim) => {
    const { check, method } = claim;
    if (!check || (method !== undefined && method !== request.method)) return false;
    if (expected.kind === 'error' && check.error) return contract.isAbout(claim, expected.error);
    // The authorization server has an envelope of its own.
    if (request.endpoint !== 'rest' || expected.kind === 'any') return false;
    if (expected.kind === 'success') return Boolean(check.status || check.success || isOfEveryAnswer(check));
    return Boolean(check.failure);
  });
  const shown = named.filter((id) => !contract.claim(id)?.check?.accepted || expected.kind === 'success');
  return [...new Set([...shown, ...applied.map((claim) => claim.id)])];
}

/** A relation that holds in every success answer; the others are named by the cases that can show them. */
function isOfEveryAnswer(check: Check): boolean {
  return check.relation?.startsWith('time-') ?? false;
}

function expectation(
  contract: Contract,
  page: ContractPage,
  group: CaseGroup,
  { credential }: RequestPlan,
): Expected {
  if (group.expect.success) return { kind: 'success', documented: !group.undocumented };
  if (group.expect.any) return { kind: 'any' };
  const code = group.expect.error;
  const error = code === undefined ? undefined : contract.error(code, page, credentialKind(credential));
  return error ? { kind: 'error', error } : { kind: 'refused' };
}

function allowedBy(variants: Variants): (combination: Combination) => boolean {
  return (combination) =>
    !variants.except.some(({ when }) =>
      Object.entries(when).every(([name, values]) => values.includes(combination[name] ?? '')),
    );
}

interface Planned {
  request: RequestPlan;
  needs: Capability[];
}

/** The request of a combination, with the changes that a case makes to it. */
function plan(
  method: string,
  variants: Variants,
  combination: Combination,
  change: RequestPatch | undefined,
): Planned {
  const values = Object.keys(combination).map((name) => chosen(variants, combination, name));
  const rename: Partial<Record<string, WorldThing>> = Object.assign(
    {},
    ...values.map((value) => value.rename),
  );
  const patches: RequestPatch[] = [...values.map((value) => value.set), change ?? {}];
  const patch: RequestPatch = Object.assign({}, ...patches);
  const merged = (part: 'parameters' | 'query'): Record<string, ParameterValue> => {
    // A case that calls another method does not send this one's parameters.
    const from = change?.method === undefined ? patches : [change];
    const all: Record<string, ParameterValue> = Object.assign({}, ...from.map((one) => one[part]));
    return Object.fromEntries(
      Object.entries(all).map(([name, { use, ...value }]) => [
        name,
        { ...renameIn(value, rename), ...(use ? { use: rename[use] ?? use } : {}) },
      ]),
    );
  };
  const request: RequestPlan = {
    scheme: patch.scheme ?? 'https',
    endpoint: patch.endpoint ?? 'rest',
    credential: patch.credential ?? { none: true },
    verb: patch.verb ?? 'POST',
    encoding: patch.encoding ?? 'json',
    suffix: patch.suffix ?? '',
    method: patch.method ?? method,
    slashes: patch.slashes,
    headers: patch.headers ?? {},
    parameters: merged('parameters'),
    query: merged('query'),
    body: patch.body,
  };
  const required = values.flatMap((value) => value.needs ?? []).map((need) => rename[need] ?? need);
  return { request, needs: [...planNeeds(request), ...required] };
}

function toSteps(
  method: string,
  variants: Variants,
  start: Combination,
  steps: readonly ContractStep[] | undefined,
) {
  const needs: Capability[] = [];
  const made = (steps ?? []).flatMap(({ world, set, at, capture, times }): Step[] => {
    if (world) return [{ kind: 'world', change: world }];
    const planned = plan(method, variants, { ...start, ...at }, set);
    needs.push(...planned.needs);
    return [{ kind: 'request', plan: planned.request, capture: capture ?? {}, times: times ?? 1 }];
  });
  return { steps: made, needs };
}

function chosen(variants: Variants, combination: Combination, name: string) {
  const value = variants.dimensions[name]?.[combination[name] ?? ''];
  if (!value) throw new Error(`no value '${combination[name]}' of '${name}'; the contract was not checked`);
  return value;
}

function methodName(page: ContractPage): string {
  if (!page.data.method) throw new Error(`${page.file.path} names no method; the contract was not checked`);
  return page.data.method.name;
}

/** Every claim has a case or a written reason why none can exist; every case has a claim. */
function requireCases(contract: Contract, cases: readonly Case[]): void {
  const idle = cases.filter((one) => one.claims.length === 0).map((one) => whereCaseStands(contract, one));
  if (idle.length > 0) throw new DataError(idle);
  const exercised = new Set(cases.flatMap((one) => one.claims));
  const lonely = contract.claims.filter((claim) => claim.check && !exercised.has(claim.id));
  if (lonely.length === 0) return;
  throw new DataError(
    lonely.map(({ file, line, id }) => ({
      file,
      line,
      message: `no case exercises '${id}': name it in a dimension's value or a case, or say why it is 'untestable'`,
    })),
  );
}

function whereCaseStands(contract: Contract, { id }: Case): DataProblem {
  const message = `the case '${id}' exercises no claim: name one under its 'claims'`;
  for (const { file, data } of contract.pages) {
    const index = (data.cases ?? []).findIndex((group) => id === group.id || id.startsWith(`${group.id}/`));
    if (index >= 0) return { file: file.path, line: file.lineOf(['cases', index]), message };
    if (data.method && id.startsWith(`${data.method.name}/`))
      return { file: file.path, line: file.lineOf(['variants']), message };
  }
  throw new Error(`'${id}' stands nowhere in the contract data`);
}
