import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { danglingReferences } from './references.ts';
import type { World } from './world.ts';

export const defaultWorldFile = fileURLToPath(new URL('../../../fixtures/world/world.yaml', import.meta.url));

const schemaFile = new URL('./world.schema.json', import.meta.url);
let validator: Promise<ValidateFunction<World>> | undefined;

/** A world file that cannot be used; the message has one line per problem: file, line, what is wrong. */
export class WorldError extends Error {}

type Path = readonly (string | number)[];

/**
 * Reads and checks a world file.
 * @throws {WorldError} when it cannot be read, is not YAML, breaks the schema or refers to something that is not there
 */
export async function loadWorld(file: string = defaultWorldFile): Promise<World> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new WorldError(`${file}: cannot be read (${error.message})`);
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  const [broken] = document.errors;
  if (broken) throw new WorldError(`${at(broken.pos[0])}: ${broken.message.split('\n', 1)[0]}`);

  const where = (path: Path) => at(offsetOf(document, path));
  const world: unknown = document.toJS();
  const validate = await worldValidator();
  if (!validate(world)) {
    const problems = (validate.errors ?? []).map((error) => `${where(pathOf(error))}: ${problemOf(error)}`);
    throw new WorldError([...new Set(problems)].join('\n'));
  }
  const dangling = danglingReferences(world).map(
    ({ path, problem, first }) =>
      `${where(path)}: ${problem}${first === undefined ? '' : `, first defined at ${where(first)}`}`,
  );
  if (dangling.length > 0) throw new WorldError(dangling.join('\n'));
  return world;
}

/** Compiled once a process; that the schema itself is right is tested, which is half of the time that it takes. */
function worldValidator(): Promise<ValidateFunction<World>> {
  validator ??= readFile(schemaFile, 'utf8').then((schema) =>
    new Ajv2020({
      allErrors: true,
      strictRequired: false,
      validateSchema: false,
      meta: false,
    }).compile<World>(JSON.parse(schema)),
  );
  return validator;
}

function pathOf(error: ErrorObject): Path {
  const path = error.instancePath.split('/').slice(1);
  const extra: unknown = error.params.additionalProperty;
  return typeof extra === 'string' ? [...path, extra] : path;
}

function problemOf(error: ErrorObject): string {
  const place = error.instancePath === '' ? 'the world' : error.instancePath.slice(1).replaceAll('/', '.');
  const extra: unknown = error.params.additionalProperty;
  if (typeof extra === 'string') return `${place} has no property '${extra}'`;
  return `${place} ${error.message}`;
}

/** Offset of the deepest node on the path: a missing property is reported where its parent stands. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
