import { stringify } from 'yaml';
import type { ContractError } from '../../contract/contract.ts';
import type { PageData } from '../reader/page.ts';
import { plain } from '../reader/text.ts';
import { digest, findSource } from '../source.ts';
import { answerClaims, type DraftedClaim, errorClaims, type FindRow, parameterClaims } from './claims.ts';
import { parametersOf, UNKNOWN_TYPE } from './parameters.ts';
import { schemaOf } from './schema.ts';
import { type FindSource, headingAbove, rowSource } from './sources.ts';

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
  const remarks: string[] = [];
  const parameters = parametersOf(page, source, (name) =>
    remarks.push(`${name}: a parameter of the page whose row could not be found again; add it by hand.`),
  );
  for (const { name, types } of parameters)
    if (types.includes(UNKNOWN_TYPE))
      remarks.push(`${name}: the page gives no type; settle '${UNKNOWN_TYPE}', nothing is claimed of it.`);
  const errors = errorsOf(page);
  const rowOf: FindRow = (row) => {
    const words = row.text === '' ? row.code : row.text;
    const keys = [row.code, ...plain(words).split(' ').slice(0, 1), 'Empty', 'Пустое', '-', '—'];
    return keys
      .filter((key) => key !== '')
      .map((key) =>
        rowSource(headingAbove(page, row.line), key, plain(words), source, (at) => findSource(markdown, at)),
      )
      .find((found) => found !== undefined);
  };
  for (const row of page.errors.table)
    if (!rowOf(row))
      remarks.push(`${row.code || row.text}: an error row that could not be found again; add it by hand.`);
  const claims: DraftedClaim[] = [
    ...parameterClaims(parameters),
    ...answerClaims(page, method, source),
    ...errorClaims(page, errors, source, rowOf),
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
    claims: withUniqueIds(claims, method),
  };
  const head = [
    '# yaml-language-server: $schema=../../schemas/contract.schema.json',
    ...remarks.map((remark) => `# ${remark}`),
    '',
  ].join('\n');
  return {
    contract: head + stringify(contract, { lineWidth: 110, aliasDuplicateObjects: false }),
    schema: schemaOf(method, page),
  };
}

/** Ids of the letters that ids may have, each once. */
function withUniqueIds(claims: readonly DraftedClaim[], method: string): DraftedClaim[] {
  const known = new Map<string, number>();
  return claims.map(({ id, ...rest }) => {
    const name = `${method}.${id.replace(/[^A-Za-z0-9_.-]+/g, '')}`;
    const nth = (known.get(name) ?? 0) + 1;
    known.set(name, nth);
    return { id: nth === 1 ? name : `${name}-${nth}`, ...rest };
  });
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
