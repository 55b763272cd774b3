import { stringify } from 'yaml';
import type { ContractError, Parameter } from '../contract/contract.ts';
import { readStatuses } from './reader/errors.ts';
import type { Field } from './reader/fields.ts';
import type { PageData } from './reader/page.ts';
import { partOf, type Section } from './reader/sections.ts';
import { digest, findSource, type SourceLocation } from './source.ts';

/** Contract data and schema of a method, ready to review. */
export interface Draft {
  contract: string;
  schema: object;
}

const TYPES: Record<string, object> = {
  boolean: { type: 'boolean' },
  integer: { type: 'integer' },
  int: { type: 'integer' },
  double: { type: 'number' },
  string: { type: 'string' },
  object: { type: 'object' },
  array: { type: 'array' },
  time: { $ref: 'success.schema.json#/$defs/timeObject' },
};

/**
 * Drafts a contract from a method page: what the page states in tables and statuses. Prose and conditions need a reader;
 * claims on them are added in review.
 *
 * @throws Error where the page is of no method
 */
export function draftContract(page: PageData, markdown: string): Draft {
  const { method } = page;
  if (method === undefined) throw new Error(`${page.file} is no page of a method.`);
  const source = (location: SourceLocation): (SourceLocation & { digest: string }) | undefined => {
    const text = findSource(markdown, location);
    return text === undefined ? undefined : { ...location, digest: digest(text) };
  };
  const heading = (part: Parameters<typeof partOf>[1]): string =>
    partOf(page.sections, part)?.own.heading ?? page.title;
  const claims: object[] = [];
  const claim = (
    id: string,
    statement: string,
    strength: string,
    from: ReturnType<typeof source>,
    check: object,
  ): void => {
    if (from)
      claims.push({
        id: `${method}.${id.replace(/[^A-Za-z0-9_.-]+/g, '')}`,
        statement,
        strength,
        source: from,
        check,
      });
  };

  const parameters = page.params.flatMap((field): Parameter[] => {
    const from = source({ heading: heading('parameters'), row: field.name });
    return from
      ? [
          {
            name: field.name,
            types: field.types as Parameter['types'],
            required: requiredOf(field),
            ...formatsOf(field),
            source: from,
          },
        ]
      : [];
  });
  for (const { name, types, required, source: from } of parameters) {
    for (const type of types)
      claim(`${name}.${type.replace('[]', '-list')}`, `${name} is accepted as ${type}.`, 'must', from, {
        accepted: true,
      });
    if (required === 'always')
      claim(`${name}.required`, `${name} is required; a request without it is refused.`, 'must', from, {
        refused: true,
      });
    if (required === 'webhook')
      claim(
        `${name}.webhook`,
        `${name} is required for webhooks; a webhook request without it is refused.`,
        'must',
        from,
        { refused: true },
      );
  }
  const { status } = page.success;
  if (status !== undefined)
    claim(
      'status',
      `A valid request is answered with HTTP status ${status}.`,
      'must',
      statusSource(page, 'response', source),
      { status },
    );
  // Deeper fields may stand anywhere in the answer: their place is for a reader to tell.
  for (const { name, types } of page.returns.filter((field) => ['result', 'time'].includes(field.name)))
    claim(
      name,
      `The answer has ${name} as ${types.join(' or ')}.`,
      'must',
      source({ heading: heading('returned'), row: name }),
      {
        success: {
          at: `/${name.replaceAll('.', '/')}`,
          schema:
            types[0] === 'time'
              ? 'success.schema.json#/$defs/timeObject'
              : `${method}.schema.json#/$defs/${name}`,
        },
      },
    );

  const listed = page.errors.statuses.length === 1 ? page.errors.statuses[0] : undefined;
  const errors = page.errors.table
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
  for (const { code, status: known, text } of errors) {
    const row = source({ heading: heading('codes'), row: code });
    claim(`${code}.code`, `The condition is answered with ${code}.`, 'must', row, {
      error: { code, part: 'code' },
    });
    if (known !== undefined)
      claim(
        `${code}.status`,
        `${code} comes with HTTP status ${known}.`,
        'must',
        statusSource(page, 'errors', source) ?? row,
        { error: { code, part: 'status' } },
      );
    if (text !== undefined)
      claim(`${code}.text`, `${code} is described as '${text}'.`, 'should', row, {
        error: { code, part: 'text' },
      });
  }
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
    claims,
  };
  const head = '# yaml-language-server: $schema=../../schemas/contract.schema.json\n';
  return {
    contract: head + stringify(contract, { lineWidth: 110, aliasDuplicateObjects: false }),
    schema: schemaOf(method, page),
  };
}

/** Code at the start of each item of a list of formats. */
function formatsOf({ text }: Field): Pick<Parameter, 'formats'> {
  const list = /(?:formats?|форматы?):[ \t]*\n+((?:\s*[-*] .*\n?)+)/i.exec(text)?.[1] ?? '';
  const formats = [...list.matchAll(/^\s*[-*] `([^`]+)`/gm)].map((match) => match[1] ?? '');
  return formats.length > 0 ? { formats } : {};
}

/** A condition that the page puts in words is a reader's to settle, but for the one that many pages share. */
function requiredOf({ required, text }: Field): Parameter['required'] {
  if (required) return 'always';
  return /required only for webhooks|обязателен только для вебхуков/i.test(text) ? 'webhook' : 'never';
}

function statusSource(
  page: PageData,
  part: 'response' | 'errors',
  source: (location: SourceLocation) => (SourceLocation & { digest: string }) | undefined,
): (SourceLocation & { digest: string }) | undefined {
  const own: Section | undefined = partOf(page.sections, part)?.own;
  const paragraphs = own?.blocks.filter(({ kind }) => kind === 'paragraph' || kind === 'quote') ?? [];
  const nth = paragraphs.findIndex((block) => readStatuses([block]) !== undefined);
  return own && nth >= 0 ? source({ heading: own.heading, part: `paragraph ${nth + 1}` }) : undefined;
}

function schemaOf(method: string, page: PageData): object {
  const typed = ({ types, children }: Field): object => {
    const known = types.map((type) => TYPES[type] ?? (type.endsWith('[]') ? TYPES.array : undefined) ?? {});
    const object =
      children.length > 0 && types.includes('object') ? { properties: properties(children) } : {};
    return known.length === 1 ? { ...known[0], ...object } : { anyOf: known };
  };
  const properties = (fields: readonly Field[]): object =>
    Object.fromEntries(fields.map((field) => [field.name, typed(field)]));
  const result = page.returns.find(({ name }) => name === 'result');
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://b24-conformance.invalid/schemas/${method}.schema.json`,
    title: method
      .split('.')
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join(''),
    description: `a success answer of ${method}`,
    $ref: 'success.schema.json',
    type: 'object',
    properties: { result: { $ref: '#/$defs/result' } },
    $defs: {
      parameters: {
        description: `parameters of ${method}; unknown ones are allowed, as everywhere in this interface`,
        type: 'object',
        required: page.params.filter(({ required }) => required).map(({ name }) => name),
        properties: properties(page.params),
      },
      result: result ? typed(result) : {},
    },
  };
}
