import type { Claim, ContractError, ContractFile, Page, Source } from './contract.gen.ts';
import { dangling, duplicateCases, duplicates } from './references.ts';
import type { Schemas } from './schemas.ts';
import { asContractFile, validateShape } from './validate.ts';
import { DataError, type DataProblem, parseYamlFile, type YamlFile } from './yaml-file.ts';

export type * from './contract.gen.ts';

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
  /** An error by code: the page's own errors first, then those of the pages about every call. */
  error(code: string, page: ContractPage): ContractError | undefined;
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
export function buildContract(files: readonly TextFile[], schemas: Schemas): Contract {
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
  const findError = (code: string, page: ContractPage): ContractError | undefined =>
    [page, ...common].flatMap((one) => one.data.errors ?? []).find((error) => error.code === code);

  const claims = pages.flatMap((page) =>
    page.data.claims.map(
      (claim, index): ContractClaim => ({
        ...claim,
        source: { ...claim.source, page: claim.source.page ?? page.page.path },
        method: page.data.method?.name,
        error: claim.check?.error && findError(claim.check.error.code, page),
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
    error: findError,
    schemas,
  };
  problems.push(
    ...duplicates(claims),
    ...duplicateCases(pages),
    ...pages.flatMap((page) => dangling(page, contract)),
  );
  if (problems.length > 0) throw new DataError(problems);
  return contract;
}
