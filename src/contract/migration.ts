import { guess } from '../base/guess.ts';
import type { YamlFile } from '../base/yaml-file.ts';
import type { OverlayFile } from './contract.gen.ts';
import type { ContractClaim, ErrorRow } from './contract.ts';
import { type FieldFact, type MethodFacts, nameInValues } from './facts.ts';
import { describe } from './matcher.ts';
import { typeWords } from './rules/rule-book.ts';
import type { CaseSpec, Path } from './spec.ts';

/** What a caller meets who moves from a deprecated method to the one that takes its place. */
export interface Migration {
  from: string;
  to: string;
  /** Undefined where the contract has no data of the successor. */
  changes?: readonly Change[];
}

/** One difference; a same line says of an aspect that nothing changes. */
export interface Change {
  aspect: 'name' | 'scope' | 'credential' | 'parameter' | 'result' | 'error' | 'limit';
  change: 'same' | 'renamed' | 'changed' | 'added' | 'removed';
  /** Undefined where the deprecated method has nothing of the kind. */
  before?: string;
  after?: string;
  /** Ids of the claims that show it, of both methods. */
  claims: readonly string[];
}

/** A method with all that its overlay and its page say. */
export interface MigrationSide {
  overlay: OverlayFile;
  facts: MethodFacts;
  file: YamlFile;
  claims: readonly ContractClaim[];
  errors: readonly ErrorRow[];
  cases: readonly CaseSpec[];
}

type Report = (file: YamlFile, path: Path, message: string) => void;

/**
 * The migrations of all deprecated methods that name a successor, on their page or in their overlay.
 *
 * @param common claims about the limits of every call
 * @param report called with what overlays say of migrations and neither method has
 */
export function migrationsOf(
  sides: readonly MigrationSide[],
  common: readonly ContractClaim[],
  report: Report,
): Migration[] {
  const byName = new Map(sides.map((side) => [side.overlay.method.toLowerCase(), side]));
  return sides.flatMap((side) => {
    const { method: from, migration = {} } = side.overlay;
    const targets = migration.to ?? (side.facts.successor === undefined ? [] : [side.facts.successor]);
    return targets.map((name): Migration => {
      const target = byName.get(name.toLowerCase());
      if (!target) return { from, to: name };
      return {
        from,
        to: target.overlay.method,
        changes: new Comparison(side, target, common, report).changes(),
      };
    });
  });
}

/** A parameter, or a key within one, as a caller gives it. */
interface Given {
  /** `DIALOG_ID`, `fields.title` */
  path: string;
  field: FieldFact;
  required: 'always' | 'webhook' | 'never';
}

type Pair<T> = readonly [before: T | undefined, after: T | undefined];

class Comparison {
  readonly #from: MigrationSide;
  readonly #to: MigrationSide;
  readonly #common: readonly ContractClaim[];
  readonly #pairs: readonly Pair<Given>[];
  readonly #errors: readonly Pair<ErrorRow>[];

  constructor(from: MigrationSide, to: MigrationSide, common: readonly ContractClaim[], report: Report) {
    this.#from = from;
    this.#to = to;
    this.#common = common;
    const { parameters = {}, errors = {} } = from.overlay.migration ?? {};
    const [before, after] = [givenOf(from), givenOf(to)];
    const known = { from, to, report };
    checkNames(
      known,
      'parameters',
      parameters,
      [before, after].map((all) => all.map(({ path }) => path)),
    );
    checkNames(
      known,
      'errors',
      errors,
      [from, to].map((side) => side.errors.map(({ key }) => key)),
    );
    this.#pairs = pairParameters(before, after, parameters);
    this.#errors = pairErrors(from, to, errors, this.#newNames());
  }

  changes(): Change[] {
    return [
      this.#name(),
      this.#scope(),
      ...this.#parameters(),
      this.#result(),
      ...distinct(this.#errors.flatMap((pair) => this.#error(pair))),
      this.#limits(),
    ];
  }

  /** Parameter of the deprecated method to what it is called now. */
  #newNames(): ReadonlyMap<string, string> {
    return new Map(
      this.#pairs.flatMap(([before, after]) => (before && after ? [[before.path, after.path]] : [])),
    );
  }

  #name(): Change {
    const claims = [
      ...ids(this.#from, (end) => end === 'deprecated' || end === 'status'),
      ...ids(this.#to, (end) => end === 'status'),
    ];
    return {
      aspect: 'name',
      change: 'renamed',
      before: this.#from.overlay.method,
      after: this.#to.overlay.method,
      claims,
    };
  }

  #scope(): Change {
    const [before = 'no scope', after = 'no scope'] = [this.#from.facts.scope, this.#to.facts.scope];
    const claims = this.#both((end) => end === 'scope' || end === 'authorized');
    return { aspect: 'scope', change: before === after ? 'same' : 'changed', before, after, claims };
  }

  #parameters(): Change[] {
    return this.#pairs.flatMap(([before, after]): Change[] => {
      const texts = {
        ...(before ? { before: spoken(before) } : {}),
        ...(after ? { after: spoken(after) } : {}),
      };
      const change = changeOf(before && [before.path, kindOf(before)], after && [after.path, kindOf(after)]);
      if (change === 'same') return [];
      const isCredential = [before, after].some((given) => given?.required === 'webhook');
      const claims = [
        ...(before ? ids(this.#from, (end) => isOf(before.path, end)) : []),
        ...(after ? ids(this.#to, (end) => isOf(after.path, end)) : []),
      ];
      return [{ aspect: isCredential ? 'credential' : 'parameter', change, ...texts, claims }];
    });
  }

  #result(): Change {
    const [before, after] = [resultOf(this.#from), resultOf(this.#to)];
    const claims = this.#both((end) => end === 'result' || end.startsWith('result.'));
    return { aspect: 'result', change: before === after ? 'same' : 'changed', before, after, claims };
  }

  #error([before, after]: Pair<ErrorRow>): Change[] {
    const change = changeOf(
      before && [nameOf(before), statusOf(before)],
      after && [nameOf(after), statusOf(after)],
    );
    if (change === 'same') return [];
    const claims = [
      ...(before ? claimsOfRow(this.#from, before) : []),
      ...(after ? claimsOfRow(this.#to, after) : []),
    ];
    return [
      {
        aspect: 'error',
        change,
        ...(before ? { before: `${nameOf(before)}, ${statusOf(before)}` } : {}),
        ...(after ? { after: `${nameOf(after)}, ${statusOf(after)}` } : {}),
        claims,
      },
    ];
  }

  /** No page states a limit of requests of one method: those of every call apply to both. */
  #limits(): Change {
    const words = 'those of every call';
    return {
      aspect: 'limit',
      change: 'same',
      before: words,
      after: words,
      claims: this.#common.map(({ id }) => id),
    };
  }

  #both(isMeant: (end: string) => boolean): string[] {
    return [...ids(this.#from, isMeant), ...ids(this.#to, isMeant)];
  }
}

/** Rows of one code are one error to a caller. */
function distinct(changes: readonly Change[]): Change[] {
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}

/** Of two parameters or rows: a name, and what there is to say of it beside. */
function changeOf(
  before: readonly [string, string] | undefined,
  after: readonly [string, string] | undefined,
): Change['change'] {
  if (!before) return 'added';
  if (!after) return 'removed';
  if (before[1] !== after[1]) return 'changed';
  return before[0] === after[0] ? 'same' : 'renamed';
}

function checkNames(
  { from, to, report }: { from: MigrationSide; to: MigrationSide; report: Report },
  key: 'parameters' | 'errors',
  names: Readonly<Record<string, string>>,
  [before = [], after = []]: readonly (readonly string[])[],
): void {
  const what = key === 'errors' ? 'row of errors' : 'parameter';
  for (const [old, now] of Object.entries(names)) {
    const path = ['migration', key, old];
    if (!before.includes(old))
      report(from.file, path, `${from.overlay.method} has no ${what} '${old}'${guess(old, before)}`);
    // Of several successors one may have it.
    const isElsewhere = (from.overlay.migration?.to ?? []).length > 1;
    if (!after.includes(now) && !isElsewhere)
      report(from.file, path, `${to.overlay.method} has no ${what} '${now}'${guess(now, after)}`);
  }
}

function givenOf({ overlay, facts }: MigrationSide): Given[] {
  const marks = overlay.parameters ?? {};
  return facts.parameters.flatMap((field) => {
    const name = nameInValues(field, overlay.values);
    const required = marks[name]?.required ?? markOf(field);
    return [{ path: name, field, required }, ...nested(field, name)];
  });
}

function nested({ fields = [] }: FieldFact, prefix: string): Given[] {
  return fields.flatMap((field) => {
    const path = `${prefix}.${field.name}`;
    return [{ path, field, required: markOf(field) }, ...nested(field, path)];
  });
}

function markOf({ required }: FieldFact): Given['required'] {
  if (required === 'webhook') return 'webhook';
  return required ? 'always' : 'never';
}

const REQUIRED: Record<Given['required'], string> = {
  always: 'required',
  webhook: 'required with a webhook',
  never: 'optional',
};

/** `DIALOG_ID: string, required` */
const spoken = (given: Given): string => `${given.path}: ${kindOf(given)}`;

function kindOf({ field, required }: Given): string {
  const { range, default: byDefault } = field;
  const bounds = [
    range?.min !== undefined && `at least ${range.min}`,
    range?.max !== undefined && `at most ${range.max}`,
  ];
  const limit = bounds.filter((bound) => bound !== false).join(' and ');
  return [
    typeWords(field),
    REQUIRED[required],
    ...(byDefault === undefined ? [] : [`by default ${byDefault}`]),
    ...(limit === '' ? [] : [`${limit}${range?.of === 'length' ? ' characters' : ''}`]),
  ].join(', ');
}

/** `DIALOG_ID`, `dialogId` and `dialog_id` are one name. */
const plain = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();

const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** In the order of the deprecated method, then what the successor has beside. */
function pairParameters(
  before: readonly Given[],
  after: readonly Given[],
  reviewed: Readonly<Record<string, string>>,
): Pair<Given>[] {
  const matching = new Matching(before, after);
  matching.each((old, now) => reviewed[old.path] === now.path);
  matching.each((old, now) => plain(old.path) === plain(now.path));
  // Keys have moved into an object, and some out of one.
  matching.unique((old, now) => plain(lastOf(old.path)) === plain(lastOf(now.path)));
  // A webhook has one thing to prove whose bot it is.
  matching.unique((old, now) => old.required === 'webhook' && now.required === 'webhook');
  return matching.pairs();
}

/** By a person's word; the same code; what provokes them; the condition; the server's words. */
function pairErrors(
  from: MigrationSide,
  to: MigrationSide,
  reviewed: Readonly<Record<string, string>>,
  newNames: ReadonlyMap<string, string>,
): Pair<ErrorRow>[] {
  const matching = new Matching(from.errors, to.errors);
  const provocations = (side: MigrationSide, row: ErrorRow, names?: ReadonlyMap<string, string>): string[] =>
    side.cases.filter(({ expect }) => expect === row.key).flatMap((spec) => provocationOf(spec, names) ?? []);
  matching.each((old, now) => reviewed[old.key] === now.key);
  matching.each((old, now) => old.key === now.key);
  matching.each((old, now) => {
    const known = provocations(to, now);
    return provocations(from, old, newNames).some((one) => known.includes(one));
  });
  matching.unique((old, now) => old.when === now.when && !old.when.startsWith('the condition that'));
  matching.unique((old, now) => old.text !== undefined && old.text === now.text);
  return matching.pairs();
}

/** What is wrong with the request of a case of one call, with other names of its parameters. */
function provocationOf({ steps }: CaseSpec, names?: ReadonlyMap<string, string>): string | undefined {
  const [step, ...others] = steps;
  if (!step || step.role === 'world' || others.length > 0) return undefined;
  const { with: values = {}, without = [] } = step.request;
  const name = (old: string): string => names?.get(old) ?? old;
  const left = [without].flat().map(name).sort();
  const given = Object.entries(values).map(([key, value]) => `${name(key)}=${JSON.stringify(value)}`);
  return left.length + given.length === 0 ? undefined : [...left, ...given.sort()].join(' ');
}

/** Pairs members of two lists; each has one partner at most, and the first rule that finds it counts. */
class Matching<T> {
  readonly #before: readonly T[];
  readonly #after: readonly T[];
  readonly #partners = new Map<T, T>();

  constructor(before: readonly T[], after: readonly T[]) {
    this.#before = before;
    this.#after = after;
  }

  each(isSame: (old: T, now: T) => boolean): void {
    for (const old of this.#openBefore()) {
      const now = this.#openAfter().find((one) => isSame(old, one));
      if (now !== undefined) this.#partners.set(old, now);
    }
  }

  /** Only where no other of either list would do as well. */
  unique(isSame: (old: T, now: T) => boolean): void {
    const [before, after] = [this.#openBefore(), this.#openAfter()];
    for (const old of before) {
      const [now, ...further] = after.filter((one) => isSame(old, one));
      if (now === undefined || further.length > 0) continue;
      if (before.filter((one) => isSame(one, now)).length === 1) this.#partners.set(old, now);
    }
  }

  pairs(): Pair<T>[] {
    return [
      ...this.#before.map((old): Pair<T> => [old, this.#partners.get(old)]),
      ...this.#openAfter().map((now): Pair<T> => [undefined, now]),
    ];
  }

  #openBefore(): T[] {
    return this.#before.filter((old) => !this.#partners.has(old));
  }

  #openAfter(): T[] {
    const taken = new Set(this.#partners.values());
    return this.#after.filter((now) => !taken.has(now));
  }
}

/** Ids of a method's claims by how they end; what no page states is no promise. */
function ids({ overlay: { method }, claims }: MigrationSide, isMeant: (end: string) => boolean): string[] {
  return claims
    .filter(({ id, strength }) => strength !== 'observed' && isMeant(id.slice(method.length + 1)))
    .map(({ id }) => id);
}

/** `DIALOG_ID.required` is of `DIALOG_ID`; `fields.title.string` is not of `fields`. */
const isOf = (path: string, end: string): boolean =>
  end.startsWith(`${path}.`) && !end.slice(path.length + 1).includes('.');

/** Its code and status; its wording is nothing that a caller should depend on. */
const claimsOfRow = ({ claims }: MigrationSide, row: ErrorRow): string[] =>
  claims
    .filter(
      ({ error, check, strength }) =>
        strength === 'must' &&
        error !== undefined &&
        (row.code === undefined ? error.key === row.key : error.code === row.code) &&
        check?.error?.part !== 'text',
    )
    .map(({ id }) => id);

const nameOf = ({ code, text }: ErrorRow): string =>
  code ?? (text === undefined ? 'an error' : JSON.stringify(text));

const statusOf = ({ statuses }: ErrorRow): string =>
  statuses.length === 0 ? 'no status stated' : `HTTP ${statuses.join(' or ')}`;

/** What the contract claims of the result, else what the page's table says. */
function resultOf({ overlay: { method }, facts, claims }: MigrationSide): string {
  const matcher = claims.find(({ id }) => id === `${method}.result`)?.check?.success?.['/result'];
  const field = facts.returned.find(({ name }) => name === 'result');
  const fields = (field?.fields ?? []).map(({ name }) => name);
  const words = matcher === undefined ? (field ? typeWords(field) : 'nothing stated') : describe(matcher);
  return fields.length === 0 ? words : `${words}; fields ${fields.join(', ')}`;
}
