import { groupBy } from '../base/group-by.ts';
import { guess } from '../base/guess.ts';
import { DataError, type DataProblem, parseYamlFile, type YamlFile } from '../base/yaml-file.ts';
import type {
  CallData,
  CaseData,
  Check,
  ClaimData,
  Confidence,
  OverlayFile,
  Page,
  PageFile,
  RetiredClaim,
  TransportFile,
} from './contract.gen.ts';
import type {
  ContractClaim,
  ContractContext,
  ContractPage,
  ErrorRow,
  MethodContract,
  Retired,
  TextFile,
} from './contract.ts';
import type { Facts, MethodFacts } from './facts.ts';
import { type CompiledContract, linkContract } from './link.ts';
import { type Migration, type MigrationSide, migrationsOf } from './migration.ts';
import { methodFault } from './plan-names.ts';
import { checkReferences } from './references.ts';
import { parametersOf } from './resource.ts';
import { retiredProblems } from './retired.ts';
import { applyRules } from './rules.ts';
import type { Schemas } from './schemas.ts';
import { placeOf, readSource, type Source } from './source.ts';
import {
  type CallPlan,
  type CaseSpec,
  type Making,
  type Path,
  requestOf,
  roleFault,
  type StepSpec,
  stepsOf,
} from './spec.ts';
import { validateShape } from './validate.ts';
import { withCaptured } from './values.ts';
import { withMarks } from './verified.ts';

type Kind = 'overlay' | 'contract' | 'transport';

const NO_FACTS: Facts = () => undefined;

/**
 * Reads and checks contract data, and applies the rules; what comes of it is plain data that can be kept.
 *
 * @throws DataError with every mistake found
 */
export function compileContract(
  files: readonly TextFile[],
  schemas: Schemas,
  context: ContractContext,
): CompiledContract {
  return new Builder(schemas, context).build(files);
}

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
  readonly #makings = new Map<string, Making>();
  readonly #retired: Retired[] = [];
  readonly #sides: Omit<MigrationSide, 'claims'>[] = [];
  #transport: { data: TransportFile; file: YamlFile } | undefined;

  constructor(schemas: Schemas, context: ContractContext) {
    this.#schemas = schemas;
    this.#context = context;
    this.#facts = context.facts ?? NO_FACTS;
  }

  build(files: readonly TextFile[]): CompiledContract {
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
    const compiled: CompiledContract = {
      pages: this.#pages,
      methods: this.#methods,
      claims: withMarks(this.#claims, this.#context.verified ?? [], this.#facts),
      retired: this.#retired,
      documentation: this.#context.documentation,
      titles: this.#context.titles ?? {},
      migrations: this.#migrations(),
      transport: this.#transport.data,
      plans: Object.fromEntries(this.#plans),
      answers: Object.fromEntries(this.#answers),
      cases: this.#cases,
      makings: Object.fromEntries(this.#makings),
    };
    const contract = linkContract(compiled, this.#schemas, this.#context);
    const yaml = new Map(read.map(({ file }) => [file.path, file]));
    this.#problems.push(
      ...retiredProblems(this.#retired, contract),
      ...checkReferences(contract, this.#transport, yaml, this.#context.methodNames),
    );
    this.#throwProblems();
    return compiled;
  }

  #throwProblems(): void {
    if (this.#problems.length > 0) throw new DataError(this.#problems);
  }

  #read(path: string, text: string): { kind: Kind; file: YamlFile }[] {
    try {
      const file = parseYamlFile(path, text);
      const kind = kindOf(file.value, this.#schemas);
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
    const firstCase = this.#cases.length;
    if (confidence === 'parsed' && this.#context.confidence !== 'parsed') return;
    const facts = this.#facts(method);
    if (!facts) {
      this.#problem(
        file,
        ['method'],
        methodFault(method, this.#context.methodNames) ??
          `nothing is known of '${method}': make the facts anew with 'npm run docs -- facts'`,
      );
      return;
    }
    const page = { path: facts.page, title: facts.title };
    const rules = applyRules(overlay, facts, file);
    this.#problems.push(...rules.problems);
    this.#pages.push({ page, file: file.path, method, errors: rules.errors });
    this.#method(method, page, facts, file.path);
    const hand = (overlay.claims ?? []).flatMap((claim, index) =>
      this.#claim({ ...claim, id: `${method}.${claim.id}` }, ['claims', index], {
        page,
        file,
        method,
        confidence,
      }),
    );
    const fresh = this.#fresh(overlay, file);
    // Head of the page, then what a person says of it, then the tables.
    const head = rules.claims.findIndex(({ source }) => source.row !== undefined);
    this.#claims.push(
      ...rules.claims.slice(0, head),
      ...withCaptured(hand, fresh),
      ...rules.claims.slice(head),
    );
    const own = fresh.filter((name) => overlay.uses?.[name] === 'own');
    const prepare = this.#prepare(overlay, file);
    const { except } = overlay;
    this.#plans.set(method, {
      ...withCaptured({ ...rules.plan, prepare }, fresh),
      fresh,
      own,
      ...(except === undefined ? {} : { except }),
    });
    this.#cases.push(
      ...rules.cases,
      ...(overlay.cases ?? []).map((data, index) =>
        this.#case(data, ['cases', index], file, method, `${method}.`),
      ),
    );
    this.#cases.splice(firstCase, Infinity, ...withCaptured(this.#cases.slice(firstCase), fresh));
    this.#keepRetired(overlay, file);
    this.#sides.push({
      overlay,
      facts,
      file,
      errors: rules.errors,
      cases: rules.cases,
    });
  }

  #migrations(): Migration[] {
    for (const { overlay, file } of this.#sides)
      for (const [index, name] of (overlay.migration?.to ?? []).entries()) {
        const fault = methodFault(name, this.#context.methodNames);
        if (fault !== undefined) this.#problem(file, ['migration', 'to', index], fault);
      }
    const limits = this.#claims.filter(
      ({ error, check }) =>
        error?.scope === 'system' &&
        check?.error?.part === 'status' &&
        error.statuses.some((status) => status === 429 || status === 503),
    );
    const byMethod = groupBy(this.#claims, ({ method }) => method);
    const sides = this.#sides.map((side) => ({ ...side, claims: byMethod.get(side.overlay.method) ?? [] }));
    return migrationsOf(sides, limits, (file, path, message) => this.#problem(file, path, message));
  }

  /** Resources that the method's cases change, so that a run makes them for these cases alone. */
  #fresh({ uses = {} }: OverlayFile, file: YamlFile): string[] {
    const { resources } = this.#context;
    const fresh = Object.entries(uses).flatMap(([name, how]) => {
      const resource = resources?.get(name);
      if (how === 'shared' && (resource || !resources)) return [];
      const [way] = resource?.make ?? [];
      if (!resource || !way) {
        const known = (resources?.all ?? []).flatMap((each) => (each.make.length > 0 ? each.name : []));
        this.#problem(file, ['uses', name], `nothing says how a '${name}' is made${guess(name, known)}`);
        return [];
      }
      const owner =
        resource.owner === undefined ? undefined : resources?.get(resource.owner.split('.')[0] ?? '');
      this.#makings.set(name, {
        call: way.call,
        with: parametersOf(way, owner) as Making['with'],
        id: way.id,
      });
      return [name];
    });
    // Those that others are made with come first.
    const order = (resources?.all ?? []).map(({ name }) => name);
    return fresh.sort((first, second) => order.indexOf(first) - order.indexOf(second));
  }

  /** Steps before each valid request; they only arrange. */
  #prepare({ method, prepare: steps = [] }: OverlayFile, file: YamlFile): StepSpec[] {
    for (const [index, step] of steps.entries()) {
      const fault =
        roleFault(step) ?? (step.arrange === undefined ? "what is prepared is an 'arrange'" : undefined);
      if (fault !== undefined) this.#problem(file, ['prepare', index], fault);
    }
    return steps.flatMap((step, index) =>
      stepsOf({ steps: [step] }, method, []).map((made) => ({ ...made, path: ['prepare', index] })),
    );
  }

  #page(data: PageFile, file: YamlFile): void {
    const { page, method, calls = [], errors } = data;
    const ofPage = this.#context.platform?.(page.path)?.errors.rows ?? [];
    const rows = (errors?.rows ?? []).map((row): ErrorRow => {
      const fact = ofPage.find(({ code }) => code === row.code);
      const status = row.status ?? (typeof fact?.status === 'number' ? fact.status : undefined);
      return {
        key: row.code,
        code: row.code,
        statuses: status === undefined ? [] : [status],
        text: row.text ?? fact?.text,
        when: row.when,
        method: row.method ?? method,
        credential: row.credential,
        scope: (row.method ?? method) === undefined ? 'system' : 'method',
      };
    });
    this.#pages.push({ page, file: file.path, method, errors: rows });
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
        ...(row.statuses.length === 0 || row.credential !== undefined
          ? []
          : [claim('status', `${row.key} comes with HTTP status ${row.statuses.join(' or ')}.`)]),
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
    }: Pick<ContractPage, 'page' | 'method'> & { file: YamlFile; confidence: Confidence },
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
        // Of a draft nobody has looked at the source so far.
        source: confidence === 'parsed' ? source : this.#digested(source, file, [...path, 'source']),
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
    const { id, title, at, over, each, evidence, commands, undocumented, burst } = data;
    if (id === undefined) this.#problem(file, path, "the case has no 'id'");
    for (const [index, step] of (data.steps ?? []).entries()) {
      const fault = roleFault(step);
      if (fault !== undefined) this.#problem(file, [...path, 'steps', index], fault);
    }
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
      ...(commands === undefined ? {} : { commands }),
      ...(undocumented === undefined ? {} : { undocumented }),
      ...(burst === undefined ? {} : { burst }),
      file: file.path,
      line: file.lineOf(path),
      path,
    };
  }
}

const KINDS: readonly Kind[] = ['contract', 'overlay', 'transport'];

/** The kind of file that knows most of its keys, so that a misspelt key is a misspelt key of that kind. */
function kindOf(value: unknown, schemas: Schemas): Kind {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const known = (kind: Kind): number => {
    const { properties = {}, required = [] } = schemas.schema(`${kind}.schema.json`) ?? {};
    return keys.reduce(
      (sum, key) => sum + Number(Object.hasOwn(properties, key)) + Number(required.includes(key)),
      0,
    );
  };
  return KINDS.reduce((best, kind) => (known(kind) > known(best) ? kind : best));
}

function planOf({ name, request = {}, except, values = {}, forms = {} }: CallData): CallPlan {
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
    fresh: [],
    own: [],
    prepare: [],
    ...(except === undefined ? {} : { except }),
    varied,
    tags: ['variants'],
  };
}

/** The first call is the act, the others read what it did. */
function flowSteps(flow: NonNullable<ClaimData['flow']>, path: Path): StepSpec[] {
  return flow.map((step, index): StepSpec => {
    const { call, capture = {}, times = 1, expect } = step;
    return {
      role: index === 0 ? 'act' : 'observe',
      call,
      request: requestOf(step),
      capture,
      times,
      expect,
      path: [...path, index],
    };
  });
}
