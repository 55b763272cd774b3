import type { Contract, ContractClaim, ContractPage } from './contract.ts';
import { guess } from './guess.ts';
import { own } from './own.ts';
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

/** Names that lead nowhere: claims, errors, schemas, methods, dimensions and their values. */
export function dangling(page: ContractPage, contract: Contract): DataProblem[] {
  const problems: DataProblem[] = [];
  const { data, file } = page;
  const report = (path: (string | number)[], message: string): void => {
    problems.push({ file: file.path, line: file.lineOf(path), message });
  };
  const claimIds = contract.claims.map((claim) => claim.id);
  const checkClaims = (ids: readonly string[] | undefined, path: (string | number)[]): void => {
    ids?.forEach((id, index) => {
      const claim = contract.claim(id);
      if (!claim) report([...path, index], `no claim has the id '${id}'${guess(id, claimIds)}`);
      else if (!claim.check) report([...path, index], `'${id}' is untestable, yet a case names it`);
    });
  };
  const checkSchema = (ref: string | undefined, path: (string | number)[]): void => {
    if (ref === undefined) return;
    const fault = contract.schemas.fault(ref);
    if (fault !== undefined) report(path, fault);
  };
  const checkError = (code: string | undefined, path: (string | number)[]): void => {
    if (code === undefined || contract.error(code, page)) return;
    const known = contract.pages.flatMap((one) => one.data.errors ?? []).map((error) => error.code);
    report(path, `no error has the code '${code}'${guess(code, known)}`);
  };

  checkSchema(data.method?.answer, ['method', 'answer']);
  checkSchema(data.method?.parameters, ['method', 'parameters']);
  data.claims.forEach((claim, index) => {
    const path = ['claims', index];
    if ((claim.check === undefined) === (claim.untestable === undefined))
      report(path, `'${claim.id}' needs either 'check' or 'untestable', and not both`);
    checkClaims(claim.disagreesWith, [...path, 'disagreesWith']);
    const { code, part } = claim.check?.error ?? {};
    const error = code === undefined ? undefined : contract.error(code, page);
    if (error && part && error[part] === undefined)
      report([...path, 'check', 'error', 'part'], `the error '${code}' has no ${part}; add it to 'errors'`);
    checkError(claim.check?.error?.code, [...path, 'check', 'error', 'code']);
    checkSchema(claim.check?.success?.schema, [...path, 'check', 'success', 'schema']);
    checkSchema(claim.check?.failure?.schema, [...path, 'check', 'failure', 'schema']);
    checkSchema(claim.check?.shows?.schema, [...path, 'check', 'shows', 'schema']);
  });

  const { variants } = data;
  if (variants) {
    if (!data.method) report(['variants'], `variants need a 'method'`);
    const names = Object.keys(variants.dimensions);
    for (const [name, values] of Object.entries(variants.dimensions)) {
      if (!Object.hasOwn(variants.baseline, name))
        report(['variants', 'baseline'], `the baseline lacks '${name}'`);
      for (const [value, { claims }] of Object.entries(values))
        checkClaims(claims, ['variants', 'dimensions', name, value, 'claims']);
    }
    const checkChoice = (name: string, value: string, path: (string | number)[]): void => {
      const values = own(variants.dimensions, name);
      if (!values) report(path, `no dimension is called '${name}'${guess(name, names)}`);
      else if (!own(values, value))
        report(path, `the dimension '${name}' has no value '${value}'${guess(value, Object.keys(values))}`);
    };
    for (const [name, value] of Object.entries(variants.baseline))
      checkChoice(name, value, ['variants', 'baseline', name]);
    variants.group.forEach((name, index) => {
      if (!own(variants.dimensions, name))
        report(['variants', 'group', index], `no dimension is called '${name}'${guess(name, names)}`);
    });
    variants.except.forEach(({ when }, index) => {
      for (const [name, values] of Object.entries(when))
        for (const value of values) checkChoice(name, value, ['variants', 'except', index, 'when', name]);
    });
  }

  data.cases?.forEach((group, index) => {
    const path = ['cases', index];
    checkClaims(group.claims, [...path, 'claims']);
    const name = group.method ?? data.method?.name;
    const methods = contract.pages.flatMap((one) => one.data.method?.name ?? []);
    const owner = contract.pages.find((one) => one.data.method?.name === name && one.data.variants);
    if (!owner?.data.variants) {
      report([...path, 'method'], `'${name ?? ''}' is no method with variants${guess(name ?? '', methods)}`);
      return;
    }
    checkError(group.expect.error, [...path, 'expect', 'error']);
    const { dimensions } = owner.data.variants;
    for (const name of [...(group.over ?? []), ...Object.keys(group.at ?? {})]) {
      const value = group.at && own(group.at, name);
      const values = own(dimensions, name);
      if (!values)
        report(
          path,
          `'${group.id}' names the dimension '${name}', which does not exist${guess(name, Object.keys(dimensions))}`,
        );
      else if (value !== undefined && !own(values, value))
        report(
          [...path, 'at', name],
          `the dimension '${name}' has no value '${value}'${guess(value, Object.keys(values))}`,
        );
    }
  });
  return problems;
}
