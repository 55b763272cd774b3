import type { Contract, ContractClaim, ContractPage, Variants } from './contract.ts';
import { guess } from './guess.ts';
import { own } from './own.ts';
import { sayRetired } from './retired.ts';
import type { DataProblem } from './yaml-file.ts';

/** Claims whose id stands twice. */
export function duplicates(claims: readonly ContractClaim[]): DataProblem[] {
  const first = new Map<string, ContractClaim>();
  return claims.flatMap((claim) => {
    const earlier = first.get(claim.id);
    if (!earlier) first.set(claim.id, claim);
    return earlier
      ? [
          {
            file: claim.file,
            line: claim.line,
            message: `the id '${claim.id}' stands already at ${earlier.file}:${earlier.line}`,
          },
        ]
      : [];
  });
}

/** Case ids are unique over all files: evidence is kept by them. */
export function duplicateCases(pages: readonly ContractPage[]): DataProblem[] {
  const first = new Map<string, string>();
  return pages.flatMap(({ file, data }) =>
    (data.cases ?? []).flatMap(({ id }, index) => {
      const line = file.lineOf(['cases', index, 'id']);
      const earlier = first.get(id);
      if (earlier === undefined) first.set(id, `${file.path}:${line}`);
      return earlier === undefined
        ? []
        : [{ file: file.path, line, message: `the case id '${id}' stands already at ${earlier}` }];
    }),
  );
}

/** Rows of a page's errors that nothing tells apart, and codes with rows for some kinds of credential only. */
export function duplicateErrors({ file, data }: ContractPage): DataProblem[] {
  const rows = data.errors ?? [];
  return rows.flatMap(({ code, credential }, index): DataProblem[] => {
    const line = file.lineOf(['errors', index, 'code']);
    const first = rows.findIndex((row) => row.code === code && row.credential === credential);
    const of = credential === undefined ? '' : ` for '${credential}'`;
    if (first !== index) {
      const earlier = file.lineOf(['errors', first, 'code']);
      const message = `the error '${code}' has another row${of} on line ${earlier}; where its text depends on the credential, 'credential' tells the rows apart`;
      return [{ file: file.path, line, message }];
    }
    const hasOthers = rows.some((row) => row.code === code && row.credential === undefined);
    if (hasOthers) return [];
    const message = `the error '${code}' has a row${of} and none for other calls: leave 'credential' out of one of its rows`;
    return [{ file: file.path, line, message }];
  });
}

/** Names that lead nowhere: claims, errors, schemas, methods, dimensions and their values. */
export function dangling(page: ContractPage, contract: Contract): DataProblem[] {
  const lookUp = createLookUp(page, contract);
  const { method, variants } = page.data;
  lookUp.schema(method?.answer, ['method', 'answer']);
  lookUp.schema(method?.parameters, ['method', 'parameters']);
  inClaims(page, contract, lookUp);
  if (variants) inVariants(page, variants, lookUp);
  inCases(page, contract, lookUp);
  return lookUp.problems;
}

type Path = readonly (string | number)[];

/** Looks names up, and keeps those that lead nowhere, each with the line of its path in the file. */
interface LookUp {
  problems: DataProblem[];
  report(path: Path, message: string): void;
  /** Claims that a case or a value names: they must be there, and testable. */
  claims(ids: readonly string[] | undefined, path: Path): void;
  schema(ref: string | undefined, path: Path): void;
  error(code: string | undefined, path: Path): void;
}

function createLookUp(page: ContractPage, contract: Contract): LookUp {
  const problems: DataProblem[] = [];
  const report = (path: Path, message: string): void => {
    problems.push({ file: page.file.path, line: page.file.lineOf(path), message });
  };
  const claimIds = contract.claims.map((claim) => claim.id);
  return {
    problems,
    report,
    claims(ids, path) {
      ids?.forEach((id, index) => {
        const claim = contract.claim(id);
        const gone = contract.retired.get(id);
        if (!claim && gone) report([...path, index], `'${id}' ${sayRetired(gone)}`);
        else if (!claim) report([...path, index], `no claim has the id '${id}'${guess(id, claimIds)}`);
        else if (!claim.check) report([...path, index], `'${id}' is untestable, yet a case names it`);
      });
    },
    schema(ref, path) {
      const fault = ref === undefined ? undefined : contract.schemas.fault(ref);
      if (fault !== undefined) report(path, fault);
    },
    error(code, path) {
      if (code === undefined || contract.error(code, page)) return;
      const known = contract.pages.flatMap((one) => one.data.errors ?? []).map((error) => error.code);
      report(path, `no error has the code '${code}'${guess(code, known)}`);
    },
  };
}

function inClaims(page: ContractPage, contract: Contract, lookUp: LookUp): void {
  page.data.claims.forEach((claim, index) => {
    const path = ['claims', index];
    if ((claim.check === undefined) === (claim.untestable === undefined))
      lookUp.report(path, `'${claim.id}' needs either 'check' or 'untestable', and not both`);
    lookUp.claims(claim.disagreesWith, [...path, 'disagreesWith']);
    const { code, part, credential } = claim.check?.error ?? {};
    const error = code === undefined ? undefined : contract.error(code, page, credential);
    if (error && error.credential !== credential)
      lookUp.report(
        [...path, 'check', 'error', 'credential'],
        `the error '${code}' has no row for '${credential}'; add it to 'errors'`,
      );
    if (error && part && error[part] === undefined)
      lookUp.report(
        [...path, 'check', 'error', 'part'],
        `the error '${code}' has no ${part}; add it to 'errors'`,
      );
    lookUp.error(code, [...path, 'check', 'error', 'code']);
    for (const kind of ['success', 'failure', 'shows'] as const)
      lookUp.schema(claim.check?.[kind]?.schema, [...path, 'check', kind, 'schema']);
  });
}

function inVariants({ data }: ContractPage, variants: Variants, lookUp: LookUp): void {
  const { dimensions, baseline, group, except } = variants;
  if (!data.method) lookUp.report(['variants'], `variants need a 'method'`);
  const names = Object.keys(dimensions);
  for (const [name, values] of Object.entries(dimensions)) {
    if (!Object.hasOwn(baseline, name))
      lookUp.report(['variants', 'baseline'], `the baseline lacks '${name}'`);
    for (const [value, { claims }] of Object.entries(values))
      lookUp.claims(claims, ['variants', 'dimensions', name, value, 'claims']);
  }
  const dimension = (name: string, path: Path): Variants['dimensions'][string] | undefined => {
    const values = own(dimensions, name);
    if (!values) lookUp.report(path, `no dimension is called '${name}'${guess(name, names)}`);
    return values;
  };
  const choice = (name: string, value: string, path: Path): void => {
    const values = dimension(name, path);
    if (values && !own(values, value)) lookUp.report(path, noValue(name, value, values));
  };
  for (const [name, value] of Object.entries(baseline)) choice(name, value, ['variants', 'baseline', name]);
  group.forEach((name, index) => {
    dimension(name, ['variants', 'group', index]);
  });
  except.forEach(({ when }, index) => {
    for (const [name, values] of Object.entries(when))
      for (const value of values) choice(name, value, ['variants', 'except', index, 'when', name]);
  });
}

function inCases({ data }: ContractPage, contract: Contract, lookUp: LookUp): void {
  data.cases?.forEach((group, index) => {
    const path = ['cases', index];
    lookUp.claims(group.claims, [...path, 'claims']);
    const method = group.method ?? data.method?.name ?? '';
    const methods = contract.pages.flatMap((one) => one.data.method?.name ?? []);
    const owner = contract.pages.find((one) => one.data.method?.name === method && one.data.variants);
    if (!owner?.data.variants) {
      lookUp.report([...path, 'method'], `'${method}' is no method with variants${guess(method, methods)}`);
      return;
    }
    lookUp.error(group.expect.error, [...path, 'expect', 'error']);
    const { dimensions } = owner.data.variants;
    for (const name of [...(group.over ?? []), ...Object.keys(group.at ?? {})]) {
      const value = group.at && own(group.at, name);
      const values = own(dimensions, name);
      if (!values)
        lookUp.report(
          path,
          `'${group.id}' names the dimension '${name}', which does not exist${guess(name, Object.keys(dimensions))}`,
        );
      else if (value !== undefined && !own(values, value))
        lookUp.report([...path, 'at', name], noValue(name, value, values));
    }
  });
}

function noValue(dimension: string, value: string, values: object): string {
  return `the dimension '${dimension}' has no value '${value}'${guess(value, Object.keys(values))}`;
}
