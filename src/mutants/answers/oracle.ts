import type { Contract, ContractClaim } from '../../contract/contract.ts';
import { conditionsOf, referencesInMatchers, toSchema } from '../../contract/matcher.ts';
import type { Finding } from '../../judge/judge.ts';
import { looksAt } from '../../report/looks-at.ts';
import { type Exchange, header } from '../../wire/exchange.ts';
import { isXml, valueIn } from './edit.ts';
import type { AnswerOperator } from './operators.ts';
import type { RecordedCase } from './tape.ts';

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
): Expectation {
  const must = new Set<string>();
  // Of a form that no page states, a refusal says nothing.
  const isDocumented = testCase.expected.kind !== 'success' || testCase.expected.documented;
  if (answered && isDocumented && testCase.burst === undefined)
    for (const { claim: id, outcome } of base) {
      const claim = contract.claim(id);
      if (!claim || outcome !== 'confirmed' || !testCase.claims.includes(id)) continue;
      if (mustFall(contract, claim, operator.place, answered)) must.add(id);
    }
  return { must, may: (claim) => mayFall(claim, operator.place) };
}

function mustFall(
  contract: Contract,
  { check, error }: ContractClaim,
  place: string,
  { response }: Exchange,
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
  const matchers = check.success ?? check.shows ?? check.failure ?? check.refusalShows;
  const matcher = matchers?.[place];
  if (matcher === undefined || isXml(response) || referencesInMatchers({ [place]: matcher }).length > 0)
    return false;
  const { optional, absent } = conditionsOf(matcher);
  if (valueIn(response, place) === undefined) return !optional && !absent;
  return absent === true || !contract.schemas.inline(toSchema(matcher))(valueIn(response, place));
}

/** What an answer is at all: with another value there, any claim may see another answer. */
const DECISIVE = ['status', 'body', '/error', '/result'];

function mayFall({ check, error }: ContractClaim, place: string): boolean {
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
