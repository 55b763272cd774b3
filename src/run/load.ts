import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { messageOf } from '../base/message.ts';
import { isPackaged } from '../base/program.ts';
import { DataError, parseYamlFile } from '../base/yaml-file.ts';
import type { Case } from '../cases/case.ts';
import { generateCases, type Selection } from '../cases/generate.ts';
import { compileContract } from '../contract/build.ts';
import type {
  Confidence,
  Contract,
  ContractContext,
  DocumentationRevision,
  TextFile,
} from '../contract/contract.ts';
import { buildDeviations, type Deviation } from '../contract/deviations.ts';
import type { PlatformFacts } from '../contract/facts.gen.ts';
import type { MethodFacts } from '../contract/facts.ts';
import { type CompiledContract, linkContract } from '../contract/link.ts';
import { buildResources, type Resources } from '../contract/resources.ts';
import { compileSchemas, type SchemaFiles, type Schemas } from '../contract/schemas.ts';
import type { PageTitles, SourceLock } from '../contract/source.ts';
import { validateShape } from '../contract/validate.ts';
import type { Verification } from '../report/verification.gen.ts';
import { ConfigError, type Settings, VARIABLES } from '../target/environment.ts';
import { createAjv } from './create-ajv.ts';
import { contentKey, filesIn, keptByContent } from './kept-data.ts';
import { ROOT } from './root.ts';
import { readVerifications, verificationFiles } from './verifications.ts';

export { ROOT };

const CONTRACT = join(ROOT, 'fixtures', 'contract');
const RESOURCES = join(CONTRACT, 'resources');
const FACTS = join(ROOT, 'fixtures', 'facts');
/** Of the survey of all methods; no other run needs it. */
export const SAFETY = join(CONTRACT, 'platform', 'safety.yaml');
const DOCUMENTATION = join(ROOT, 'fixtures', 'documentation.yaml');
/** What runs on portals have said of methods; absent until one has. */
const VERIFICATION = join(ROOT, 'fixtures', 'verification');

export function loadSchemas(directory = join(ROOT, 'schemas')): Schemas {
  const files: SchemaFiles = Object.fromEntries(
    readdirSync(directory)
      .filter((name) => name.endsWith('.schema.json'))
      .map((name) => [name, JSON.parse(readFileSync(join(directory, name), 'utf8')) as object]),
  );
  return compileSchemas(files, createAjv);
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

/** Facts of documented methods; a line is only parsed when its method is asked for. */
export function loadFacts(
  directory = FACTS,
): Required<Pick<ContractContext, 'facts' | 'methodNames' | 'platform'>> {
  const lines = new Map<string, string>();
  const read = (): Map<string, string> => {
    if (lines.size > 0) return lines;
    for (const name of readdirSync(directory)) {
      if (!name.endsWith('.jsonl')) continue;
      for (const line of readFileSync(join(directory, name), 'utf8').split('\n')) {
        const [, method] = /^\{"method":"([^"]+)"/.exec(line) ?? [];
        if (method !== undefined) lines.set(method.toLowerCase(), line);
      }
    }
    return lines;
  };
  const parsed = new Map<string, MethodFacts>();
  const names = (): string[] =>
    [...read().values()].flatMap((line) => /^\{"method":"([^"]+)"/.exec(line)?.[1] ?? []);
  return {
    facts(method) {
      const key = method.toLowerCase();
      const line = read().get(key);
      if (line === undefined) return undefined;
      const known = parsed.get(key) ?? (JSON.parse(line) as MethodFacts);
      parsed.set(key, known);
      return known;
    },
    platform: (page) => readPlatform(directory).find((facts) => facts.page === page),
    methodNames: { has: (method) => read().has(method.toLowerCase()), all: names },
  };
}

function readPlatform(directory: string): PlatformFacts[] {
  return readFileSync(join(directory, 'platform.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as PlatformFacts);
}

/** Which claims are taken: those that a person has checked, or drafts as well. Settings have been loaded by then. */
export const confidenceOfProcess = (): Confidence =>
  process.env.B24_CONFIDENCE?.trim() === 'parsed' ? 'parsed' : 'reviewed';

let key: string | undefined;

/** Changes with the data and with the code that reads it. */
function keyOfContract(): string {
  key ??= contentKey([
    ...filesIn(CONTRACT, ''),
    ...filesIn(FACTS, ''),
    ...verificationFiles(VERIFICATION),
    ...filesIn(join(ROOT, 'schemas'), '.json'),
    ...(isPackaged
      ? filesIn(join(ROOT, 'dist'), '.mjs')
      : ['contract', 'cases'].flatMap((room) => filesIn(join(ROOT, 'src', room), '.ts'))),
    DOCUMENTATION,
    // Versions of the libraries that read it.
    join(ROOT, 'package.json'),
  ]);
  return key;
}

const contracts = new Map<Confidence, Contract>();

let resources: Resources | undefined;

/**
 * The resources in `fixtures/contract/resources`; read once per process.
 *
 * @throws DataError when their data is wrong
 */
export function loadResources(): Resources {
  if (resources) return resources;
  const build = (hasShape: boolean): Resources =>
    buildResources(readResourceFiles(), allSchemas(), { variables: Object.keys(VARIABLES) }, hasShape);
  // What is dear is the compiled schema: files that another process has found in shape need none.
  const hasShape = keptByContent<boolean>(ROOT, 'resources', keyOfContract(), () => {
    resources = build(false);
    return true;
  });
  resources ??= build(hasShape);
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
  const { facts, methodNames, platform } = loadFacts(FACTS);
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
  const contract = linkContract(compiled, schemas, { facts, resources });
  contracts.set(confidence, contract);
  return contract;
}

/**
 * What runs on portals have said of methods.
 *
 * @throws DataError where a file of the folder is of something else
 */
export function loadVerified(schemas: Schemas, folder = VERIFICATION): Verification[] {
  return [...readVerifications(folder, schemas, (path) => relative(ROOT, path)).values()];
}

const generated = new Map<string, readonly Case[]>();

/** The contract's cases; generated once for all processes, for the same reason. */
export function loadCases(selection: Selection): readonly Case[] {
  const confidence = confidenceOfProcess();
  const name = `cases-${confidence}-${selection}`;
  const cases =
    generated.get(name) ??
    keptByContent<readonly Case[]>(ROOT, name, keyOfContract(), () =>
      generateCases(loadContract(), selection),
    );
  generated.set(name, cases);
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
