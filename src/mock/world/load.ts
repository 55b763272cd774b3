import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { guess } from '../../base/guess.ts';
import { pointerKeys } from '../../base/json-pointer.ts';
import { systemWords } from '../../base/system-words.ts';
import { DataError, parseYamlFile, type YamlFile } from '../../base/yaml-file.ts';
import { danglingReferences } from './references.ts';
import type { World } from './world.ts';
import { validator } from './world.validators.mjs';

export const defaultWorldFile = fileURLToPath(new URL('../../../fixtures/world/world.yaml', import.meta.url));

/** A world file that cannot be used; the message has one line per problem: file, line, what is wrong. */
export class WorldError extends Error {}

type Path = readonly (string | number)[];

/**
 * Reads and checks a world file.
 * @throws {WorldError} when it cannot be read, is not YAML, breaks the schema or refers to something that is not there
 */
export async function loadWorld(file: string = defaultWorldFile): Promise<World> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new WorldError(`${file}: cannot be read: ${systemWords(error)}`);
  });
  const yaml = parse(file, text);
  const where = (path: Path) => `${file}:${yaml.lineOf(path)}`;
  const world = yaml.value;
  const validate = validator('world') as ValidateFunction<World>;
  if (!validate(world)) {
    const problems = (validate.errors ?? []).map((error) => `${where(pathOf(error))}: ${problemOf(error)}`);
    throw new WorldError([...new Set(problems)].join('\n'));
  }
  const dangling = danglingReferences(world).map(
    ({ path, problem, first }) =>
      `${where(path)}: ${problem}${first === undefined ? '' : `, first defined at ${where(first)}`}`,
  );
  if (dangling.length > 0) throw new WorldError(dangling.join('\n'));
  if (world.records === undefined) return world;
  const records = resolve(dirname(file), world.records);
  if (!(await isFolder(records)))
    throw new WorldError(`${where(['records'])}: there is no folder '${records}'`);
  return { ...world, records };
}

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

function parse(file: string, text: string): YamlFile {
  try {
    return parseYamlFile(file, text);
  } catch (error) {
    throw error instanceof DataError ? new WorldError(error.message) : error;
  }
}

function pathOf(error: ErrorObject): Path {
  const path = pointerKeys(error.instancePath);
  const extra: unknown = error.params.additionalProperty;
  return typeof extra === 'string' ? [...path, extra] : path;
}

function problemOf(error: ErrorObject): string {
  const place = error.instancePath === '' ? 'the world' : error.instancePath.slice(1).replaceAll('/', '.');
  const extra: unknown = error.params.additionalProperty;
  if (typeof extra !== 'string') return `${place} ${error.message}`;
  const known = Object.keys((error.parentSchema?.properties as object | undefined) ?? {});
  return `${place} has no property '${extra}'${guess(extra, known)}`;
}
