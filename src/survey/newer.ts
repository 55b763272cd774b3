import { type FieldFact, jsonTypes, sourceOf } from '../contract/facts.ts';
import { type Asker, asMap, type Reply, told } from './asker.ts';
import type { Book } from './book.ts';
import { scopesOf } from './scopes.ts';
import { ABSENT, value } from './seen.ts';
import { atPage, type Subject } from './subject.ts';

/** Methods of REST 3.0 by which a portal describes itself (rest-v3.md, OpenAPI documentation; Permissions and scopes). */
export const NEWER_TOOLS = ['rest.documentation.openapi', 'rest.scope.list'] as const;

/** What a portal says of its methods of REST 3.0. */
export interface Newer {
  /** Methods that it has and no page describes, each as `METHOD@3`. */
  undocumented: string[];
}

/** Claims about the parameters that the portal's own description has to have. */
export function claimNewer(book: Book, subjects: readonly Subject[]): void {
  for (const subject of subjects.filter(isNewer))
    for (const parameter of parametersOf(subject)) {
      const { name, required } = parameter;
      const add = (aspect: 'type' | 'required' | undefined, says: string): void =>
        book.add({
          id: subject.ids.field(name, aspect),
          subject,
          layer: 'fields',
          says,
          strength: 'must',
          source: atPage(subject, sourceOf(parameter)),
          looksAt: '/paths',
        });
      add(undefined, `The method takes the parameter ${name}.`);
      const types = jsonTypes(parameter.types);
      if (types.length > 0) add('type', `The parameter ${name} is of the type ${types.join(' or ')}.`);
      if (required === true) add('required', `The parameter ${name} is required.`);
    }
}

const isNewer = ({ facts }: Subject): boolean => facts.rest === 3;

/** Parameters by plain names. */
function parametersOf({ facts }: Subject): FieldFact[] {
  return facts.parameters.filter(({ name }) => /^\w+$/.test(name));
}

/** Compares the pages about REST 3.0 with the portal's OpenAPI document and its list of scopes, in two requests. */
export async function askNewer(asker: Asker, book: Book, subjects: readonly Subject[]): Promise<Newer> {
  const newer = subjects.filter(isNewer);
  if (newer.length === 0) return { undocumented: [] };
  const [openapi, scopes] = NEWER_TOOLS;
  const description = await asker.ask({ id: `existence/${openapi}`, method: openapi, with: {}, rest: 3 });
  const document = asMap(description.body.paths) ? description.body : asMap(description.body.result);
  const paths = asMap(document?.paths);
  const byName = new Map(
    Object.entries(paths ?? {}).map(([path, item]) => [
      path.replace(/^.*\/(?=[^/])|\/$/g, '').toLowerCase(),
      item,
    ]),
  );
  const why = whyNot(description, 'the answer is not an OpenAPI document');
  for (const { facts, ids, name } of newer) {
    if (!paths) book.block(ids.exists, why, witness(description));
    else if (byName.has(name)) book.confirm(ids.exists, description);
    else
      book.contradict(
        ids.exists,
        description,
        `expected the portal's OpenAPI document to have ${facts.method}, got none of ${byName.size} paths`,
      );
  }
  for (const subject of newer) {
    const known = byName.get(subject.name);
    const taken = known === undefined ? undefined : bodyOf(known, document);
    const blocked = ((): [why: string, by?: Reply | undefined] | undefined => {
      if (!paths) return [why, witness(description)];
      if (known === undefined) return ['the portal does not have the method'];
      return taken ? undefined : ['the OpenAPI document does not say what the method takes', description];
    })();
    for (const parameter of parametersOf(subject)) {
      if (taken) judgeParameter(subject, parameter, taken, description, book);
      else if (blocked)
        for (const aspect of [undefined, 'type', 'required'] as const)
          book.block(subject.ids.field(parameter.name, aspect), ...blocked);
    }
  }
  await askScopesOfNewer(asker, book, newer, scopes);
  const documented = new Set([...newer.map(({ name }) => name), ...NEWER_TOOLS, 'documentation']);
  return {
    undocumented: [...byName.keys()]
      .filter((name) => !documented.has(name))
      .sort()
      .map((name) => `${name}@3`),
  };
}

async function askScopesOfNewer(
  asker: Asker,
  book: Book,
  newer: readonly Subject[],
  method: string,
): Promise<void> {
  const reply = await asker.ask({ id: `scope/${method}`, method, with: {}, rest: 3 });
  const scopes = new Map<string, Set<string>>();
  collect(reply.body.result, undefined, scopes, DEEPEST);
  for (const subject of newer) {
    const { scope: id } = subject.ids;
    if (!book.has(id)) continue;
    const stated = scopesOf(subject);
    const known = scopes.get(subject.name);
    if (known === undefined)
      book.block(id, whyNot(reply, 'rest.scope.list does not have the method'), witness(reply));
    else if (stated.some((scope) => known.has(scope))) book.confirm(id, reply, value(...known));
    else
      book.contradict(
        id,
        reply,
        `expected the scope ${stated.join(' or ')}, got ${[...known].join(', ')}`,
        value(...known),
      );
  }
}

/** Levels of what `rest.scope.list` answers. */
const DEEPEST = 4;

/** Scopes by method, whichever of the two the answer has as its keys. No page says how it is put together. */
function collect(
  value: unknown,
  key: string | undefined,
  scopes: Map<string, Set<string>>,
  depth: number,
): void {
  const note = (method: string, scope: string): void => {
    const name = method.toLowerCase();
    scopes.set(name, (scopes.get(name) ?? new Set()).add(scope.toLowerCase()));
  };
  const texts = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
  if (key !== undefined)
    for (const text of texts) {
      if (isMethod(text)) note(text, key);
      else if (isMethod(key)) note(key, text);
    }
  const map = depth > 0 ? asMap(value) : undefined;
  for (const [name, inner] of Object.entries(map ?? {}))
    collect(inner, name === 'methods' ? (key ?? name) : name, scopes, depth - 1);
}

/** Names of methods have three words; `user.userfield` is a scope. */
const isMethod = (text: string): boolean => /^[a-z]\w*\.\w+\.[\w.]+$/i.test(text);

/** What a method takes, as the OpenAPI document has it. */
interface Taken {
  /** JSON type by name of what a request's body may have; undefined where the document does not say. */
  properties: ReadonlyMap<string, string | undefined>;
  /** Undefined where the document marks nothing. */
  required: ReadonlySet<string> | undefined;
}

function judgeParameter(
  { ids }: Subject,
  { name, types }: FieldFact,
  { properties, required }: Taken,
  description: Reply,
  book: Book,
): void {
  const [typed, marked] = [ids.field(name, 'type'), ids.field(name, 'required')];
  if (!properties.has(name)) {
    book.contradict(
      ids.field(name),
      description,
      `expected the parameter ${name}, got ${[...properties.keys()].join(', ') || 'none'}`,
      ABSENT,
    );
    for (const id of [typed, marked])
      book.block(id, 'the portal does not describe the parameter', description);
    return;
  }
  book.confirm(ids.field(name), description);
  const type = properties.get(name);
  const stated = jsonTypes(types);
  if (type === undefined) book.block(typed, 'the OpenAPI document states no type', description);
  else if (stated.includes(type) || (type === 'number' && stated.includes('integer')))
    book.confirm(typed, description, value(type));
  else
    book.contradict(
      typed,
      description,
      `expected ${name} of the type ${stated.join(' or ')}, got ${type}`,
      value(type),
    );
  if (!required) book.block(marked, 'the OpenAPI document marks nothing as required', description);
  else if (required.has(name)) book.confirm(marked, description, value('yes'));
  else
    book.contradict(
      marked,
      description,
      `expected ${name} to be required, got ${[...required].join(', ') || 'none'}`,
      value('no'),
    );
}

function bodyOf(item: unknown, document: Readonly<Record<string, unknown>> | undefined): Taken | undefined {
  const { requestBody } = asMap(asMap(item)?.post) ?? {};
  const content = asMap(asMap(resolve(requestBody, document))?.content);
  const schema = asMap(resolve(asMap(content?.['application/json'])?.schema, document));
  const properties = asMap(schema?.properties);
  if (!properties) return undefined;
  const typeOf = (property: unknown): string | undefined => {
    const { type } = asMap(resolve(property, document)) ?? {};
    return typeof type === 'string' ? type : undefined;
  };
  return {
    properties: new Map(Object.entries(properties).map(([name, property]) => [name, typeOf(property)])),
    required: Array.isArray(schema?.required) ? new Set(schema.required.map(String)) : undefined,
  };
}

function resolve(value: unknown, document: Readonly<Record<string, unknown>> | undefined): unknown {
  const reference = asMap(value)?.$ref;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return value;
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => asMap(at)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}

function whyNot({ obstacle, error }: Reply, otherwise: string): string {
  return obstacle ?? (error ? told(error) : otherwise);
}

const witness = (reply: Reply): Reply | undefined => (reply.unsent ? undefined : reply);
