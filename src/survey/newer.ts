import { type FieldFact, sourceOf } from '../contract/facts.ts';
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
    for (const parameter of parametersOf(subject))
      book.add({
        id: subject.ids.field(parameter.name),
        subject,
        layer: 'fields',
        says: `The method takes the parameter ${parameter.name}.`,
        strength: 'must',
        source: atPage(subject, sourceOf(parameter)),
        looksAt: '/paths',
      });
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
    const properties = known === undefined ? undefined : bodyOf(known, document);
    for (const { name } of parametersOf(subject)) {
      const id = subject.ids.field(name);
      if (!paths) book.block(id, why, witness(description));
      else if (known === undefined) book.block(id, 'the portal does not have the method');
      else if (properties === undefined)
        book.block(id, 'the OpenAPI document does not say what the method takes', description);
      else if (properties.has(name)) book.confirm(id, description);
      else
        book.contradict(
          id,
          description,
          `expected the parameter ${name}, got ${[...properties].join(', ') || 'none'}`,
          ABSENT,
        );
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

/** Names of what a request's body may have; undefined where the document does not say. */
function bodyOf(
  item: unknown,
  document: Readonly<Record<string, unknown>> | undefined,
): Set<string> | undefined {
  const { requestBody } = asMap(asMap(item)?.post) ?? {};
  const content = asMap(asMap(resolve(requestBody, document))?.content);
  const schema = asMap(resolve(asMap(content?.['application/json'])?.schema, document));
  const properties = asMap(schema?.properties);
  return properties && new Set(Object.keys(properties));
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
