import { stringify } from 'yaml';
import type { ContractError } from '../../contract/contract.ts';
import type { PageData } from '../reader/page.ts';
import { digest, findSource } from '../source.ts';
import { answerClaims, type DraftedClaim, errorClaims, parameterClaims } from './claims.ts';
import { parametersOf } from './parameters.ts';
import { schemaOf } from './schema.ts';
import type { FindSource } from './sources.ts';

/** Contract data and schema of a method, ready to review. */
export interface Draft {
  contract: string;
  schema: object;
}

/**
 * Drafts a contract from a method page: what the page states in tables and statuses. Prose and conditions need a reader;
 * claims on them are added in review.
 *
 * @throws Error where the page is of no method
 */
export function draftContract(page: PageData, markdown: string): Draft {
  const { method } = page;
  if (method === undefined) throw new Error(`${page.file} is no page of a method.`);
  const source: FindSource = (location) => {
    const text = findSource(markdown, location);
    return text === undefined ? undefined : { ...location, digest: digest(text) };
  };
  const parameters = parametersOf(page, source);
  const errors = errorsOf(page);
  const claims: DraftedClaim[] = [
    ...parameterClaims(parameters),
    ...answerClaims(page, method, source),
    ...errorClaims(page, errors, source),
  ];
  const contract = {
    page: { path: page.file, title: page.title },
    method: {
      name: method,
      scope: page.scope ?? 'unknown',
      deprecated: page.deprecated,
      ...(page.successor === undefined ? {} : { successor: page.successor }),
      answer: `${method}.schema.json`,
      parameters: `${method}.schema.json#/$defs/parameters`,
    },
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(errors.length > 0 ? { errors } : {}),
    claims: claims.map(({ id, ...rest }) => ({
      id: `${method}.${id.replace(/[^A-Za-z0-9_.-]+/g, '')}`,
      ...rest,
    })),
  };
  const head = '# yaml-language-server: $schema=../../schemas/contract.schema.json\n';
  return {
    contract: head + stringify(contract, { lineWidth: 110, aliasDuplicateObjects: false }),
    schema: schemaOf(method, page),
  };
}

/** Each code once; one whose row has no status has that of the section, where that is a single one. */
function errorsOf({ errors: { statuses, table } }: PageData): ContractError[] {
  const listed = statuses.length === 1 ? statuses[0] : undefined;
  return table
    .filter(
      ({ code }, index, all) =>
        /^[0-9A-Za-z_]+$/.test(code) && all.findIndex((row) => row.code === code) === index,
    )
    .map((row): ContractError => {
      const known = row.status ?? (typeof listed === 'number' ? listed : undefined);
      return {
        code: row.code,
        ...(known === undefined ? {} : { status: known }),
        ...(row.text === '' ? {} : { text: row.text }),
        when: row.when ?? 'the page does not say',
      };
    });
}
