import type { Statements } from '../contract/authorities/statement.ts';
import { type FieldFact, sourceOf } from '../contract/facts.ts';
import type { Source } from '../contract/source.ts';
import { show } from '../judge/words.ts';
import { asMap, type Reply } from './asker.ts';
import type { Book, Seen } from './book.ts';
import { ABSENT, value } from './seen.ts';
import { atPage, type Subject } from './subject.ts';

/** A field of an object that a portal describes, as pages document it. */
interface DocumentedField {
  name: string;
  types: string[];
  isRequired: boolean;
  isSettable: boolean;
  isMultiple: boolean;
  source: Source;
}

/** The fields that pages document of what one method describes. */
export interface Description {
  subject: Subject;
  fields: readonly DocumentedField[];
}

/** Whether a method describes fields: `crm.deal.fields`, `catalog.product.getFields`. */
export function isDescribing({ name, facts, safety }: Subject): boolean {
  return safety === 'reads' && facts.rest === undefined && /\.(get)?fields[a-z]*$/.test(name);
}

/** What a field's description has; in the example of an answer it shows which of its keys are fields. */
const ATTRIBUTE =
  /^(type|title|is_?required|is_?read_?only|is_?immutable|is_?multiple|is_?dynamic|use_in_filter)$/i;
/** A portal's own fields, which no page documents. */
const OWN = /^uf_/i;

/**
 * Claims about the fields that a method describes: of its own page, and of the pages by which such objects are made and
 * changed.
 */
export function claimFields(book: Book, subject: Subject, byName: ReadonlyMap<string, Subject>): Description {
  const fields = new Map<string, DocumentedField>();
  const at = (name: string, source: Source): DocumentedField => {
    const known = fields.get(name) ?? {
      name,
      types: [],
      isRequired: false,
      isSettable: false,
      isMultiple: false,
      source,
    };
    fields.set(name, known);
    return known;
  };
  const note = (row: FieldFact, of: Subject): DocumentedField | undefined => {
    if (!/^\w+$/.test(row.name) || OWN.test(row.name)) return undefined;
    const field = at(row.name, atPage(of, sourceOf(row)));
    field.types.push(...row.types.filter((type) => type !== ''));
    if (row.types.some((type) => type.endsWith('[]') || type === 'crm_multifield')) field.isMultiple = true;
    return field;
  };
  for (const row of rowsOfFields(subject)) note(row, subject);
  const { heading = subject.facts.title } = subject.facts.returned[0] ?? {};
  for (const name of namesInExample(subject)) if (!OWN.test(name)) at(name, atPage(subject, { heading }));
  const family = subject.name.split('.').slice(0, -1).join('.');
  for (const verb of ['add', 'update'])
    for (const row of fieldsGivenTo(byName.get(`${family}.${verb}`))) {
      const of = byName.get(`${family}.${verb}`) as Subject;
      // Of what the method does not describe on its own page, such as settings of the call, nothing is known.
      if (fields.size > 0 && !fields.has(row.name)) continue;
      const field = note(row, of);
      if (!field) continue;
      field.isSettable = true;
      if (verb === 'add' && row.required === true) field.isRequired = true;
    }
  for (const field of fields.values()) {
    const add = (aspect: 'type' | 'required' | 'read-only' | 'multiple' | undefined, says: string): void =>
      book.add({
        id: subject.ids.field(field.name, aspect),
        subject,
        layer: 'fields',
        says,
        strength: 'must',
        source: field.source,
        looksAt: '/result',
      });
    add(undefined, `There is a field ${field.name}.`);
    if (typesOf(field).length > 0)
      add('type', `${field.name} is of the type ${typesOf(field).join(' or ')}.`);
    if (field.isRequired) add('required', `${field.name} is required.`);
    if (field.isSettable) add('read-only', `${field.name} can be set.`);
    if (field.isMultiple) add('multiple', `${field.name} may have several values.`);
  }
  return { subject, fields: [...fields.values()] };
}

/** Rows of the page's table that are fields, not what is said of each. */
function rowsOfFields({ facts }: Subject): FieldFact[] {
  const result = facts.returned.find(({ name }) => name === 'result');
  const beside = facts.returned.filter(({ name }) => !['result', 'total', 'next', 'time'].includes(name));
  const [wrapper] = [...(result?.fields ?? []), ...beside];
  const isWrapped =
    (result?.fields ?? []).length + beside.length === 1 &&
    wrapper !== undefined &&
    isWrapper(wrapper, facts.success.shape);
  const rows = isWrapped ? (wrapper?.fields ?? []) : [...(result?.fields ?? []), ...beside];
  const attributes = rows.filter(({ name }) => ATTRIBUTE.test(name)).length;
  return attributes > 1 || attributes === rows.length ? [] : rows;
}

/** `result.product`, beneath which the fields are. */
function isWrapper({ name, types }: FieldFact, shape: Readonly<Record<string, string>> = {}): boolean {
  const inside = Object.keys(shape).filter((pointer) => pointer.startsWith(`/result/${name}/`));
  return inside.length > 0
    ? !inside.some(
        (pointer) =>
          ATTRIBUTE.test(pointer.split('/')[3] ?? '') &&
          shape[pointer] !== 'object' &&
          pointer.split('/').length === 4,
      )
    : types.includes('object') || types.includes('array');
}

/** Names of fields in the example of an answer: what has a description beneath it. */
function namesInExample({ facts }: Subject): string[] {
  const { shape = {} } = facts.success;
  const described = Object.keys(shape).flatMap((pointer) => {
    const parts = pointer.split('/');
    const last = parts.pop() ?? '';
    const name = parts.at(-1);
    const isAttribute = ATTRIBUTE.test(last) && shape[pointer] !== 'object';
    // A field may be named title or type itself: then it has a description, and is none.
    return isAttribute && name !== undefined && name !== '*' && parts.length >= 3
      ? [{ name, depth: parts.length, in: parts.slice(0, -1).join('/') }]
      : [];
  });
  // A field may itself have fields; the outermost ones count.
  const depth = Math.min(...described.map((each) => each.depth));
  return [...new Set(described.filter((each) => each.depth === depth).map(({ name }) => name))];
}

function fieldsGivenTo(subject: Subject | undefined): readonly FieldFact[] {
  const { parameters = [] } = subject?.facts ?? {};
  return parameters.find(({ name }) => name.toLowerCase() === 'fields')?.fields ?? [];
}

const ALIASES: Readonly<Record<string, string>> = {
  int: 'integer',
  bool: 'boolean',
  float: 'double',
  number: 'double',
  text: 'string',
};
const alias = (type: string): string => {
  const bare = type
    .toLowerCase()
    .replace(/\[\]$/, '')
    .replace(/\.\w+$/, '');
  return ALIASES[bare] ?? bare;
};

/** Types by their names in descriptions; none where one of them says nothing. */
function typesOf({ types }: DocumentedField): string[] {
  const named = [...new Set(types.map(alias))];
  return named.some((type) => ['array', 'object', 'any', 'null', 'mixed'].includes(type)) ? [] : named;
}

/** What pages state of the fields, in the form in which authorities are compared. */
export function stateFields(made: Statements, { fields }: Description): void {
  for (const field of fields) {
    made.row('fields', field.name, []);
    const fact = `fields.${field.name}`;
    const types = typesOf(field);
    if (types.length > 0) made.state(`${fact} type`, types.join(' or '), types);
    if (field.isRequired) made.state(`${fact} required`, 'yes', ['yes']);
    if (field.isSettable) made.state(`${fact} read-only`, 'no', ['no']);
    if (field.isMultiple) made.state(`${fact} multiple`, 'yes', ['yes']);
  }
}

/** What the portal's own description says of the documented fields. */
export function judgeFields({ subject, fields }: Description, reply: Reply, book: Book): void {
  const { ids } = subject;
  const aspects = [undefined, 'type', 'required', 'read-only', 'multiple'] as const;
  const all = fields.flatMap(({ name }) => aspects.map((aspect) => ids.field(name, aspect)));
  const block = (why: string): void => {
    for (const id of all) if (book.has(id)) book.block(id, why, reply.unsent ? undefined : reply);
  };
  if (reply.obstacle !== undefined) {
    block(reply.obstacle);
    return;
  }
  if (reply.error) {
    block(`the method refused: ${reply.error.code} ${reply.error.text}`);
    return;
  }
  const described = describedIn(reply.body.result ?? reply.body, DEEPEST);
  if (!described) {
    block('the answer describes no fields');
    return;
  }
  for (const field of fields) {
    const id = ids.field(field.name);
    const attributes = described.get(field.name);
    if (attributes === undefined) {
      book.contradict(id, reply, `expected a field ${field.name}, got none of that name`, ABSENT);
      for (const aspect of aspects.slice(1))
        if (book.has(ids.field(field.name, aspect)))
          book.block(ids.field(field.name, aspect), 'the portal does not describe the field', reply);
      continue;
    }
    book.confirm(id, reply);
    const judge = (
      aspect: 'type' | 'required' | 'read-only' | 'multiple',
      key: RegExp,
      holds: (given: unknown) => boolean,
      wanted: string,
      saw: (given: unknown) => Seen,
    ): void => {
      const own = ids.field(field.name, aspect);
      if (!book.has(own)) return;
      const [, given] = Object.entries(attributes).find(([name]) => key.test(name)) ?? [];
      if (given === undefined) book.block(own, 'the portal does not say', reply);
      else if (holds(given)) book.confirm(own, reply, saw(given));
      else book.contradict(own, reply, `expected ${field.name} ${wanted}, got ${show(given)}`, saw(given));
    };
    const types = typesOf(field);
    judge(
      'type',
      /^type$/i,
      (given) => types.includes(alias(String(given))),
      `of the type ${types.join(' or ')}`,
      (type) => value(alias(String(type))),
    );
    const mark = (given: unknown): Seen => value(isTrue(given) ? 'yes' : 'no');
    judge('required', /^is_?required$/i, isTrue, 'to be required', mark);
    judge('read-only', /^is_?read_?only$/i, (given) => !isTrue(given), 'not to be read-only', mark);
    judge('multiple', /^is_?multiple$/i, isTrue, 'to be multiple', mark);
  }
}

const isTrue = (value: unknown): boolean => [true, 'Y', 1, '1', 'true'].includes(value as string);

/** Levels at which the description of fields is looked for. */
const DEEPEST = 4;

/** The fields that an answer describes, by name; a list of them has their names inside. */
function describedIn(
  value: unknown,
  depth: number,
): ReadonlyMap<string, Readonly<Record<string, unknown>>> | undefined {
  if (depth === 0) return undefined;
  const map = asMap(value);
  const entries = map ? Object.entries(map) : [];
  const described = entries.filter(([, each]) => isDescription(each));
  if (described.length > 0 && described.length * 2 >= entries.length)
    return new Map(described.map(([name, each]) => [name, asMap(each) ?? {}]));
  const list = Array.isArray(value) ? value.filter(isDescription).map((each) => asMap(each) ?? {}) : [];
  const named = list.flatMap((each) => {
    const name = each.name ?? each.NAME ?? each.code ?? each.CODE;
    return typeof name === 'string' ? [[name, each] as const] : [];
  });
  if (named.length > 0) return new Map(named);
  for (const [, each] of entries) {
    const inner = describedIn(each, depth - 1);
    if (inner) return inner;
  }
  // Some describe a field by its title alone.
  if (entries.length > 1 && entries.every(([, each]) => typeof each === 'string'))
    return new Map(entries.map(([name]) => [name, {}]));
  return undefined;
}

/** Whether a value says of what kind a field is: `{ type, isRequired, … }`. */
export function isDescription(value: unknown): boolean {
  const map = asMap(value);
  return (
    map !== undefined && Object.entries(map).some(([key, inner]) => ATTRIBUTE.test(key) && !asMap(inner))
  );
}
