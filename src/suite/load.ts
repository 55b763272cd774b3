import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Case } from '../cases/case.ts';
import { generateCases, type Selection } from '../cases/generate.ts';
import {
  buildContract,
  type Contract,
  type ContractContext,
  type DocumentationRevision,
  type TextFile,
} from '../contract/contract.ts';
import { buildDeviations, type Deviation } from '../contract/deviations.ts';
import type { MethodFacts } from '../contract/facts.ts';
import { messageOf } from '../contract/message.ts';
import { compileSchemas, type SchemaFiles, type Schemas } from '../contract/schemas.ts';
import type { SourceLock } from '../contract/source.ts';
import { validateShape } from '../contract/validate.ts';
import { DataError, parseYamlFile } from '../contract/yaml-file.ts';
import { ConfigError, type Settings } from '../target/environment.ts';

/** Root of the project, whatever the working directory is. */
export const ROOT = join(import.meta.dirname, '..', '..');

export function loadSchemas(directory = join(ROOT, 'schemas')): Schemas {
  const files: SchemaFiles = Object.fromEntries(
    readdirSync(directory)
      .filter((name) => name.endsWith('.schema.json'))
      .map((name) => [name, JSON.parse(readFileSync(join(directory, name), 'utf8')) as object]),
  );
  return compileSchemas(files);
}

/** Contract data files, those of single methods first, then those about every call; by name. */
export function readContractFiles(directory = join(ROOT, 'fixtures', 'contract')): TextFile[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((one, other) => one.split('/').length - other.split('/').length || one.localeCompare(other))
    .map((path) => ({ path: relative(ROOT, path), text: readFileSync(path, 'utf8') }));
}

/**
 * The revision of the documentation that the contract was made from.
 *
 * @throws DataError when the file does not have the form of schemas/documentation.schema.json
 */
export function readDocumentation(
  schemas: Schemas,
  file = join(ROOT, 'fixtures', 'documentation.yaml'),
): DocumentationRevision {
  const parsed = parseYamlFile(relative(ROOT, file), readFileSync(file, 'utf8'));
  const wrong = validateShape(parsed, schemas, 'documentation.schema.json');
  if (wrong.length > 0) throw new DataError(wrong);
  return parsed.value as DocumentationRevision;
}

/** Digests of what hand-written claims were made from. */
export function readLock(file = join(ROOT, 'fixtures', 'contract', 'sources.lock.json')): SourceLock {
  return JSON.parse(readFileSync(file, 'utf8')) as SourceLock;
}

/** Facts of documented methods; a line is only parsed when its method is asked for. */
export function loadFacts(
  directory = join(ROOT, 'fixtures', 'facts'),
): Required<Pick<ContractContext, 'facts' | 'methodNames'>> {
  const lines = new Map<string, string>();
  for (const name of readdirSync(directory)) {
    if (!name.endsWith('.jsonl')) continue;
    for (const line of readFileSync(join(directory, name), 'utf8').split('\n')) {
      const [, method] = /^\{"method":"([^"]+)"/.exec(line) ?? [];
      if (method !== undefined) lines.set(method.toLowerCase(), line);
    }
  }
  const parsed = new Map<string, MethodFacts>();
  const names = (): string[] =>
    [...lines.values()].flatMap((line) => /^\{"method":"([^"]+)"/.exec(line)?.[1] ?? []);
  return {
    facts(method) {
      const key = method.toLowerCase();
      const line = lines.get(key);
      if (line === undefined) return undefined;
      const known = parsed.get(key) ?? (JSON.parse(line) as MethodFacts);
      parsed.set(key, known);
      return known;
    },
    methodNames: { has: (method) => lines.has(method.toLowerCase()), all: names },
  };
}

let contract: Contract | undefined;

/**
 * The contract in `fixtures/`; read once per process, because configuration, tests and reporter all ask for it.
 *
 * @throws DataError when the contract data is wrong
 */
export function loadContract(): Contract {
  if (contract === undefined) {
    const schemas = loadSchemas();
    contract = buildContract(readContractFiles(), schemas, {
      documentation: readDocumentation(schemas),
      lock: readLock(),
      ...loadFacts(),
    });
  }
  return contract;
}

const generated = new Map<Selection, readonly Case[]>();

/** The contract's cases; generated once per process, for the same reason. */
export function loadCases(selection: Selection): readonly Case[] {
  const cases = generated.get(selection) ?? generateCases(loadContract(), selection);
  generated.set(selection, cases);
  return cases;
}

/** @throws DataError when the file of known deviations is wrong; ConfigError when it cannot be read */
export function loadDeviations(settings: Settings, contract: Contract): Deviation[] {
  const path = settings.get('B24_DEVIATIONS');
  if (path === undefined) return [];
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`B24_DEVIATIONS cannot be read: ${messageOf(error)}`);
  }
  return buildDeviations({ path, text }, contract);
}
