import type { Contract, ContractClaim, ContractPage } from '../../contract/contract.ts';
import { everyField } from '../reader/fields.ts';
import type { PageData } from '../reader/page.ts';
import { digest, findSource, stillThere } from '../source.ts';
import { errorRows, wording } from './facts.ts';
import type { Drift, DriftKind } from './revisions.ts';
import { contradictsSchema } from './types.ts';

/** A difference, and the line of the contract data that an engineer would look at. */
export interface ContractDrift extends Drift {
  file: string;
  line: number;
}

export interface PageText {
  text: string;
  data: PageData;
}

interface Change {
  before: string;
  after: string;
}

/**
 * Compares the contract with the pages: every source by its digest, and, where that differs, the facts that the contract
 * keeps of it.
 *
 * @param read a page by its path in the documentation repository; undefined where there is none
 * @returns differences, and how many sources read as they did
 */
export function compareContract(
  contract: Contract,
  read: (path: string) => PageText | undefined,
  pages: readonly ContractPage[] = contract.pages,
): { drift: ContractDrift[]; unchanged: number } {
  const drift: ContractDrift[] = [];
  let unchanged = 0;
  for (const page of pages) {
    const { file, data } = page;
    const own = read(page.page.path);
    const add = (
      kind: DriftKind,
      path: (string | number)[],
      rest: Omit<Drift, 'kind' | 'page'> & { page?: string },
    ): void => {
      drift.push({ kind, page: page.page.path, file: file.path, line: file.lineOf(path), ...rest });
    };
    if (own) {
      for (const [name, change] of Object.entries(methodChanges(page, own.data)))
        add('changed', ['method', name], { heading: own.data.title, ...change });
      additions(page, own.data).forEach(({ heading, row }) => {
        add('new', ['page'], { heading, row, after: row });
      });
    }
    (data.parameters ?? []).forEach((parameter, index) => {
      const text = own && findSource(own.text, parameter.source);
      const where = { heading: parameter.source.heading, row: parameter.name };
      if (text === undefined) add('removed', ['parameters', index], { ...where, before: parameter.name });
      else {
        const changes = own ? parameterChanges(page, own.data, parameter.name) : [];
        for (const change of changes) add('changed', ['parameters', index], { ...where, ...change });
        if (changes.length === 0 && digest(text) !== parameter.source.digest)
          add('reworded', ['parameters', index], where);
      }
    });
    data.claims.forEach(({ id }, index) => {
      const claim = contract.claim(id);
      if (!claim) return;
      const there = claim.source.page === page.page.path ? own : read(claim.source.page);
      const { source } = claim;
      const text = there && findSource(there.text, source);
      const row = source.row ?? source.part;
      const where = {
        claim: id,
        page: source.page,
        heading: source.heading,
        ...(row === undefined ? {} : { row }),
      };
      // A text that has moved, under another heading or behind a new block, says what it said.
      if (text !== undefined && digest(text) === source.digest) unchanged++;
      else if (there && stillThere(there.text, source.digest)) unchanged++;
      else if (!there || text === undefined) add('removed', ['claims', index, 'id'], where);
      else {
        const change = claimChange(claim, page, there.data, contract);
        if (change) add('changed', ['claims', index, 'id'], { ...where, ...change });
        else if (source.part?.startsWith('code'))
          add('changed', ['claims', index, 'id'], { ...where, after: text });
        else add('reworded', ['claims', index, 'id'], where);
      }
    });
  }
  return { drift, unchanged };
}

function methodChanges({ data }: ContractPage, page: PageData): Record<string, Change> {
  const { method } = data;
  if (!method || page.method === undefined) return {};
  const pairs = {
    name: [method.name, page.method],
    scope: [method.scope, page.scope ?? method.scope],
    deprecated: [String(method.deprecated), String(page.deprecated)],
    successor: [method.successor ?? '', page.successor ?? ''],
  } as const;
  return Object.fromEntries(
    Object.entries(pairs)
      .filter(([, [before, after]]) => before !== after)
      .map(([name, [before, after]]) => [name, { before, after }]),
  );
}

/** Parameters and error codes that the page has and the contract does not, where the contract lists any. */
function additions({ data }: ContractPage, page: PageData): { heading: string; row: string }[] {
  const parameters = new Set(data.parameters?.map(({ name }) => name));
  const codes = new Set(data.errors?.map(({ code }) => code));
  const tables = errorRows(page).filter(({ rows }) => rows.some(({ code }) => codes.has(code)));
  const heading = data.parameters?.[0]?.source.heading ?? page.title;
  return [
    ...(data.parameters ? page.params : [])
      .filter(({ name }) => !parameters.has(name))
      .map(({ name }) => ({ heading, row: name })),
    ...tables.flatMap(({ heading: where, rows }) =>
      rows
        .filter(({ code }) => code !== '' && !codes.has(code))
        .map(({ code }) => ({ heading: where, row: code })),
    ),
  ];
}

function parameterChanges({ data }: ContractPage, page: PageData, name: string): Change[] {
  const known = data.parameters?.find((one) => one.name === name);
  const field = page.params.find((one) => one.name === name);
  if (!known || !field) return [];
  const required = String(known.required === 'always');
  return [
    { before: known.types.join(' | '), after: field.types.join(' | ') },
    { before: `required: ${required}`, after: `required: ${field.required}` },
  ].filter(({ before, after }) => before !== after);
}

/** The fact of a claim whose source reads differently, where the contract keeps one and the page states another. */
function claimChange(
  claim: ContractClaim,
  page: ContractPage,
  read: PageData,
  contract: Contract,
): Change | undefined {
  const { check, source } = claim;
  if (check?.error) {
    const { code, part } = check.error;
    const row = errorRows(read)
      .flatMap(({ rows }) => rows)
      .find((one) => one.code === code);
    const before = String(claim.error?.[part] ?? '');
    const listed = read.errors.statuses;
    const status = row?.status ?? (listed.length === 1 ? listed[0] : undefined);
    const after = part === 'code' ? row?.code : part === 'text' ? row?.text : status;
    const told = after ?? (part === 'status' ? listed.join(', ') : '');
    if (told !== '' && wording(String(told)) !== wording(before)) return { before, after: String(told) };
    return undefined;
  }
  if (
    check?.status !== undefined &&
    read.success.status !== undefined &&
    check.status !== read.success.status
  )
    return { before: String(check.status), after: String(read.success.status) };
  if (source.row === undefined) return undefined;
  const [changed] = parameterChanges(page, read, source.row);
  if (changed && page.data.parameters?.some(({ source: own }) => own.heading === source.heading))
    return changed;
  const field = [...everyField(read.returns)].find(({ name }) => name === source.row);
  const { schema } = check?.success ?? {};
  if (field && schema !== undefined && contradictsSchema(field.types, schema, contract.schemas))
    return {
      before: [contract.schemas.schema(schema)?.type ?? []].flat().join(' | '),
      after: field.types.join(' | '),
    };
  return undefined;
}
