import { compileContract } from './build.ts';
import type {
  Check,
  Confidence,
  CredentialKind,
  Page,
  RetiredClaim,
  Strength,
  TransportFile,
} from './contract.gen.ts';
import type { DocumentationRevision } from './documentation.gen.ts';
import type { PlatformFacts } from './facts.gen.ts';
import type { Facts } from './facts.ts';
import { linkContract } from './link.ts';
import type { Migration } from './migration.ts';
import type { MethodNames } from './plan-names.ts';
import type { Resources } from './resources.ts';
import type { JsonSchema, Schemas } from './schemas.ts';
import type { PageTitles, Source, SourceLock } from './source.ts';
import type { CallPlan, CaseSpec, Making } from './spec.ts';
import type { Verified } from './verified.ts';

export type * from './contract.gen.ts';
export type { DocumentationRevision } from './documentation.gen.ts';
export type { Source } from './source.ts';

/** A claim with all that its file says about it. */
export interface ContractClaim {
  id: string;
  /** What the page says, in our words, true or false of a portal. */
  says: string;
  strength: Strength;
  source: Source;
  /** Undefined for a claim that no request can confirm or contradict. */
  check?: Check | undefined;
  untestable?: string | undefined;
  disagreesWith?: readonly string[];
  /** Name of the method it is about; undefined for a claim about every call. */
  method: string | undefined;
  /** The row of `check.error`. */
  error: ErrorRow | undefined;
  /**
   * parsed: drafted by machine; reviewed: a person has checked it against the page; verified: and a run on a portal has
   * confirmed it since. No file can say the last of itself.
   */
  confidence: Confidence | 'verified';
  /** Where the claim stands in the contract data. */
  file: string;
  line: number;
}

/** A row of a table of errors. */
export interface ErrorRow {
  /** By which contract data names it: its code, `CODE#2` for a second row, `#3` for the third row where it has none. */
  key: string;
  /** Undefined where the page gives no code. */
  code: string | undefined;
  /** Statuses with one of which it comes; a text where the page leaves digits open, as `40x`. */
  statuses: readonly (number | string)[];
  text: string | undefined;
  /** The condition under which it comes. */
  when: string;
  /** The method whose own error it is; undefined for an error of any call. */
  method?: string | undefined;
  /** It is for calls with that kind of credential; without, for all that have no row of their own. */
  credential?: CredentialKind | undefined;
  /** Of any call, or of a method. */
  scope: 'system' | 'method';
}

/** A claim that the documentation made once, and where that is kept. */
export interface Retired extends RetiredClaim {
  file: string;
  line: number;
}

/** A file of contract data. */
export interface ContractPage {
  page: Page;
  /** Path of the data file. */
  file: string;
  /** The method that the page is about. */
  method: string | undefined;
  errors: readonly ErrorRow[];
}

/** A method that the contract speaks of. */
export interface MethodContract {
  name: string;
  page: Page;
  scope: string | undefined;
  deprecated: boolean;
  successor: string | undefined;
  file: string;
}

/** All contract data, checked and linked. */
export interface Contract {
  pages: readonly ContractPage[];
  /** Methods that have pages of their own here. */
  methods: readonly MethodContract[];
  /** In the order of files and, within one, of the page. */
  claims: readonly ContractClaim[];
  /** Claims about calls of a method, those about every call among them, in their order; of undefined, those about every call. */
  claimsAbout(method: string | undefined): readonly ContractClaim[];
  claim(id: string): ContractClaim | undefined;
  /** Titles of documentation pages by path; of includes, which have none, as their contract data calls them. */
  titles: ReadonlyMap<string, string>;
  /** Claims that the documentation no longer makes, by id. */
  retired: ReadonlyMap<string, Retired>;
  /** What the claims were made from; undefined where nobody said. */
  documentation: DocumentationRevision | undefined;
  /** What changes for callers of deprecated methods, in the order of files. */
  migrations: readonly Migration[];
  /** How any method may be called. */
  transport: TransportFile;
  /** How a method is called; undefined where it takes nothing but what a case gives it. */
  plan(method: string): CallPlan | undefined;
  /** How a resource is made for a case; undefined where no case has it fresh. */
  makingOf(resource: string): Making | undefined;
  /** Whether a call of the method makes a resource, which stays until it is removed. */
  makesSomething(method: string): boolean;
  /** The resource of which a portal allows few at once, where a call by that kind of credential makes one. */
  makesOneOfFew(method: string, kind: CredentialKind): string | undefined;
  /** Names of a method's parameters, as far as they are known. */
  parametersOf(method: string): readonly string[];
  cases: readonly CaseSpec[];
  /**
   * The row of an error: the page's own errors first, then those of the pages about every call. Where the code has
   * several rows, the one for that kind of credential, or else the one for all others.
   */
  error(key: string, file: string, credential?: CredentialKind): ErrorRow | undefined;
  /** Whether a claim about an error says something of a call that ought to be answered with that row. */
  isAbout(claim: ContractClaim, row: ErrorRow): boolean;
  /** Rows of errors that a page documents as the method's own. */
  errorsOf(method: string): readonly ErrorRow[];
  /** The scope that the pages state of a method; undefined where they state none. */
  scopeOf(method: string): string | undefined;
  /** Name of a method as its page writes it, whatever the case; undefined for one that the contract is not about. */
  spellingOf(method: string): string | undefined;
  /**
   * The need that a reference stands for in calls by that kind of credential, such as `bot.id` or `bot.id@token`; undefined
   * where every target has it.
   */
  need(reference: string, kind: CredentialKind): string | undefined;
  /** Why a reference leads nowhere, with a guess; undefined where it leads somewhere. */
  referenceFault(reference: string): string | undefined;
  /** Whether a page about every call documents the code. */
  isSystemError(code: unknown): boolean;
  /** The type that the pages give a value of a method's success answer; undefined where they say nothing. */
  typeAt(method: string, path: readonly string[]): JsonSchema | undefined;
  /** The schema of a method's success answer in `schemas/`, where no facts tell its shape. */
  answerOf(method: string): string | undefined;
  schemas: Schemas;
}

export interface TextFile {
  path: string;
  text: string;
}

/** What contract data is linked with. */
export interface ContractContext {
  documentation?: DocumentationRevision | undefined;
  /** Digests of what hand-written claims were made from; without it, none is asked for. */
  lock?: SourceLock | undefined;
  /** Titles of pages; without, those that contract data and facts give. */
  titles?: PageTitles | undefined;
  facts?: Facts;
  /** Facts of pages that are not about a method, by path. */
  platform?: (page: string) => PlatformFacts | undefined;
  /** Names of documented methods; without them, no name of a method is checked. */
  methodNames?: MethodNames;
  /** What references lead to; without them, every reference leads somewhere. */
  resources?: Resources | undefined;
  /** `parsed`: overlays that nobody has reviewed are taken, too. */
  confidence?: Confidence;
  /** What runs on portals have said of methods; without it, no claim is verified. */
  verified?: readonly Verified[];
}

/**
 * Parses, validates and links contract data. Pure: the caller reads the files.
 *
 * @throws DataError with every mistake found: YAML syntax, unknown keys, duplicate or dangling ids, facts that are not
 * covered
 */
export function buildContract(
  files: readonly TextFile[],
  schemas: Schemas,
  context: ContractContext = {},
): Contract {
  return linkContract(compileContract(files, schemas, context), schemas, context);
}
