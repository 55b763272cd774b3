import type {
  Claim,
  ContractError,
  ContractFile,
  CredentialKind,
  Page,
  RetiredClaim,
  Source,
} from './contract.gen.ts';
import type { DocumentationRevision } from './documentation.gen.ts';
import { dangling, duplicateCases, duplicateErrors, duplicates } from './references.ts';
import { retiredProblems } from './retired.ts';
import type { Schemas } from './schemas.ts';
import { asContractFile, validateShape } from './validate.ts';
import { DataError, type DataProblem, parseYamlFile, type YamlFile } from './yaml-file.ts';

export type * from './contract.gen.ts';
export type { DocumentationRevision } from './documentation.gen.ts';

/** A claim with all that its file says about it. */
export interface ContractClaim extends Claim {
  source: Source & { page: string };
  /** Name of the method it is about; undefined for a claim about every call. */
  method: string | undefined;
  /** The error of `check.error`. */
  error: ContractError | undefined;
  /** Where the claim stands in the contract data. */
  file: string;
  line: number;
}

/** A claim that the documentation made once, and where that is kept. */
export interface Retired extends RetiredClaim {
  file: string;
  line: number;
}

export interface ContractPage {
  page: Page;
  file: YamlFile;
  data: ContractFile;
}

/** All contract data, checked and linked. */
export interface Contract {
  pages: readonly ContractPage[];
  /** In the order of files and, within one, of the page. */
  claims: readonly ContractClaim[];
  claim(id: string): ContractClaim | undefined;
  /** Claims that the documentation no longer makes, by id. */
  retired: ReadonlyMap<string, Retired>;
  /** What the claims were made from; undefined where nobody said. */
  documentation: DocumentationRevision | undefined;
  /**
   * The row of an error: the page's own errors first, then those of the pages about every call. Where the code has
   * several rows, the one for that kind of credential, or else the one for all others.
   */
  error(code: string, page: ContractPage, credential?: CredentialKind): ContractError | undefined;
  /** Whether a claim about an error says something of a call that ought to be answered with that row. */
  isAbout(claim: ContractClaim, row: ContractError): boolean;
  schemas: Schemas;
}

export interface TextFile {
  path: string;
  text: string;
}

const CONTRACT_SCHEMA = 'contract.schema.json';

/**
 * Parses, validates and links contract data. Pure: the caller reads the files.
 *
 * @throws DataError with every mistake found: YAML syntax, unknown keys, duplicate or dangling ids
 */
export function buildContract(
  files: readonly TextFile[],
  schemas: Schemas,
  documentation?: DocumentationRevision,
): Contract {
  const problems: DataProblem[] = [];
  const pages: ContractPage[] = [];
  for (const { path, text } of files) {
    try {
      const file = parseYamlFile(path, text);
      const wrong = validateShape(file, schemas, CONTRACT_SCHEMA);
      problems.push(...wrong);
      if (wrong.length === 0) {
        const data = asContractFile(file);
        pages.push({ page: data.page, file, data });
      }
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new DataError(problems);

  const common = pages.filter((page) => !page.data.method);
  const findError = (
    code: string,
    page: ContractPage,
    credential?: CredentialKind,
  ): ContractError | undefined => {
    for (const { data } of [page, ...common]) {
      const rows = (data.errors ?? []).filter((row) => row.code === code);
      if (rows.length > 0)
        return (
          rows.find((row) => row.credential === credential) ??
          rows.find((row) => row.credential === undefined)
        );
    }
    return undefined;
  };
  const retired = pages.flatMap(({ data, file }) =>
    (data.retired ?? []).map(
      (one, index): Retired => ({
        ...one,
        file: file.path,
        line: file.lineOf(['retired', index, 'id']),
      }),
    ),
  );

  const claims = pages.flatMap((page) =>
    page.data.claims.map(
      (claim, index): ContractClaim => ({
        ...claim,
        source: { ...claim.source, page: claim.source.page ?? page.page.path },
        method: page.data.method?.name,
        error: claim.check?.error && findError(claim.check.error.code, page, claim.check.error.credential),
        file: page.file.path,
        line: page.file.lineOf(['claims', index, 'id']),
      }),
    ),
  );
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const contract: Contract = {
    pages,
    claims,
    claim: (id) => byId.get(id),
    retired: new Map(retired.toReversed().map((one) => [one.id, one])),
    documentation,
    error: findError,
    isAbout: ({ error, check }, row) =>
      error === row ||
      // What tells the rows of a code apart is their text.
      (error?.code === row.code &&
        check?.error?.part !== 'text' &&
        error.credential === undefined &&
        pages.some(({ data: { errors = [] } }) => errors.includes(error) && errors.includes(row))),
    schemas,
  };
  problems.push(
    ...duplicates(claims),
    ...duplicateCases(pages),
    ...pages.flatMap(duplicateErrors),
    ...retiredProblems(retired, contract),
    ...pages.flatMap((page) => dangling(page, contract)),
  );
  if (problems.length > 0) throw new DataError(problems);
  return contract;
}
