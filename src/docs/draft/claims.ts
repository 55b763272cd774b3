import type { ContractError, Parameter } from '../../contract/contract.ts';
import type { ErrorRow } from '../reader/errors.ts';
import type { PageData } from '../reader/page.ts';
import { UNKNOWN_TYPE } from './parameters.ts';
import { type FindSource, headingOf, type Source, statusSource } from './sources.ts';

/** A claim as drafted; its id lacks the method's name. */
export interface DraftedClaim {
  id: string;
  statement: string;
  strength: 'must' | 'should';
  source: Source;
  check?: object;
  untestable?: string;
}

/** Forms that are accepted, and what is required. */
export function parameterClaims(parameters: readonly Parameter[]): DraftedClaim[] {
  return parameters.flatMap(({ name, types, required, source }) => {
    const claim = (part: string, statement: string, check: object): DraftedClaim => ({
      id: `${name}.${part}`,
      statement,
      strength: 'must',
      source,
      check,
    });
    return [
      ...types
        .filter((type) => type !== UNKNOWN_TYPE)
        .map((type) =>
          claim(type.replace('[]', '-list'), `${name} is accepted as ${type}.`, { accepted: true }),
        ),
      ...(required === 'always'
        ? [claim('required', `${name} is required; a request without it is refused.`, { refused: true })]
        : []),
      ...(required === 'webhook'
        ? [
            claim('webhook', `${name} is required for webhooks; a webhook request without it is refused.`, {
              refused: true,
            }),
          ]
        : []),
    ];
  });
}

/** Status and fields of a success answer. */
export function answerClaims(page: PageData, method: string, source: FindSource): DraftedClaim[] {
  const { status } = page.success;
  const stated = status === undefined ? undefined : statusSource(page, 'response', source);
  // Deeper fields may stand anywhere in the answer: their place is for a reader to tell.
  const fields = page.returns.filter((field) => ['result', 'time'].includes(field.name));
  return [
    ...(stated
      ? [
          {
            id: 'status',
            statement: `A valid request is answered with HTTP status ${status}.`,
            strength: 'must' as const,
            source: stated,
            check: { status },
          },
        ]
      : []),
    ...fields.flatMap(({ name, types }): DraftedClaim[] => {
      const row = source({ heading: headingOf(page, 'returned'), row: name });
      const own = `${method}.schema.json#/$defs/${name}`;
      const schema = types[0] === 'time' || name === 'time' ? 'success.schema.json#/$defs/timeObject' : own;
      return row
        ? [
            {
              id: name,
              statement: `The answer has ${name} as ${types.join(' or ')}.`,
              strength: 'must',
              source: row,
              check: { success: { at: `/${name.replaceAll('.', '/')}`, schema } },
            },
          ]
        : [];
    }),
  ];
}

/** Where a row of an error table stands on the page; undefined where it cannot be found again. */
export type FindRow = (row: ErrorRow) => Source | undefined;

/**
 * Code, status and text of each documented error. The contract keeps one text for a code: further rows of the same code,
 * and rows without one, become claims that say why nothing checks them yet.
 */
export function errorClaims(
  page: PageData,
  errors: readonly ContractError[],
  source: FindSource,
  rowOf: FindRow,
): DraftedClaim[] {
  const kept = new Set<string>();
  return page.errors.table.flatMap((row, index): DraftedClaim[] => {
    const from = rowOf(row);
    const error = errors.find(({ code }) => code === row.code);
    if (!from) return [];
    if (!error || kept.has(error.code)) return furtherRow(row, index, from);
    kept.add(error.code);
    const { code, status, text } = error;
    const claim = (
      part: 'code' | 'status' | 'text',
      statement: string,
      strength: DraftedClaim['strength'],
      at: Source,
    ): DraftedClaim => ({
      id: `${code}.${part}`,
      statement,
      strength,
      source: at,
      check: { error: { code, part } },
    });
    const stated = (row.status === undefined ? statusSource(page, 'errors', source) : undefined) ?? from;
    return [
      claim('code', `The condition is answered with ${code}.`, 'must', from),
      ...(status === undefined
        ? []
        : [claim('status', `${code} comes with HTTP status ${status}.`, 'must', stated)]),
      ...(text === undefined ? [] : [claim('text', `${code} is described as '${text}'.`, 'should', from)]),
    ];
  });
}

function furtherRow({ code, text, status }: ErrorRow, index: number, source: Source): DraftedClaim[] {
  const name = code === '' ? 'without-code' : code;
  const comes = status === undefined ? '' : ` with HTTP status ${status}`;
  const called = code === '' ? 'An error without a code' : `An error of code ${code}`;
  return [
    {
      id: `${name}.row-${index + 1}`,
      statement: `${called}${comes} is described as '${text}'.`,
      strength: 'should',
      source,
      untestable:
        code === ''
          ? 'a row without a code: how it is provoked, and what tells it from others, is for a reader to settle'
          : 'a further row of the code, or one that no claim can name: how it is provoked is for a reader to settle',
    },
  ];
}
