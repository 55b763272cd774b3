import type { FieldFact, MethodFacts } from '../../../src/contract/facts.ts';
import { type Answer, isDescription, MARKS, type Node } from './answer.ts';

/** A documented field of what a method such as `crm.deal.fields` describes, and its description in the answer. */
export interface Described {
  readonly name: string;
  /** Types as pages write them; undefined where they say nothing of what portals call them. */
  readonly type: string | undefined;
  readonly holder: ObjectNode;
  readonly node: ObjectNode;
}

type ObjectNode = Extract<Node, { kind: 'object' }>;

/**
 * Makes the descriptions of fields in an answer agree with the pages: of the method itself, and of those that make and change
 * such objects.
 */
export function describe(
  { method, returned }: MethodFacts,
  { root }: Answer,
  factsOf: (method: string) => MethodFacts | undefined,
): readonly Described[] {
  const holder = descriptionsIn(root.keys.get('result'), 4);
  if (holder === undefined) return [];
  const family = method.split('.').slice(0, -1).join('.');
  const given = (verb: string): readonly FieldFact[] =>
    factsOf(`${family}.${verb}`)?.parameters.find(({ name }) => name.toLowerCase() === 'fields')?.fields ??
    [];
  const [added, updated] = [given('add'), given('update')];
  const inResult = returned.find(({ name }) => name === 'result')?.fields ?? [];
  const outer = [...inResult, ...returned.filter(({ name }) => !BESIDE.has(name))];
  const wrapper = outer.find(({ name }) => isAround(root, name, holder));
  const stated = [...outer.filter((row) => row !== wrapper), ...(wrapper?.fields ?? [])];
  // What is said of every field is no field.
  if (stated.filter(({ name }) => MARKS.test(name)).length < 2)
    for (const { name } of stated)
      if (!holder.keys.has(name) && /^\w+$/.test(name)) holder.keys.set(name, newDescription());
  return [...holder.keys].flatMap(([name, node]) => {
    if (node.kind !== 'object' || /^uf_/i.test(name)) return [];
    const rows = [stated, added, updated].flatMap((each) => each.filter((row) => row.name === name));
    const types = rows.flatMap((row) => row.types);
    const set = (key: string, value: unknown) => {
      const known = [...node.keys.keys()].find((each) => each.toLowerCase() === key.toLowerCase());
      if (known !== undefined) node.keys.set(known, { kind: 'value', value });
    };
    // Where one of them says nothing of what portals call it, anything would do.
    const [type] = types.some((each) => /^(array|object|any|null|mixed)(\[\])?$/i.test(each)) ? [] : types;
    if (type !== undefined) set('type', type.replace(/\[\]$/, ''));
    set(
      'isRequired',
      added.some((row) => row.name === name && row.required === true),
    );
    set('isReadOnly', ![...added, ...updated].some((row) => row.name === name));
    set(
      'isMultiple',
      types.some((each) => each.endsWith('[]') || each === 'crm_multifield'),
    );
    return [{ name, type, holder, node }];
  });
}

const BESIDE = new Set(['result', 'total', 'next', 'time']);

const newDescription = (): ObjectNode => ({
  kind: 'object',
  keys: new Map(
    ['type', 'isRequired', 'isReadOnly', 'isMultiple'].map((key) => [key, { kind: 'value', value: '' }]),
  ),
});

/** Whether a name is of what stands around the descriptions, such as `fields`. */
function isAround(node: Node | undefined, name: string, holder: ObjectNode): boolean {
  if (node?.kind !== 'object' || node === holder) return false;
  return [...node.keys].some(
    ([key, inner]) => (key === name && inner === holder) || isAround(inner, name, holder),
  );
}

/** The object whose values are descriptions of fields. */
function descriptionsIn(node: Node | undefined, levels: number): ObjectNode | undefined {
  if (node?.kind !== 'object' || levels === 0) return undefined;
  const inner = [...node.keys.values()];
  const described = inner.filter(isDescription);
  if (described.length > 0 && described.length * 2 >= inner.length) return node;
  for (const each of inner) {
    const found = descriptionsIn(each, levels - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
