import { groupBy } from '../base/group-by.ts';
import { own } from '../base/own.ts';
import { APPLICATION, APPLICATION_VALUES } from './application-values.ts';
import type { CredentialKind, TransportFile } from './contract.gen.ts';
import type {
  Contract,
  ContractClaim,
  ContractContext,
  ContractPage,
  ErrorRow,
  MethodContract,
  Retired,
} from './contract.ts';
import type { DocumentationRevision } from './documentation.gen.ts';
import { type Facts, typeInFacts } from './facts.ts';
import type { Migration } from './migration.ts';
import type { Schemas } from './schemas.ts';
import type { PageTitles } from './source.ts';
import type { CallPlan, CaseSpec, Making } from './spec.ts';

/** Contract data, read, checked and with the rules applied: plain data. */
export interface CompiledContract {
  pages: readonly ContractPage[];
  methods: readonly MethodContract[];
  claims: readonly ContractClaim[];
  retired: readonly Retired[];
  documentation: DocumentationRevision | undefined;
  titles: PageTitles;
  migrations: readonly Migration[];
  transport: TransportFile;
  plans: Readonly<Record<string, CallPlan>>;
  /** Method, in lower case, to the shape of its success answer, where no facts tell it. */
  answers: Readonly<Record<string, string>>;
  cases: readonly CaseSpec[];
  /** How resources are made that cases have fresh, by their name. */
  makings: Readonly<Record<string, Making>>;
}

/** Makes names of contract data findable. */
export function linkContract(
  compiled: CompiledContract,
  schemas: Schemas,
  { facts = () => undefined, resources }: Pick<ContractContext, 'facts' | 'resources'> = {},
): Contract {
  const { pages, documentation, transport, methods, cases } = compiled;
  // Every way in which a resource is made, whether or not a case has it fresh.
  const makers = new Set([
    ...(resources?.all ?? []).flatMap(({ make }) => make.map(({ call }) => call)),
    ...Object.values(compiled.makings).map(({ call }) => call),
  ]);
  const common = pages.filter(({ method }) => method === undefined);
  const byFile = groupBy(pages, ({ file }) => file);
  const byName = new Map(methods.toReversed().map((method) => [method.name.toLowerCase(), method]));
  const pageOf = new Map(pages.flatMap((page) => page.errors.map((row) => [row, page] as const)));
  const findError = (key: string, file: string, credential?: CredentialKind): ErrorRow | undefined => {
    for (const { errors } of [...(byFile.get(file) ?? []), ...common]) {
      const rows = errors.filter((row) => row.key === key);
      if (rows.length > 0)
        return (
          rows.find((row) => row.credential === credential) ??
          rows.find((row) => row.credential === undefined)
        );
    }
    return undefined;
  };
  const claims = compiled.claims.map((claim): ContractClaim => {
    const { error } = claim.check ?? {};
    if (error) return { ...claim, error: findError(error.code, claim.file, error.credential) };
    // A row of an untestable claim is the page's own row, not a copy that was kept beside it.
    return claim.error
      ? { ...claim, error: findError(claim.error.key, claim.file, claim.error.credential) }
      : claim;
  });
  const byId = new Map(claims.toReversed().map((claim) => [claim.id, claim]));
  const plans = new Map(Object.entries(compiled.plans));
  const answers = new Map(Object.entries(compiled.answers));
  const system = new Set(
    pages.flatMap(({ errors }) => errors.filter(({ scope }) => scope === 'system').map(({ code }) => code)),
  );
  const byMethod = groupBy([...claims.entries()], ([, { method }]) => method);
  const ofMethod = (method: string | undefined) => (method === undefined ? [] : (byMethod.get(method) ?? []));
  const about = new Map<string | undefined, readonly ContractClaim[]>();
  const errorsOf = new Map<string, readonly ErrorRow[]>();
  return {
    pages,
    methods,
    claims,
    claimsAbout(method) {
      const known = about.get(method) ?? inOrder([...(byMethod.get(undefined) ?? []), ...ofMethod(method)]);
      about.set(method, known);
      return known;
    },
    claim: (id) => byId.get(id),
    retired: new Map(compiled.retired.toReversed().map((claim) => [claim.id, claim])),
    documentation,
    titles: new Map([
      ...pages.map(({ page }) => [page.path, page.title] as const),
      ...Object.entries(compiled.titles),
    ]),
    migrations: compiled.migrations,
    transport,
    plan: (method) => plans.get(method),
    makingOf: (resource) => own(compiled.makings, resource),
    makesSomething: (method) => makers.has(method),
    makesOneOfFew: (method, kind) =>
      resources?.all.find(({ few, make }) => few === kind && make.some(({ call }) => call === method))?.name,
    parametersOf: (method) => [
      ...(facts(method)?.parameters ?? []).flatMap(({ name, alternatives = [] }) => [name, ...alternatives]),
      ...Object.keys(plans.get(method)?.parameters ?? {}),
    ],
    cases,
    error: findError,
    isAbout: ({ error, check }, row) =>
      error === row ||
      // What tells the rows of a code apart is their text.
      (error?.code !== undefined &&
        error.code === row.code &&
        check?.error?.part !== 'text' &&
        error.credential === undefined &&
        pageOf.has(row) &&
        pageOf.get(error) === pageOf.get(row)),
    errorsOf(method) {
      const name = method.toLowerCase();
      const known = errorsOf.get(name) ?? rowsOf(name, pages, facts);
      errorsOf.set(name, known);
      return known;
    },
    spellingOf: (method) => byName.get(method.toLowerCase())?.name,
    scopeOf: (method) => byName.get(method.toLowerCase())?.scope ?? facts(method)?.scope,
    need(reference, kind) {
      if (Object.hasOwn(APPLICATION_VALUES, reference)) return APPLICATION;
      if (!reference.includes('.')) return undefined;
      return resources ? resources.need(reference, kind) : reference;
    },
    referenceFault(reference) {
      if (Object.hasOwn(APPLICATION_VALUES, reference)) return undefined;
      return resources?.fault(reference);
    },
    isSystemError: (code) => typeof code === 'string' && system.has(code),
    typeAt(method, path) {
      const answer = answers.get(method.toLowerCase());
      if (answer !== undefined) return schemas.typeAt(answer, path);
      const known = facts(method);
      return known ? typeInFacts(known, path, schemas) : schemas.typeAt('success.schema.json', path);
    },
    answerOf: (method) => answers.get(method.toLowerCase()),
    schemas,
  };
}

/** Claims by their place in the contract. */
const inOrder = (claims: readonly (readonly [place: number, claim: ContractClaim])[]): ContractClaim[] =>
  claims.toSorted(([one], [other]) => one - other).map(([, claim]) => claim);

/** The rows of a method's pages here, and those that are known from facts alone. */
function rowsOf(method: string, pages: readonly ContractPage[], facts: Facts): ErrorRow[] {
  const rows = pages.flatMap(({ errors }) => errors.filter((row) => row.method?.toLowerCase() === method));
  const { errors } = facts(method) ?? {};
  const known = new Set(rows.map(({ code }) => code ?? ''));
  const further = (errors?.rows ?? []).filter(({ code }) => !known.has(code));
  return [
    ...rows,
    ...further.map(
      ({ code, status, text }): ErrorRow => ({
        key: code,
        code: code === '' ? undefined : code,
        statuses: status === undefined ? (errors?.statuses ?? []) : [status],
        text,
        when: 'the condition that its page names',
        method,
        scope: 'method',
      }),
    ),
  ];
}
