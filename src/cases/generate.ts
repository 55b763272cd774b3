import type {
  CaseGroup,
  Contract,
  ContractPage,
  Credential,
  ParameterValue,
  RequestPatch,
  Variants,
  WorldThing,
} from '../contract/contract.ts';
import { DataError } from '../contract/yaml-file.ts';
import { type Capability, type Case, type Expected, planNeeds, type RequestPlan } from './case.ts';
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
      request,
      needs,
      expected,
      claims: claimsOf(contract, method, expected, namedClaims(variants, combination)),
    };
  });
}

function groupCases(contract: Contract, page: ContractPage, group: CaseGroup, selection: Selection): Case[] {
  const method = group.method ?? methodName(page);
  const owner = contract.pages.find((one) => one.data.method?.name === method);
  const variants = owner?.data.variants;
  if (!owner || !variants) throw new Error(`'${method}' has no variants; the contract was not checked`);
  const expected = expectation(contract, owner, page, group);
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
    return {
      id: [group.id, Object.values(part).join(',')].filter(Boolean).join('/'),
      title: over.map((name) => chosen(variants, combination, name).title).join(', ') || group.title,
      group: group.title,
      method,
      tags: group.tags ?? [],
      request,
      needs,
      expected,
      claims: claimsOf(contract, method, expected, [
        ...(group.claims ?? []),
        ...namedClaims(variants, combination),
      ]),
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
  method: string,
  expected: Expected,
  named: readonly string[],
): string[] {
  const applied = contract.claims.filter(({ check, method: owner, error }) => {
    if (!check || (owner !== undefined && owner !== method)) return false;
    if (expected.kind === 'success') return Boolean(check.status || check.success || check.relation);
    if (check.failure) return true;
    return expected.kind === 'error' && error === expected.error;
  });
  const shown = named.filter((id) => !contract.claim(id)?.check?.accepted || expected.kind === 'success');
  return [...new Set([...shown, ...applied.map((claim) => claim.id)])];
}

function expectation(
  contract: Contract,
  owner: ContractPage,
  page: ContractPage,
  group: CaseGroup,
): Expected {
  if (group.expect.success) return { kind: 'success', documented: true };
  const code = group.expect.error;
  const error = code === undefined ? undefined : (contract.error(code, page) ?? contract.error(code, owner));
  return error ? { kind: 'error', error } : { kind: 'refused' };
}

function allowedBy(variants: Variants): (combination: Combination) => boolean {
  return (combination) =>
    !variants.except.some(({ when }) =>
      Object.entries(when).every(([name, values]) => values.includes(combination[name] ?? '')),
    );
}

function plan(
  method: string,
  variants: Variants,
  combination: Combination,
  change: RequestPatch | undefined,
): { request: RequestPlan; needs: Capability[] } {
  let credential: Credential = { none: true };
  let patch: RequestPatch = {};
  const parameters: Record<string, ParameterValue> = {};
  const needs: WorldThing[] = [];
  let rename: Partial<Record<string, WorldThing>> = {};
  const values = Object.keys(combination).map((name) => chosen(variants, combination, name));
  for (const value of values) {
    rename = { ...rename, ...value.rename };
    needs.push(...(value.needs ?? []));
  }
  for (const set of [...values.map((value) => value.set), change ?? {}]) {
    credential = set.credential ?? credential;
    patch = { ...patch, ...set };
    Object.assign(parameters, set.parameters);
  }
  const renamed = (thing: WorldThing): WorldThing => rename[thing] ?? thing;
  const request: RequestPlan = {
    scheme: patch.scheme ?? 'https',
    credential,
    verb: patch.verb ?? 'POST',
    encoding: patch.encoding ?? 'json',
    suffix: patch.suffix ?? '',
    method,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [
        name,
        value.use ? { ...value, use: renamed(value.use) } : value,
      ]),
    ),
  };
  return { request, needs: [...new Set([...planNeeds(request), ...needs.map(renamed)])] };
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

/** Every claim has a case or a written reason why none can exist. */
function requireCases(contract: Contract, cases: readonly Case[]): void {
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
