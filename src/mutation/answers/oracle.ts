import { pointerKeys } from '../../base/json-pointer.ts';
import type { Contract, ContractClaim } from '../../contract/contract.ts';
import { conditionsOf } from '../../contract/matcher.ts';
import type { LookUp } from '../../contract/values.ts';
import type { Finding } from '../../judge/judge.ts';
import { looksAt } from '../../report/looks-at.ts';
import { type Exchange, header } from '../../wire/exchange.ts';
import { isXml, textOf } from '../answer.ts';
import type { RecordedCase } from '../case.ts';
import type { AnswerOperator } from '../operators/answers.ts';
import { valuesFall } from '../oracle.ts';
import { elementOf } from '../places.ts';

/** What a change of answers is to turn red, computed from the contract and not from the judge. */
export interface Expectation {
  /** Claims whose check looks at the very place that changed, at a value that it does not allow. */
  must: ReadonlySet<string>;
  /** Whether a claim may turn red besides. */
  may(claim: ContractClaim): boolean;
}

/**
 * @param base what the case says of each claim as it was recorded
 * @param answered what the request that the case is about is answered now; undefined where that is as it was
 */
export function expectationOf(
  contract: Contract,
  { testCase }: RecordedCase,
  base: readonly Finding[],
  operator: AnswerOperator,
  answered: Exchange | undefined,
  lookUp: LookUp,
): Expectation {
  const must = new Set<string>();
  // Of a form that no page states, a refusal says nothing.
  const isDocumented = testCase.expected.kind !== 'success' || testCase.expected.documented;
  if (answered && isDocumented && testCase.burst === undefined)
    for (const { claim: id, outcome } of base) {
      const claim = contract.claim(id);
      if (!claim || outcome !== 'confirmed' || !testCase.claims.includes(id)) continue;
      if (mustFall(contract, claim, operator, answered, lookUp)) must.add(id);
    }
  return { must, may: (claim) => mayFall(claim, operator) };
}

function mustFall(
  contract: Contract,
  { check, error }: ContractClaim,
  { place, breaks = [] }: AnswerOperator,
  { response }: Exchange,
  lookUp: LookUp,
): boolean {
  if (!check || !response) return false;
  if (check.status !== undefined) return place === 'status' && response.status !== check.status;
  if (check.error) {
    const { part } = check.error;
    if (part === 'status')
      return place === 'status' && !error?.statuses.some((stated) => stated === response.status);
    return place === (part === 'code' ? '/error' : '/error_description');
  }
  const contentType = header(response.headers, 'content-type')?.toLowerCase() ?? '';
  if (check.mediaType !== undefined)
    return place === 'header content-type' && !contentType.startsWith(check.mediaType);
  if (check.charset !== undefined)
    return place === 'header content-type' && !contentType.includes(`charset=${check.charset}`);
  if (check.relation !== undefined) return breaks.includes(check.relation);
  if (check.format !== undefined) return place === 'body' && isBroken(textOf(response), check.format);
  if (check.xmlRoot !== undefined)
    return (
      place === 'body' &&
      new RegExp(`^<\\?xml[^>]*\\?>\\s*<(?!${check.xmlRoot}>)\\w+>`).test(textOf(response))
    );
  const matchers = check.success ?? check.shows ?? check.failure ?? check.refusalShows ?? {};
  if (!isXml(response)) return valuesFall(contract, matchers, response, lookUp, [place]);
  const matcher = matchers[place];
  if (matcher === undefined || elementOf(response, pointerKeys(place).at(-1) ?? '') !== undefined)
    return false;
  const { optional, absent } = conditionsOf(matcher);
  return !optional && !absent;
}

/** Whether a text of a portal is no document in its format; a page of a web server is none of a portal. */
function isBroken(text: string, format: 'json' | 'xml'): boolean {
  if (text === '' || text.startsWith('<!')) return false;
  if (format === 'xml') return text.startsWith('<?xml') && !/<(\w+)>[\s\S]*<\/\1>\s*$/.test(text);
  try {
    JSON.parse(text);
    return false;
  } catch {
    return !text.startsWith('<');
  }
}

/** What an answer is at all: with another value there, any claim may see another answer. */
const DECISIVE = ['status', 'body', '/error', '/result'];

function mayFall({ check, error }: ContractClaim, { place, breaks = [] }: AnswerOperator): boolean {
  if (check?.relation !== undefined && breaks.includes(check.relation)) return true;
  if (DECISIVE.includes(place) || place.startsWith('/result/')) return true;
  // Of errors in passing, texts are judged as well; a text also tells whose error it is.
  if (place === '/error_description') return error !== undefined || overlaps(looksAt(check), place);
  return overlaps(looksAt(check), place);
}

/** Whether one of two places lies in the other. */
function overlaps(places: readonly string[], place: string): boolean {
  return places.some(
    (each) => each === place || each.startsWith(`${place}/`) || place.startsWith(`${each}/`) || each === '',
  );
}
