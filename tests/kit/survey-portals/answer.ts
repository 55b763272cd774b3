import type { FieldFact, MethodFacts } from '../../../src/contract/facts.ts';
import { typesOfRow } from './facts.ts';
import { takesOf } from './takes.ts';

/** Part of an answer before it is given: what it holds, and what documentation says of it. */
export type Node =
  | { readonly kind: 'object'; readonly keys: Map<string, Node> }
  /** Elements alike, as many as `count`; none are known to be alike where there is no `each`. */
  | { readonly kind: 'array'; each: Node | undefined; count: number }
  | { readonly kind: 'value'; value: unknown };

/** A documented field of an answer: its path as the survey's ids have it, and the nodes that stand there. */
export interface Place {
  readonly path: string;
  readonly fact: FieldFact;
  /** The object that has it, and its key there. */
  readonly holder: Extract<Node, { kind: 'object' }>;
  readonly key: string;
  readonly children: number;
}

export interface Answer {
  readonly root: Extract<Node, { kind: 'object' }>;
  /** Documented fields below `result` that the answer has, each path once. */
  readonly places: readonly Place[];
  /** The list that is paged, where the answer has one: the list itself, or the one below `result`. */
  readonly list: Extract<Node, { kind: 'array' }> | undefined;
}

/** What stands beside `result`. */
const BESIDE = new Set(['result', 'total', 'next', 'time']);

/** Items of a list that comes in pages, and of any other. */
export const MANY = 60;
const FEW = 3;

/** A success as a page's example and its table of returned fields have it. */
export function answerOf(facts: MethodFacts): Answer {
  const root: Answer['root'] = { kind: 'object', keys: new Map() };
  const shape = facts.success.shape ?? {};
  for (const [pointer, type] of Object.entries(shape).sort(([one], [other]) => one.length - other.length))
    put(root, pointer.split('/').slice(1), type);
  for (const name of ['total', 'next', 'time']) root.keys.delete(name);
  oneOfEach(root);
  const row = facts.returned.find(({ name }) => name === 'result');
  const found = root.keys.get('result');
  if (found === undefined || isNothing(found))
    root.keys.set('result', row === undefined ? { kind: 'value', value: true } : nodeOf(row));
  else if (found.kind === 'value' && row?.values !== undefined)
    found.value = fitting(row, typeOf(found.value));
  const describes = isDescribing(facts);
  const places: Place[] = [];
  const paths = new Set<string>();
  if (row !== undefined) {
    paths.add('result');
    const known = [...(row.fields ?? [])];
    const loose = facts.returned.filter(({ name }) => !BESIDE.has(name));
    for (const fact of known)
      place(root, 'result', fact, { path: 'result', isLoose: false, describes }, places, paths);
    for (const fact of loose)
      place(root, 'result', fact, { path: 'result', isLoose: true, describes }, places, paths);
  }
  const list = listIn(root, facts);
  if (list !== undefined) list.count = Math.max(isPaged(facts) ? MANY : FEW, mostOf(facts));
  return { root, places, list };
}

/** More items than a limit allows, where the page states its maximum, or than come without one. */
function mostOf({ parameters }: MethodFacts): number {
  const limit = takesOf({ parameters } as MethodFacts).find(({ isLimit }) => isLimit);
  return limit === undefined ? 0 : (limit.maximum ?? (Number(limit.default) || 0)) + 5;
}

export const isPaged = ({ parameters, returned }: MethodFacts): boolean =>
  parameters.some(({ name }) => name.toLowerCase() === 'start') ||
  returned.some(({ name }) => name === 'next');

function put(root: Answer['root'], path: readonly string[], type: string): void {
  if (path.length === 0) return;
  let holder: Node = root;
  for (const key of path.slice(0, -1)) {
    const inner: Node | undefined = holder.kind === 'object' ? holder.keys.get(unescaped(key)) : undefined;
    const next: Node | undefined = holder.kind === 'array' ? holder.each : inner;
    if (next === undefined) return;
    holder = next;
  }
  const last = unescaped(path.at(-1) ?? '');
  if (holder.kind === 'array') holder.each ??= ofType(type, last);
  else if (holder.kind === 'object') holder.keys.set(last, ofType(type, last));
}

/** Of a map by id the first stands for all, as of a list. */
function oneOfEach(node: Node | undefined): void {
  if (node?.kind === 'array') oneOfEach(node.each);
  if (node?.kind !== 'object') return;
  const keys = [...node.keys.keys()];
  if (keys.every((key) => /^\d+$/.test(key))) for (const key of keys.slice(1)) node.keys.delete(key);
  for (const inner of node.keys.values()) oneOfEach(inner);
}

/** Whether a method is there to say which fields something has. */
export const isDescribing = ({ method }: MethodFacts): boolean => /\.(get)?fields[a-z]*$/i.test(method);

const unescaped = (key: string) => key.replaceAll('~1', '/').replaceAll('~0', '~');

function ofType(type: string, name: string): Node {
  if (type === 'object') return { kind: 'object', keys: new Map() };
  if (type === 'array') return { kind: 'array', each: undefined, count: 1 };
  return { kind: 'value', value: plain(type, name) };
}

/** A value of a type, which says by its name what it is where it can. */
export function plain(type: string | undefined, name: string): unknown {
  switch (type) {
    case 'boolean':
      return true;
    case 'integer':
      return 11;
    case 'number':
      return 1.5;
    case 'null':
      return null;
    default:
      return /^id$|_?id$|Id$/i.test(name) ? '11' : `text of ${name}`;
  }
}

function nodeOf(fact: FieldFact): Node {
  const types = typesOfRow(fact);
  const [type = types[0] ?? 'string'] = types.filter((each) => each !== 'null');
  if (type === 'object') return { kind: 'object', keys: new Map() };
  if (type === 'array') return { kind: 'array', each: undefined, count: 1 };
  return { kind: 'value', value: fitting(fact, type) };
}

/** A value that a row allows: one of those that it names, or within its range. */
export function fitting({ values, range, name }: FieldFact, type: string): unknown {
  const [first] = values ?? [];
  if (first !== undefined && type !== 'boolean') {
    const isNumber = (type === 'integer' || type === 'number') && !Number.isNaN(Number(first));
    return isNumber ? Number(first) : first;
  }
  if (range?.of === 'value')
    return type === 'string' ? String(range.min ?? range.max) : (range.min ?? range.max);
  if (range?.of === 'length' && type === 'string')
    return 'x'.repeat(range.min ?? Math.min(range.max ?? 1, 1));
  return plain(type, name);
}

const isNothing = (node: Node): boolean => node.kind === 'value' && node.value === null;
const NAME = /^[\w@$-]+$/;

/** Sees to it that a documented field stands where its page has it, with a value that the page allows. */
function place(
  root: Node,
  parentKey: string,
  fact: FieldFact,
  at: { readonly path: string; readonly isLoose: boolean; readonly describes: boolean },
  places: Place[],
  paths: Set<string>,
): void {
  // What is said of each field is no key of the map that they stand in.
  if (!NAME.test(fact.name) || (at.describes && at.path !== 'result' && MARKS.test(fact.name))) return;
  const path = `${at.path}.${fact.name}`;
  if (paths.has(path)) return;
  const holder = holderFor(root, parentKey, fact.name, at.isLoose);
  if (holder === undefined) return;
  paths.add(path);
  const there = holder.keys.get(fact.name);
  const types = typesOfRow(fact);
  // A row of what describes fields is of the field's own type; what stands there is its description.
  const isDescribed = at.describes && isDescription(there);
  // Of two types for one value the table's is taken, as it is what a page states.
  if (there === undefined || isNothing(there) || !(isDescribed || isOfType(there, types)))
    holder.keys.set(fact.name, nodeOf(fact));
  else if (there.kind === 'value' && (fact.values !== undefined || fact.range !== undefined))
    there.value = fitting(
      fact,
      types.includes(typeOf(there.value)) ? typeOf(there.value) : (types[0] ?? 'string'),
    );
  const inner = fact.fields ?? [];
  places.push({ path, fact, holder, key: fact.name, children: inner.length + (isDescribed ? 1 : 0) });
  const node = holder.keys.get(fact.name);
  // A value cannot hold what the table has below it.
  if (inner.length > 0 && node?.kind === 'value')
    holder.keys.set(fact.name, { kind: 'object', keys: new Map() });
  // What a described field has inside stands somewhere in its description, and no page says where.
  if (isDescribed) return;
  for (const child of inner) place(holder, fact.name, child, { ...at, path, isLoose: false }, places, paths);
}

export const MARKS = /^(type|title|isRequired|isReadOnly|isImmutable|isMultiple|isDynamic|use_in_filter)$/i;

/** Whether an object says of what kind a field is. */
export const isDescription = (node: Node | undefined): boolean =>
  node?.kind === 'object' && [...node.keys].some(([key, inner]) => MARKS.test(key) && inner.kind === 'value');

function isOfType(node: Node, types: readonly string[]): boolean {
  const type = node.kind === 'value' ? typeOf(node.value) : node.kind;
  return types.length === 0 || types.includes(type) || (type === 'integer' && types.includes('number'));
}

export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** The object that has a field, or is to have it: right below, in the elements of a list, or anywhere where no table says. */
function holderFor(root: Node, key: string, name: string, isLoose: boolean): Answer['root'] | undefined {
  const parent = root.kind === 'object' ? root.keys.get(key) : undefined;
  if (parent === undefined) return undefined;
  if (isLoose) {
    const found = deep(parent, name, 5);
    if (found !== undefined) return found;
  }
  return below(parent);
}

function below(node: Node): Answer['root'] | undefined {
  if (node.kind === 'object') {
    // A map by id, as the example shows it: what is stated of one holds for all.
    const inner = [...node.keys.values()];
    return inner.length > 0 &&
      [...node.keys.keys()].every((key) => /^\d+$/.test(key)) &&
      inner[0]?.kind === 'object'
      ? inner[0]
      : node;
  }
  if (node.kind === 'value') return undefined;
  node.each ??= { kind: 'object', keys: new Map() };
  return node.each.kind === 'object' ? node.each : undefined;
}

function deep(node: Node, name: string, levels: number): Answer['root'] | undefined {
  if (levels === 0 || node.kind === 'value') return undefined;
  if (node.kind === 'array') return node.each && deep(node.each, name, levels - 1);
  if (node.keys.has(name)) return node;
  for (const inner of node.keys.values()) {
    const found = deep(inner, name, levels - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The list that an answer is, or has as its only one. */
function listIn(root: Answer['root'], facts: MethodFacts): Answer['list'] {
  const result = root.keys.get('result');
  if (result?.kind === 'array') return result;
  if (result?.kind !== 'object') return undefined;
  const lists = [...result.keys].filter(([, node]) => node.kind === 'array');
  const stated = new Set(
    facts.returned.filter(({ types }) => types.some((type) => type.endsWith('[]'))).map(({ name }) => name),
  );
  const known = lists.length === 1 ? lists : lists.filter(([name]) => stated.has(name));
  const [only] = known;
  return known.length === 1 && only?.[1].kind === 'array' ? only[1] : undefined;
}

/** A node as JSON; elements of a list are told apart by their ids, from 11 on. */
export function written(node: Node, from = 0, number = 0): unknown {
  switch (node.kind) {
    case 'value':
      return node.value;
    case 'array': {
      const { each, count } = node;
      if (each === undefined) return [];
      return Array.from({ length: count }, (_none, index) => written(each, from, index));
    }
    case 'object': {
      const object: Record<string, unknown> = {};
      for (const [key, inner] of node.keys)
        object[key] =
          inner.kind === 'value' && /^id$/i.test(key)
            ? numbered(inner.value, from + number)
            : written(inner, from);
      return object;
    }
  }
}

function numbered(value: unknown, number: number): unknown {
  if (typeof value === 'number') return 11 + number;
  return typeof value === 'string' && /^\d+$/.test(value) ? String(11 + number) : value;
}
