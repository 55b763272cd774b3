import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { messageOf } from '../base/message.ts';
import { DataError, parseYamlFile } from '../base/yaml-file.ts';
import { generateCases } from '../cases/generate.ts';
import { compileContract } from '../contract/build.ts';
import type { Confidence, Contract, DocumentationRevision, TextFile } from '../contract/contract.ts';
import { buildDeviations, type Deviation } from '../contract/deviations.ts';
import { type CompiledContract, linkContract } from '../contract/link.ts';
import { linkResources, type Resource, type Resources, readResources } from '../contract/resources.ts';
import { compileSchemas, type SchemaFiles, type Schemas, withCompiled } from '../contract/schemas.ts';
import type { PageTitles, SourceLock } from '../contract/source.ts';
import { validateShape } from '../contract/validate.ts';
import type { Verification } from '../report/verification.gen.ts';
import { ConfigError, type Settings, VARIABLES } from '../target/environment.ts';
import {
  CONTRACT,
  DOCUMENTATION,
  keyOfContract,
  RESOURCES,
  SAFETY,
  SCHEMAS,
  VERIFICATION,
} from './contract-data.ts';
import { createAjv } from './create-ajv.ts';
import { filesIn, keptByContent } from './kept-data.ts';
import { loadFacts } from './load-facts.ts';
import { ROOT } from './root.ts';
import { compileValidators, runValidators, type ValidatorCode } from './validators.ts';
import { readVerifications } from './verifications.ts';

export { ROOT };

export function loadSchemas(directory = SCHEMAS): Schemas {
  return compileSchemas(readSchemas(directory), createAjv);
}

/** Schemas by file name. */
export function readSchemas(directory = SCHEMAS): SchemaFiles {
  return Object.fromEntries(
    readdirSync(directory)
      .filter((name) => name.endsWith('.schema.json'))
      .map((name) => [name, JSON.parse(readFileSync(join(directory, name), 'utf8')) as object]),
  );
}

/** Contract data files, those of single methods first, then those about every call; by name. */
export function readContractFiles(directory = CONTRACT): TextFile[] {
  return readYamlFiles(directory).filter(
    ({ path }) => !path.startsWith(`${relative(ROOT, RESOURCES)}/`) && path !== relative(ROOT, SAFETY),
  );
}

/** Files of resources, by name. */
export function readResourceFiles(directory = RESOURCES): TextFile[] {
  return readYamlFiles(directory);
}

function readYamlFiles(directory: string): TextFile[] {
  return filesIn(directory, '.yaml').map((path) => ({
    path: relative(ROOT, path),
    text: readFileSync(path, 'utf8'),
  }));
}

/**
 * The revision of the documentation that the contract was made from.
 *
 * @throws DataError when the file does not have the form of schemas/documentation.schema.json
 */
export function readDocumentation(schemas: Schemas, file = DOCUMENTATION): DocumentationRevision {
  const parsed = parseYamlFile(relative(ROOT, file), readFileSync(file, 'utf8'));
  const wrong = validateShape(parsed, schemas, 'documentation.schema.json');
  if (wrong.length > 0) throw new DataError(wrong);
  return parsed.value as DocumentationRevision;
}

/** Digests of what hand-written claims were made from. */
export function readLock(file = join(ROOT, 'fixtures', 'contract', 'sources.lock.json')): SourceLock {
  return JSON.parse(readFileSync(file, 'utf8')) as SourceLock;
}

/** Titles of the pages that claims come from. */
export function readTitles(file = join(ROOT, 'fixtures', 'contract', 'titles.lock.json')): PageTitles {
  return JSON.parse(readFileSync(file, 'utf8')) as PageTitles;
}

/** Which claims are taken: those that a person has checked, or drafts as well. Settings have been loaded by then. */
export const confidenceOfProcess = (): Confidence =>
  process.env.B24_CONFIDENCE?.trim() === 'parsed' ? 'parsed' : 'reviewed';

const contracts = new Map<Confidence, Contract>();

let resources: Resources | undefined;

/**
 * The resources in `fixtures/contract/resources`; read once for all processes, as the contract is.
 *
 * @throws DataError when their data is wrong
 */
export function loadResources(): Resources {
  resources ??= linkResources(
    keptByContent<readonly Resource[]>(ROOT, 'resources', keyOfContract(), () =>
      readResources(readResourceFiles(), allSchemas(), { variables: Object.keys(VARIABLES) }),
    ),
  );
  return resources;
}

let schemas: Schemas | undefined;

function allSchemas(): Schemas {
  schemas ??= loadSchemas();
  return schemas;
}

/**
 * The contract in `fixtures/`; read once per process, because configuration, tests and reporter all ask for it, and
 * compiled once for all processes until something of it changes.
 *
 * @throws DataError when the contract data is wrong
 */
export function loadContract(confidence = confidenceOfProcess()): Contract {
  const known = contracts.get(confidence);
  if (known) return known;
  const schemas = allSchemas();
  const resources = loadResources();
  const { facts, methodNames, platform } = loadFacts();
  const compiled = keptByContent<CompiledContract>(ROOT, `contract-${confidence}`, keyOfContract(), () =>
    compileContract(readContractFiles(CONTRACT), schemas, {
      documentation: readDocumentation(schemas, DOCUMENTATION),
      lock: readLock(),
      titles: readTitles(),
      facts,
      methodNames,
      platform,
      resources,
      confidence,
      verified: loadVerified(schemas),
    }),
  );
  let validators: ReturnType<typeof runValidators> | undefined;
  const contract = linkContract(
    compiled,
    withCompiled(schemas, () => {
      validators ??= runValidators(keptValidators(confidence, contract));
      return validators;
    }),
    { facts, resources },
  );
  contracts.set(confidence, contract);
  return contract;
}

function keptValidators(confidence: Confidence, contract: Contract): ValidatorCode {
  return keptByContent(ROOT, `validators-${confidence}`, keyOfContract(), () =>
    compileValidators(Object.values(readSchemas()), contract, generateCases(contract, 'full')),
  );
}

/**
 * What runs on portals have said of methods.
 *
 * @throws DataError where a file of the folder is of something else
 */
export function loadVerified(schemas: Schemas, folder = VERIFICATION): Verification[] {
  return [...readVerifications(folder, schemas, (path) => relative(ROOT, path)).values()];
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
