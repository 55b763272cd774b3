import { guess } from '../base/guess.ts';
import type { DataProblem, YamlFile } from '../base/yaml-file.ts';
import type { Contract, ContractClaim, Matcher, TransportFile } from './contract.ts';
import { conditionsOf, referencesInMatchers } from './matcher.ts';
import {
  type MethodNames,
  methodFault,
  needFault,
  planProblems,
  referenceFault,
  wrongCast,
} from './plan-names.ts';
import { claimFault } from './retired.ts';
import type { CaseSpec, Path, StepSpec } from './spec.ts';
import { transportProblems } from './transport-names.ts';
import { CAPTURED, referencesIn, unknownCasts } from './values.ts';

/** Names that are given twice, and names that lead nowhere: claims, errors, schemas, methods, forms, references. */
export function checkReferences(
  contract: Contract,
  transport: { data: TransportFile; file: YamlFile },
  files: ReadonlyMap<string, YamlFile>,
  methods: MethodNames | undefined,
): DataProblem[] {
  const problems: DataProblem[] = [];
  const check = new Check(contract, files, methods, (file, path, message) => {
    problems.push({ file, line: files.get(file)?.lineOf(path) ?? 1, message });
  });
  problems.push(...duplicateClaims(contract.claims));
  check.duplicateCases();
  check.duplicateErrors();
  problems.push(...planProblems(contract, files, methods), ...transportProblems(transport, contract));
  for (const claim of contract.claims) problems.push(...check.claim(claim));
  for (const spec of contract.cases) check.case(spec);
  return problems.filter(
    (problem, index) => problems.findIndex((other) => isSameProblem(problem, other)) === index,
  );
}

const isSameProblem = (problem: DataProblem, other: DataProblem): boolean =>
  problem.file === other.file && problem.line === other.line && problem.message === other.message;

type CallStep = Exclude<StepSpec, { role: 'world' }>;

/** How a claim of whichever method is called is named. */
const OF_METHOD = '$method.';

type Report = (file: string, path: Path, message: string) => void;

function duplicateClaims(claims: readonly ContractClaim[]): DataProblem[] {
  const first = new Map<string, ContractClaim>();
  return claims.flatMap((claim) => {
    const earlier = first.get(claim.id);
    if (!earlier) first.set(claim.id, claim);
    const message = `duplicate id '${claim.id}', first defined at ${earlier?.file}:${earlier?.line}`;
    return earlier ? [{ file: claim.file, line: claim.line, message }] : [];
  });
}

class Check {
  readonly #contract: Contract;
  readonly #files: ReadonlyMap<string, YamlFile>;
  readonly #methods: MethodNames | undefined;
  readonly #report: Report;

  constructor(
    contract: Contract,
    files: ReadonlyMap<string, YamlFile>,
    methods: MethodNames | undefined,
    report: Report,
  ) {
    this.#contract = contract;
    this.#files = files;
    this.#methods = methods;
    this.#report = report;
  }

  /** Case ids are unique over all files: evidence is kept by them. */
  duplicateCases(): void {
    const first = new Map<string, CaseSpec>();
    for (const spec of this.#contract.cases) {
      const earlier = first.get(spec.id);
      if (!earlier) first.set(spec.id, spec);
      else
        this.#report(
          spec.file,
          spec.path,
          `duplicate case id '${spec.id}', first defined at ${earlier.file}:${earlier.line}`,
        );
    }
  }

  /** Rows that nothing distinguishes, and codes with rows for some kinds of credential only. */
  duplicateErrors(): void {
    for (const { file, errors } of this.#contract.pages)
      errors.forEach(({ key, credential }, index) => {
        const path = ['errors', 'rows', index];
        const first = errors.findIndex((row) => row.key === key && row.credential === credential);
        const of = credential === undefined ? '' : ` for '${credential}'`;
        if (first !== index)
          this.#report(
            file,
            path,
            `the error '${key}' has another row${of} on line ${this.#files.get(file)?.lineOf(['errors', 'rows', first])}; where its text depends on the credential, 'credential' distinguishes the rows`,
          );
        else if (!errors.some((row) => row.key === key && row.credential === undefined))
          this.#report(
            file,
            path,
            `the error '${key}' has a row${of} and none for other calls: leave 'credential' out of one of its rows`,
          );
      });
  }

  claim(claim: ContractClaim): DataProblem[] {
    const problems: DataProblem[] = [];
    const report = (message: string): void => {
      problems.push({ file: claim.file, line: claim.line, message });
    };
    if ((claim.check === undefined) === (claim.untestable === undefined))
      report(`'${claim.id}' needs either 'check' or 'untestable', and not both`);
    for (const id of claim.disagreesWith ?? []) {
      const fault = claimFault(this.#contract, id);
      if (fault !== undefined) report(fault);
    }
    const { error } = claim.check ?? {};
    if (error) {
      const row = this.#contract.error(error.code, claim.file, error.credential);
      if (!row) report(this.#noError(error.code));
      else if (row.credential !== error.credential)
        report(`the error '${error.code}' has no row for '${error.credential}'; add it to 'errors'`);
      else if (
        error.part === 'text' ? row.text === undefined : error.part === 'status' && row.statuses.length === 0
      )
        report(`the error '${error.code}' has no ${error.part}; add it to 'errors'`);
    }
    for (const kind of ['success', 'failure', 'shows', 'refusalShows'] as const)
      for (const [pointer, matcher] of Object.entries(claim.check?.[kind] ?? {})) {
        for (const { name } of referencesInMatchers({ [pointer]: matcher })) {
          const fault = name.startsWith(CAPTURED) ? undefined : referenceFault(this.#contract, name);
          if (fault !== undefined) report(fault);
        }
        for (const fault of this.#matcherFaults(matcher)) report(fault);
      }
    return problems;
  }

  case(spec: CaseSpec): void {
    const { file, path, claims, over = [], needs, expect } = spec;
    claims.forEach((id, index) => {
      const claim = this.#contract.claim(id);
      const fault = id.startsWith(OF_METHOD)
        ? this.#methodClaimFault(id)
        : (claimFault(this.#contract, id) ??
          (claim?.check ? undefined : `'${id}' is untestable, yet a case names it`));
      if (fault !== undefined) this.#report(file, [...(spec.claimsAt ?? [...path, 'claims']), index], fault);
    });
    if (!['success', 'refused', 'any'].includes(expect) && !this.#contract.error(expect, file))
      this.#report(file, [...path, 'expect'], this.#noError(expect));
    needs.forEach((need, index) => {
      const fault = needFault(this.#contract, need);
      if (fault !== undefined) this.#report(file, [...path, 'needs', index], fault);
    });
    over.forEach((name, index) => {
      if (!this.#dimensions(spec.method).has(name))
        this.#report(file, [...path, 'over', index], this.#noDimension(name, spec.method));
    });
    this.#choices(spec.at ?? {}, spec, [...path, 'at']);
    this.#steps(spec);
  }

  #steps(spec: CaseSpec): void {
    const { file, steps } = spec;
    const acts = steps.filter(({ role }) => role === 'act').length;
    if (acts !== 1)
      this.#report(file, spec.path, `'${spec.id}' has ${acts} steps that act; it must have exactly 1`);
    // What a method's cases have fresh is made before their first step.
    const captured = new Set<string>(
      steps.flatMap((step) => (step.role === 'world' ? [] : (this.#contract.plan(step.call)?.fresh ?? []))),
    );
    const isUnknownMeant =
      spec.expect === 'ERROR_METHOD_NOT_FOUND' || spec.expect === 'any' || spec.undocumented;
    for (const step of steps) {
      if (step.role === 'world') {
        if (step.change.issueCode !== undefined) captured.add(step.change.issueCode);
        const { fault, cost } = step.change;
        if (fault !== undefined && !this.#contract.isSystemError(fault))
          this.#report(file, [...step.path, 'world', 'fault'], this.#noError(fault));
        if (cost && !isUnknownMeant)
          this.#method(cost.method, [...step.path, 'world', 'cost', 'method'], file);
        continue;
      }
      this.#request(step, spec, captured);
      for (const name of Object.keys(step.capture)) captured.add(name);
      if (!isUnknownMeant) {
        this.#method(step.call, [...step.path, step.role], file);
        this.#parameters(step, file);
      }
    }
    for (const id of spec.claims)
      for (const kind of ['shows', 'refusalShows'] as const) {
        const used = referencesInMatchers(this.#contract.claim(id)?.check?.[kind] ?? {});
        for (const { name } of used)
          if (name.startsWith(CAPTURED) && !captured.has(name.slice(CAPTURED.length)))
            this.#report(
              file,
              spec.path,
              `'${id}' looks at $${name}, which no step of '${spec.id}' captures${guess(
                `$${name}`,
                [...captured].map((key) => `$${CAPTURED}${key}`),
              )}`,
            );
      }
  }

  #method(method: string, path: Path, file: string): void {
    if (this.#contract.plan(method)) return;
    const fault = methodFault(method, this.#methods);
    if (fault !== undefined) this.#report(file, path, fault);
  }

  /** Parameters that the page of the method does not have and that look like some that it has. */
  #parameters({ call, request, path }: CallStep, file: string): void {
    const known = this.#contract.parametersOf(call);
    for (const name of Object.keys(request.with ?? {})) {
      const key = name.replace(/\[.*$/, '');
      const meant = known.includes(key) ? '' : guess(key, known);
      if (meant !== '')
        this.#report(file, [...path, 'with', name], `${call} has no parameter '${name}'${meant}`);
    }
  }

  #request(
    { call, request, expect = {}, path }: CallStep,
    spec: CaseSpec,
    captured: ReadonlySet<string>,
  ): void {
    const { file } = spec;
    this.#choices(request.at ?? {}, spec, [...path, 'at'], call);
    for (const key of ['with', 'query', 'headers'] as const)
      for (const [name, value] of Object.entries(request[key] ?? {}))
        this.#references([name, value], captured, file, [...path, key, name]);
    for (const [pointer, matcher] of Object.entries(expect)) {
      for (const { name } of referencesInMatchers({ [pointer]: matcher }))
        this.#reference(name, captured, file, [...path, 'expect', pointer]);
      for (const fault of this.#matcherFaults(matcher))
        this.#report(file, [...path, 'expect', pointer], fault);
    }
    const parameters = [
      ...Object.keys(this.#contract.plan(call)?.parameters ?? {}),
      ...Object.keys(request.with ?? {}),
    ];
    for (const key of ['without', 'raw'] as const)
      for (const name of [request[key] ?? []].flat())
        if (!parameters.includes(name))
          this.#report(
            file,
            [...path, key],
            `${call} is called without a parameter '${name}' anyway${guess(name, parameters)}`,
          );
    for (const name of Object.keys(request.repeat ?? {}))
      if (!parameters.includes(name))
        this.#report(
          file,
          [...path, 'repeat', name],
          `${call} is called without a parameter '${name}'${guess(name, parameters)}`,
        );
    const token = request.credential?.captured;
    if (token !== undefined)
      this.#reference(CAPTURED + token, captured, file, [...path, 'credential', 'captured']);
  }

  #references(value: unknown, captured: ReadonlySet<string>, file: string, path: Path): void {
    for (const { name } of referencesIn(value)) this.#reference(name, captured, file, path);
    for (const cast of unknownCasts(value)) this.#report(file, path, wrongCast(cast));
  }

  #reference(name: string, captured: ReadonlySet<string>, file: string, path: Path): void {
    if (name.startsWith(CAPTURED)) {
      const key = name.slice(CAPTURED.length);
      if (!captured.has(key))
        this.#report(file, path, `no earlier step captures '${key}'${guess(key, [...captured])}`);
    } else {
      const fault = referenceFault(this.#contract, name);
      if (fault !== undefined) this.#report(file, path, fault);
    }
  }

  /** Forms of transport, or values of parameters, by dimension. */
  #choices(
    choices: Readonly<Record<string, string>>,
    spec: CaseSpec,
    path: Path,
    method = spec.method,
  ): void {
    for (const [name, value] of Object.entries(choices)) {
      const values = this.#dimensions(method).get(name) ?? this.#dimensions(spec.method).get(name);
      if (!values) this.#report(spec.file, [...path, name], this.#noDimension(name, method));
      else if (!values.includes(value))
        this.#report(spec.file, [...path, name], `'${name}' has no value '${value}'${guess(value, values)}`);
    }
  }

  #dimensions(method: string): Map<string, string[]> {
    const { dimensions } = this.#contract.transport;
    const parameters = this.#contract.plan(method)?.parameters ?? {};
    return new Map(
      [...Object.entries(dimensions), ...Object.entries(parameters)].map(([name, values]) => [
        name,
        Object.keys(values),
      ]),
    );
  }

  #noDimension(name: string, method: string): string {
    return `neither transport nor ${method} has a dimension '${name}'${guess(name, [...this.#dimensions(method).keys()])}`;
  }

  /** A claim that each method has, or the representative one. */
  #methodClaimFault(id: string): string | undefined {
    const part = id.slice(OF_METHOD.length);
    const { methods, claims } = this.#contract;
    if (methods.some(({ name }) => this.#contract.claim(`${name}.${part}`) !== undefined)) return undefined;
    const known = claims.flatMap((claim) => {
      const method = methods.find(({ name }) => claim.id.startsWith(`${name}.`));
      return method === undefined ? [] : [OF_METHOD + claim.id.slice(method.name.length + 1)];
    });
    return `no method has a claim '${id}'${guess(id, known)}`;
  }

  #noError(key: string): string {
    const rows = this.#contract.pages.flatMap(({ errors }) => errors);
    const known = rows.map((row) => row.key);
    const row = rows.find((each) => each.key === key);
    if (row?.method !== undefined) return `'${key}' is an error of ${row.method}, not a system error`;
    return `no error has the code '${key}'${guess(key, known)}`;
  }

  #matcherFaults(matcher: Matcher): string[] {
    const { $ref, each, entries = [], has = {} } = conditionsOf(matcher);
    const fault = $ref === undefined ? undefined : this.#contract.schemas.fault($ref);
    return [
      ...(fault === undefined ? [] : [fault]),
      ...(each === undefined ? [] : this.#matcherFaults(each)),
      ...[...entries, ...Object.values(has)].flatMap((inner) => this.#matcherFaults(inner)),
    ];
  }
}
