import type {
  CallData,
  CaseData,
  Check,
  ClaimData,
  Confidence,
  CredentialKind,
  OverlayFile,
  Page,
  PageFile,
  RetiredClaim,
  Strength,
  TransportFile,
} from './contract.gen.ts';
import type { DocumentationRevision } from './documentation.gen.ts';
import { type Facts, type MethodFacts, titleOf, typeInFacts } from './facts.ts';
import { checkReferences, type MethodNames } from './references.ts';
import { retiredProblems } from './retired.ts';
import { applyRules } from './rules.ts';
import type { JsonSchema, Schemas } from './schemas.ts';
import { placeOf, readSource, type Source, type SourceLock } from './source.ts';
import { type CallPlan, type CaseSpec, type Path, requestOf, type StepSpec, stepsOf } from './spec.ts';
import { validateShape } from './validate.ts';
import { DataError, type DataProblem, parseYamlFile, type YamlFile } from './yaml-file.ts';

export type * from './contract.gen.ts';
export type { DocumentationRevision } from './documentation.gen.ts';
export type { Source } from './source.ts';

/** A claim with all that its file says about it. */
export interface ContractClaim {
  id: string;
  /** What the page says, in our words, true or false of a portal. */
  says: string;
  strength: Strength;
  source: Source;
  /** Undefined for a claim that no request can confirm or contradict. */
  check?: Check | undefined;
  untestable?: string | undefined;
  disagreesWith?: readonly string[];
  /** Name of the method it is about; undefined for a claim about every call. */
  method: string | undefined;
  /** The row of `check.error`. */
  error: ErrorRow | undefined;
  /** Whether a person has checked it against the page. */
  confidence: Confidence;
  /** Where the claim stands in the contract data. */
  file: string;
  line: number;
}

/** A row of a table of errors. */
export interface ErrorRow {
  /** By which contract data names it: its code, `CODE#2` for a second row, `#3` for the third row where it has none. */
  key: string;
  /** Undefined where the page gives no code. */
  code: string | undefined;
  /** Undefined where the page gives none, or several. */
  status: number | undefined;
  statuses: readonly number[];
  text: string | undefined;
  /** The condition under which it comes. */
  when: string;
  /** The method whose own error it is; undefined for an error of any call. */
  method?: string | undefined;
  /** It is for calls with that kind of credential; without, for all that have no row of their own. */
  credential?: CredentialKind | undefined;
  /** Of any call, or of a method. */
  scope: 'system' | 'method';
}

/** A claim that the documentation made once, and where that is kept. */
export interface Retired extends RetiredClaim {
  file: string;
  line: number;
}

/** A file of contract data. */
export interface ContractPage {
  page: Page;
  file: YamlFile;
  /** The method that the page is about. */
  method: string | undefined;
  errors: readonly ErrorRow[];
}

/** A method that the contract speaks of. */
export interface MethodContract {
  name: string;
  page: Page;
  scope: string | undefined;
  deprecated: boolean;
  successor: string | undefined;
  file: string;
}

/** All contract data, checked and linked. */
export interface Contract {
  pages: readonly ContractPage[];
  /** Methods that have pages of their own here. */
  methods: readonly MethodContract[];
  /** In the order of files and, within one, of the page. */
  claims: readonly ContractClaim[];
  claim(id: string): ContractClaim | undefined;
  /** Claims that the documentation no longer makes, by id. */
  retired: ReadonlyMap<string, Retired>;
  /** What the claims were made from; undefined where nobody said. */
  documentation: DocumentationRevision | undefined;
  /** How any method may be called. */
  transport: TransportFile;
  /** How a method is called; undefined where it takes nothing but what a case gives it. */
  plan(method: string): CallPlan | undefined;
  cases: readonly CaseSpec[];
  /**
   * The row of an error: the page's own errors first, then those of the pages about every call. Where the code has
   * several rows, the one for that kind of credential, or else the one for all others.
   */
  error(key: string, file: string, credential?: CredentialKind): ErrorRow | undefined;
  /** Whether a claim about an error says something of a call that ought to be answered with that row. */
  isAbout(claim: ContractClaim, row: ErrorRow): boolean;
  /** Rows of errors that a page documents as the method's own. */
  errorsOf(method: string): readonly ErrorRow[];
  /** Whether a page about every call documents the code. */
  isSystemError(code: unknown): boolean;
  /** The type that the pages give a value of a method's success answer; undefined where they say nothing. */
  typeAt(method: string, path: readonly string[]): JsonSchema | undefined;
  schemas: Schemas;
}

export interface TextFile {
  path: string;
  text: string;
}

/** What contract data is linked with. */
export interface ContractContext {
  documentation?: DocumentationRevision | undefined;
  /** Digests of what hand-written claims were made from; without it, none is asked for. */
  lock?: SourceLock | undefined;
  facts?: Facts;
  /** Names of documented methods; without them, no name of a method is checked. */
  methodNames?: MethodNames;
  /** `parsed`: overlays that nobody has reviewed are taken, too. */
  confidence?: Confidence;
}

type Kind = 'overlay' | 'contract' | 'transport';

/**
 * Parses, validates and links contract data. Pure: the caller reads the files.
 *
 * @throws DataError with every mistake found: YAML syntax, unknown keys, duplicate or dangling ids, facts that are not
 * covered
 */
export function buildContract(
  files: readonly TextFile[],
  schemas: Schemas,
  context: ContractContext = {},
): Contract {
  return new Builder(schemas, context).build(files);
}

const NO_FACTS: Facts = () => undefined;

class Builder {
  readonly #schemas: Schemas;
  readonly #context: ContractContext;
  readonly #facts: Facts;
  readonly #problems: DataProblem[] = [];
  readonly #pages: ContractPage[] = [];
  readonly #methods: MethodContract[] = [];
  readonly #claims: ContractClaim[] = [];
  readonly #cases: CaseSpec[] = [];
  readonly #plans = new Map<string, CallPlan>();
  readonly #answers = new Map<string, string>();
  readonly #retired: Retired[] = [];
  #transport: { data: TransportFile; file: YamlFile } | undefined;

  constructor(schemas: Schemas, context: ContractContext) {
    this.#schemas = schemas;
    this.#context = context;
    this.#facts = context.facts ?? NO_FACTS;
  }

  build(files: readonly TextFile[]): Contract {
    const read = files.flatMap(({ path, text }) => this.#read(path, text));
    this.#throwProblems();
    for (const { kind, file } of read)
      if (kind === 'transport') this.#transport = { data: file.value as TransportFile, file };
    if (!this.#transport)
      throw new DataError([
        {
          file: files[0]?.path ?? 'contract',
          line: 1,
          message: "no file says how methods are called: 'platform/transport.yaml' is missing",
        },
      ]);
    for (const { kind, file } of read) {
      if (kind === 'overlay') this.#overlay(file.value as OverlayFile, file);
      if (kind === 'contract') this.#page(file.value as PageFile, file);
    }
    this.#throwProblems();
    const contract = this.#link(this.#transport.data);
    this.#problems.push(
      ...retiredProblems(this.#retired, contract),
      ...checkReferences(contract, this.#transport, this.#context.methodNames),
    );
    this.#throwProblems();
    return contract;
  }

  #throwProblems(): void {
    if (this.#problems.length > 0) throw new DataError(this.#problems);
  }

  #read(path: string, text: string): { kind: Kind; file: YamlFile }[] {
    try {
      const file = parseYamlFile(path, text);
      const kind = kindOf(file.value);
      const wrong = validateShape(file, this.#schemas, `${kind}.schema.json`);
      this.#problems.push(...wrong);
      return wrong.length === 0 ? [{ kind, file }] : [];
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      this.#problems.push(...error.problems);
      return [];
    }
  }

  #problem(file: YamlFile, path: Path, message: string): void {
    this.#problems.push({ file: file.path, line: file.lineOf(path), message });
  }

  #overlay(overlay: OverlayFile, file: YamlFile): void {
    const { method, confidence } = overlay;
    if (confidence === 'parsed' && this.#context.confidence !== 'parsed') return;
    const facts = this.#facts(method);
    if (!facts) {
      this.#problem(
        file,
        ['method'],
        `no documented method is called '${method}': see fixtures/facts, or make them anew with 'npm run docs -- facts'`,
      );
      return;
    }
    const page = { path: facts.page, title: titleOf(facts) };
    const rules = applyRules(overlay, facts, file);
    this.#problems.push(...rules.problems);
    this.#pages.push({ page, file, method, errors: rules.errors });
    this.#method(method, page, facts, file.path);
    const hand = (overlay.claims ?? []).flatMap((claim, index) =>
      this.#claim({ ...claim, id: `${method}.${claim.id}` }, ['claims', index], {
        page,
        file,
        method,
        confidence,
      }),
    );
    // Head of the page, then what a person says of it, then the tables.
    const head = rules.claims.findIndex(({ source }) => source.row !== undefined);
    this.#claims.push(...rules.claims.slice(0, head), ...hand, ...rules.claims.slice(head));
    this.#plans.set(method, rules.plan);
    this.#cases.push(
      ...rules.cases,
      ...(overlay.cases ?? []).map((data, index) =>
        this.#case(data, ['cases', index], file, method, `${method}.`),
      ),
    );
    this.#keepRetired(overlay, file);
  }

  #page(data: PageFile, file: YamlFile): void {
    const { page, method, calls = [], errors } = data;
    const rows = (errors?.rows ?? []).map(
      (row): ErrorRow => ({
        key: row.code,
        code: row.code,
        status: row.status,
        statuses: row.status === undefined ? [] : [row.status],
        text: row.text,
        when: row.when,
        method: row.method ?? method,
        credential: row.credential,
        scope: (row.method ?? method) === undefined ? 'system' : 'method',
      }),
    );
    this.#pages.push({ page, file, method, errors: rows });
    if (method !== undefined)
      this.#method(
        method,
        page,
        this.#facts(method),
        file.path,
        calls.find(({ name }) => name === method),
      );
    for (const call of calls) {
      this.#plans.set(call.name, planOf(call));
      if (call.answer !== undefined) this.#answers.set(call.name.toLowerCase(), call.answer);
    }
    this.#claims.push(
      ...data.claims.flatMap((claim, index) =>
        this.#claim(claim, ['claims', index], { page, file, method, confidence: 'reviewed' }),
      ),
      ...this.#errorClaims(data, rows, file),
    );
    const of = method ?? this.#transport?.data.representative ?? '';
    this.#cases.push(
      ...(data.cases ?? []).map((one, index) => this.#case(one, ['cases', index], file, of, '')),
    );
    this.#keepRetired(data, file);
  }

  /** Claims about code, status and text of each row of a page's table of errors. */
  #errorClaims({ page, errors }: PageFile, rows: readonly ErrorRow[], file: YamlFile): ContractClaim[] {
    if (errors?.heading === undefined || errors.id === undefined) return [];
    const { heading, id } = errors;
    return rows.flatMap((row, index) => {
      const { disagreesWith } = errors.rows[index] ?? {};
      const source = this.#digested({ page: page.path, heading, row: row.key }, file, [
        'errors',
        'rows',
        index,
      ]);
      const ending = row.credential === undefined ? '' : `.${row.credential}`;
      const claim = (part: 'code' | 'status' | 'text', says: string): ContractClaim => ({
        id: `${id}.${row.key}.${part}${ending}`,
        says,
        strength: part === 'text' ? 'should' : 'must',
        source,
        check: { error: { code: row.key, part, ...(row.credential ? { credential: row.credential } : {}) } },
        method: undefined,
        error: row,
        confidence: 'reviewed',
        file: file.path,
        line: file.lineOf(['errors', 'rows', index]),
      });
      const to = { webhook: ' to a webhook', token: ' to an application' }[row.credential ?? 'webhook'];
      return [
        ...(row.credential === undefined
          ? [
              {
                ...claim(
                  'code',
                  `${row.when.charAt(0).toUpperCase()}${row.when.slice(1)}: the answer is ${row.key}.`,
                ),
                ...(disagreesWith === undefined ? {} : { disagreesWith }),
              },
            ]
          : []),
        ...(row.status === undefined || row.credential !== undefined
          ? []
          : [claim('status', `${row.key} comes with HTTP status ${row.status}.`)]),
        ...(row.text === undefined
          ? []
          : [
              claim(
                'text',
                `${row.key} is described${row.credential === undefined ? '' : to} as '${row.text}'.`,
              ),
            ]),
      ];
    });
  }

  #method(name: string, page: Page, facts: MethodFacts | undefined, file: string, call?: CallData): void {
    this.#methods.push({
      name,
      page,
      scope: call?.scope ?? facts?.scope,
      deprecated: facts?.deprecated ?? false,
      successor: facts?.successor,
      file,
    });
  }

  #keepRetired({ retired = [] }: { retired?: RetiredClaim[] }, file: YamlFile): void {
    this.#retired.push(
      ...retired.map(
        (claim, index): Retired => ({
          ...claim,
          file: file.path,
          line: file.lineOf(['retired', index, 'id']),
        }),
      ),
    );
  }

  #digested(source: Source, file: YamlFile, path: Path): Source {
    const { lock } = this.#context;
    if (!lock) return source;
    const digest = lock[source.page]?.[placeOf(source)];
    if (digest === undefined)
      this.#problem(
        file,
        path,
        `fixtures/contract/sources.lock.json has no digest of '${placeOf(source)}' of ${source.page}: run 'npm run docs -- digests --docs DIR --write'`,
      );
    return { ...source, digest };
  }

  #claim(
    data: ClaimData,
    path: Path,
    {
      page,
      file,
      method,
      confidence,
    }: Pick<ContractPage, 'page' | 'file' | 'method'> & { confidence: Confidence },
  ): ContractClaim[] {
    const { id, says, strength = 'must', untestable, disagreesWith } = data;
    const check: Check | undefined = data.check ?? (data.flow ? { flow: true } : undefined);
    if (data.case || data.flow) {
      const of = method ?? this.#transport?.data.representative ?? '';
      const spec = this.#case(
        {
          title: says.replace(/\.$/, ''),
          ...data.case,
          id: data.case?.id ?? id,
          claims: [id, ...(data.case?.claims ?? [])],
        },
        [...path, 'case'],
        file,
        of,
        '',
      );
      this.#cases.push(data.flow ? { ...spec, steps: flowSteps(data.flow, [...path, 'flow']) } : spec);
    }
    let source: Source;
    try {
      source = readSource(data.source, page);
    } catch (error) {
      this.#problem(file, [...path, 'source'], (error as Error).message);
      return [];
    }
    return [
      {
        id,
        says,
        strength,
        source: this.#digested(source, file, [...path, 'source']),
        ...(check === undefined ? {} : { check }),
        ...(untestable === undefined ? {} : { untestable }),
        ...(disagreesWith === undefined ? {} : { disagreesWith }),
        method,
        error: undefined,
        confidence,
        file: file.path,
        line: file.lineOf([...path, 'id']),
      },
    ];
  }

  #case(data: CaseData, path: Path, file: YamlFile, method: string, prefix: string): CaseSpec {
    const { id, title, at, over, each, evidence, undocumented, burst } = data;
    if (id === undefined) this.#problem(file, path, "the case has no 'id'");
    return {
      id: `${prefix}${id ?? ''}`,
      title: title ?? id ?? '',
      method,
      steps: stepsOf(data, method, path),
      expect: data.expect ?? 'success',
      claims: data.claims ?? [],
      tags: data.tags ?? [],
      needs: data.needs ?? [],
      ...(at === undefined ? {} : { at }),
      ...(over === undefined ? {} : { over }),
      ...(each === undefined ? {} : { each }),
      ...(evidence === undefined ? {} : { evidence }),
      ...(undocumented === undefined ? {} : { undocumented }),
      ...(burst === undefined ? {} : { burst }),
      file: file.path,
      path,
    };
  }

  #link(transport: TransportFile): Contract {
    const pages = this.#pages;
    const common = pages.filter(({ method }) => method === undefined);
    const findError = (key: string, file: string, credential?: CredentialKind): ErrorRow | undefined => {
      const ownPages = pages.filter((page) => page.file.path === file);
      for (const { errors } of [...ownPages, ...common]) {
        const rows = errors.filter((row) => row.key === key);
        if (rows.length > 0)
          return (
            rows.find((row) => row.credential === credential) ??
            rows.find((row) => row.credential === undefined)
          );
      }
      return undefined;
    };
    const claims = this.#claims.map((claim) => {
      const { error } = claim.check ?? {};
      return error && !claim.error
        ? { ...claim, error: findError(error.code, claim.file, error.credential) }
        : claim;
    });
    const byId = new Map(claims.toReversed().map((claim) => [claim.id, claim]));
    const system = new Set(
      pages.flatMap(({ errors }) => errors.filter(({ scope }) => scope === 'system').map(({ code }) => code)),
    );
    const errorsOf = new Map<string, readonly ErrorRow[]>();
    return {
      pages,
      methods: this.#methods,
      claims,
      claim: (id) => byId.get(id),
      retired: new Map(this.#retired.toReversed().map((claim) => [claim.id, claim])),
      documentation: this.#context.documentation,
      transport,
      plan: (method) => this.#plans.get(method),
      cases: this.#cases,
      error: findError,
      isAbout: ({ error, check }, row) =>
        error === row ||
        // What tells the rows of a code apart is their text.
        (error?.code !== undefined &&
          error.code === row.code &&
          check?.error?.part !== 'text' &&
          error.credential === undefined &&
          pages.some(({ errors }) => errors.includes(error) && errors.includes(row))),
      errorsOf: (method) => {
        const name = method.toLowerCase();
        const known = errorsOf.get(name) ?? this.#errorsOf(name);
        errorsOf.set(name, known);
        return known;
      },
      isSystemError: (code) => typeof code === 'string' && system.has(code),
      typeAt: (method, path) => this.#typeAt(method, path),
      schemas: this.#schemas,
    };
  }

  /** The pages' rows, or else those that are known of the method from facts alone. */
  #errorsOf(method: string): ErrorRow[] {
    const rows = this.#pages.flatMap(({ errors }) =>
      errors.filter((row) => row.method?.toLowerCase() === method),
    );
    const facts = this.#facts(method);
    const known = new Set(rows.map(({ code }) => code));
    const ofFacts = (facts?.errors?.rows ?? []).filter(
      ({ code }) => !known.has(code === '' ? undefined : code),
    );
    return [
      ...rows,
      ...ofFacts.map(
        ({ code, status, text }): ErrorRow => ({
          key: code,
          code: code === '' ? undefined : code,
          status,
          statuses: status === undefined ? (facts?.errors?.statuses ?? []) : [status],
          text,
          when: 'the condition that its page names',
          method,
          scope: 'method',
        }),
      ),
    ];
  }

  #typeAt(method: string, path: readonly string[]): JsonSchema | undefined {
    const answer = this.#answers.get(method.toLowerCase());
    if (answer !== undefined) return this.#schemas.typeAt(answer, path);
    const facts = this.#facts(method);
    return facts
      ? typeInFacts(facts, path, this.#schemas)
      : this.#schemas.typeAt('success.schema.json', path);
  }
}

function kindOf(value: unknown): Kind {
  if (typeof value !== 'object' || value === null) return 'contract';
  if ('representative' in value || 'dimensions' in value) return 'transport';
  return 'method' in value && !('page' in value) ? 'overlay' : 'contract';
}

function planOf({ name, request = {}, values = {}, forms = {} }: CallData): CallPlan {
  const parameters = Object.fromEntries(
    Object.entries(values).map(([parameter, value]) => [
      parameter,
      { given: { title: `${parameter} given`, value, claims: [], needs: [] } },
    ]),
  );
  const others = Object.fromEntries(
    Object.entries(forms).map(([parameter, choices]) => [
      parameter,
      Object.fromEntries(
        Object.entries(choices).map(([form, { title, value, absent }]) => [
          form,
          { title, value, claims: [], needs: [], ...(absent ? { absent } : {}) },
        ]),
      ),
    ]),
  );
  const varied = Object.keys(forms).length > 0;
  return {
    method: name,
    request: requestOf(request),
    parameters: { ...parameters, ...others },
    varied,
    tags: ['variants'],
  };
}

/** The first call is the act, the others read what it did. */
function flowSteps(flow: NonNullable<ClaimData['flow']>, path: Path): StepSpec[] {
  return flow.map((step, index): StepSpec => {
    const data = typeof step === 'string' ? { call: step } : step;
    const { call, capture = {}, times = 1, expect } = data;
    return {
      role: index === 0 ? 'act' : 'observe',
      call,
      request: requestOf(data),
      capture,
      times,
      expect,
      path: [...path, index],
    };
  });
}
