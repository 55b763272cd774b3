import type { ContractError, Parameter } from '../../contract/contract.ts';
import type { PageData } from '../reader/page.ts';
import { type FindSource, headingOf, type Source, statusSource } from './sources.ts';

/** A claim as drafted; its id lacks the method's name. */
export interface DraftedClaim {
  id: string;
  statement: string;
  strength: 'must' | 'should';
  source: Source;
  check: object;
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
      ...types.map((type) =>
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
      const schema = types[0] === 'time' ? 'success.schema.json#/$defs/timeObject' : own;
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

/** Code, status and text of each documented error. */
export function errorClaims(
  page: PageData,
  errors: readonly ContractError[],
  source: FindSource,
): DraftedClaim[] {
  return errors.flatMap(({ code, status, text }) => {
    const row = source({ heading: headingOf(page, 'codes'), row: code });
    const claim = (
      part: 'code' | 'status' | 'text',
      statement: string,
      strength: DraftedClaim['strength'],
      from: Source | undefined,
    ): DraftedClaim[] =>
      from
        ? [{ id: `${code}.${part}`, statement, strength, source: from, check: { error: { code, part } } }]
        : [];
    const stated = statusSource(page, 'errors', source) ?? row;
    return [
      ...claim('code', `The condition is answered with ${code}.`, 'must', row),
      ...(status === undefined
        ? []
        : claim('status', `${code} comes with HTTP status ${status}.`, 'must', stated)),
      ...(text === undefined ? [] : claim('text', `${code} is described as '${text}'.`, 'should', row)),
    ];
  });
}
