import type { Contract, ErrorRow, MethodContract } from '../contract/contract.ts';
import type { Facts } from '../contract/facts.ts';
import { componentRef, withComponents } from './components.ts';
import { sampleFor } from './sample.ts';
import { claimedSchema, completed, type Schema, schemaOfExample, schemaOfField } from './schema.ts';

export interface NamedExample {
  summary?: string;
  value: unknown;
}

type Examples = Record<string, NamedExample | { $ref: string }>;

export interface ResponseOf {
  description: string;
  content: { 'application/json': { schema: Schema; examples?: Examples } };
}

export type ResponseOrRef = ResponseOf | { $ref: string };

const ERROR_REF = componentRef('error.schema.json');
const TIME_EXAMPLE = {
  start: 1_767_225_600.25,
  finish: 1_767_225_600.5,
  duration: 0.25,
  processing: 0.25,
  date_start: '2026-01-01T00:00:00+00:00',
  date_finish: '2026-01-01T00:00:00+00:00',
};

/** Schema of a method's success answer: result, time, and what the page lists beside them. */
export function successSchema(contract: Contract, facts: Facts, { name: method }: MethodContract): Schema {
  const answer = contract.answerOf(method);
  if (answer !== undefined) return { $ref: componentRef(answer) };
  const { returned = [], success } = facts(method) ?? {};
  const claims = contract.claims.filter((claim) => claim.method === method);
  const shape = success?.shape ?? {};
  const ofPage = returned.find(({ name }) => name === 'result');
  const claimed = claimedSchema(claims, '/result');
  const stated = ofPage ? claimedFields(claims, schemaOfField(ofPage), '/result') : {};
  const result = completed(completed(claimed ?? stated, stated), schemaOfExample(shape, '/result'));
  const further = returned
    .filter(({ name }) => name !== 'result' && name !== 'time' && !name.includes('.'))
    .map((field) => [field.name, schemaOfField(field)] as const);
  return {
    allOf: [
      { $ref: componentRef('success.schema.json') },
      {
        type: 'object',
        required: ['result'],
        properties: { result: withComponents(result), ...Object.fromEntries(further) },
      },
    ],
  };
}

/** A field that every success must have, as the contract claims it. */
function claimedFields(claims: Contract['claims'], schema: Schema, pointer: string): Schema {
  if (!schema.properties) return schema;
  const required = Object.keys(schema.properties).filter(
    (name) => claimedSchema(claims, `${pointer}/${name}`) !== undefined,
  );
  const properties = Object.entries(schema.properties).map(
    ([name, property]) => [name, claimedFields(claims, property, `${pointer}/${name}`)] as const,
  );
  return {
    ...schema,
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
  };
}

/** Responses of a method that are not those of every call, by status. */
export function successResponses(
  contract: Contract,
  facts: Facts,
  method: MethodContract,
  schema: string,
): Record<string, ResponseOf> {
  const statuses = facts(method.name)?.success.statuses ?? [];
  const full = successSchema(contract, facts, method);
  const result = sampleFor(full.allOf?.[1]?.properties?.result ?? {});
  const examples: Examples =
    result === undefined ? {} : { success: { value: { result, time: TIME_EXAMPLE } } };
  const response: ResponseOf = {
    description: 'Success',
    content: {
      'application/json': { schema: { $ref: schema }, ...(result === undefined ? {} : { examples }) },
    },
  };
  const known = statuses.length === 0 ? [200] : statuses;
  return Object.fromEntries(known.map((status) => [statusKey(status), response]));
}

/** `400`, or `4XX` where the page leaves digits open. */
const statusKey = (status: number | string): string =>
  String(status)
    .replace(/x/gi, 'X')
    .replace(/^(\d)(?:\dX|XX)$/, '$1XX');

function byStatus(rows: readonly ErrorRow[]): Map<string, ErrorRow[]> {
  const groups = new Map<string, ErrorRow[]>();
  for (const row of rows)
    for (const status of row.statuses) {
      const key = statusKey(status);
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
  return groups;
}

/** Errors that any call may be answered with: a response for each status, and an example for each row. */
export function systemResponses(contract: Contract): {
  responses: Record<string, ResponseOf>;
  examples: Record<string, NamedExample>;
} {
  const rows = contract.pages.flatMap(({ errors }) => errors.filter(({ scope }) => scope === 'system'));
  const examples = Object.fromEntries(
    rows.flatMap((row) => exampleOf(row).map((one) => [systemName(row), one] as const)),
  );
  const responses = [...byStatus(rows)].map(([status, ofStatus]) => [
    `system.${status}`,
    response(
      `Refused by the REST API, not by the method: ${listOf(ofStatus)}`,
      ofStatus,
      systemExamples(ofStatus),
    ),
  ]);
  return { responses: Object.fromEntries(responses), examples };
}

/** A method's own errors by status, with those of every call that come with the same one. */
export function errorResponses(contract: Contract, method: string): Record<string, ResponseOf> {
  const system = byStatus(
    contract.pages.flatMap(({ errors }) => errors.filter(({ scope }) => scope === 'system')),
  );
  return Object.fromEntries(
    [...byStatus(contract.errorsOf(method))].map(([status, rows]) => {
      const others = system.get(status) ?? [];
      const own = Object.fromEntries(
        rows.flatMap((row) => exampleOf(row).map((one) => [exampleName(row), one] as const)),
      );
      return [
        status,
        response(`Refused: ${listOf([...rows, ...others])}`, [...rows, ...others], {
          ...own,
          ...systemExamples(others),
        }),
      ];
    }),
  );
}

function response(description: string, rows: readonly ErrorRow[], examples: Examples): ResponseOf {
  const codes = [...new Set(rows.map(({ code }) => code))];
  const known = codes.filter((code) => code !== undefined);
  const schema: Schema =
    known.length === codes.length
      ? {
          allOf: [
            { $ref: ERROR_REF },
            { type: 'object', properties: { error: { type: 'string', enum: known } } },
          ],
        }
      : { $ref: ERROR_REF };
  const hasExamples = Object.keys(examples).length > 0;
  return { description, content: { 'application/json': { schema, ...(hasExamples ? { examples } : {}) } } };
}

const listOf = (rows: readonly ErrorRow[]): string =>
  [...new Set(rows.map(({ code }) => code ?? 'an error without a code'))].join(', ');

/** The server's own words are part of the interface; a row without any is not shown. */
const exampleOf = ({ code, text, when }: ErrorRow): NamedExample[] =>
  text === undefined || text.trim() === ''
    ? []
    : [{ summary: when, value: { error: code ?? '', error_description: text } }];

const exampleName = ({ key }: ErrorRow): string => key.replace(/^#/, 'row-').replace('#', '-');

const systemName = (row: ErrorRow): string =>
  `system.${exampleName(row)}${row.credential === undefined ? '' : `.${row.credential}`}`;

const systemExamples = (rows: readonly ErrorRow[]): Examples =>
  Object.fromEntries(
    rows
      .filter((row) => exampleOf(row).length > 0)
      .map((row) => [systemName(row), { $ref: `#/components/examples/${systemName(row)}` }]),
  );
