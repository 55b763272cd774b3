import { groupBy } from '../base/group-by.ts';
import type { ClaimResult, ClaimsReport, Layer, SurveyedMethod } from './claims.gen.ts';

/** What of a method a claim of the survey is about, from that it exists to values of its answers. */
export const LAYERS: readonly Layer[] = ['existence', 'scope', 'fields', 'read', 'refusal', 'value'];

/** A documented method with its claims and what came of them. */
export interface MethodSummary extends SurveyedMethod {
  /** By which reports of other portals name it: the name, and `@3` where it is of the newer REST API. */
  readonly key: string;
  readonly claims: readonly ClaimResult[];
  /** Last of {@link LAYERS} of which something was confirmed and nothing contradicted; undefined where there is none. */
  readonly best: Layer | undefined;
  readonly contradicted: number;
  readonly confirmed: number;
  readonly exists: boolean | undefined;
}

export const methodKey = ({ method, rest }: Pick<SurveyedMethod, 'method' | 'rest'>): string =>
  rest === undefined ? method : `${method}@${rest}`;

/** Claims that a survey made, which stand among the drafts. */
export const isOfSurvey = ({ layer }: ClaimResult): boolean => layer !== undefined;

/** Claims of drafts, which a person is to review next. */
export const draftsOf = ({ drafts = [] }: Pick<ClaimsReport, 'drafts'>): readonly ClaimResult[] =>
  drafts.filter((claim) => !isOfSurvey(claim));

/** Every documented method of a report with a survey, in its order: by section and name. */
export function surveyedMethods({ survey, drafts = [] }: ClaimsReport): readonly MethodSummary[] {
  if (survey === undefined) return [];
  const claims = groupBy(drafts.filter(isOfSurvey), methodKey);
  return survey.methods.map((method) => {
    const key = methodKey(method);
    const own = claims.get(key) ?? [];
    // What no page states earns a method nothing.
    const stated = own.filter(({ strength }) => strength !== 'observed');
    const is = (verdict: ClaimResult['verdict']) => stated.filter((claim) => claim.verdict === verdict);
    const [confirmed, contradicted] = [is('confirmed'), is('contradicted')];
    const bad = new Set(contradicted.map(({ layer }) => layer));
    const good = new Set(confirmed.map(({ layer }) => layer));
    const existence = own.find(({ layer }) => layer === 'existence')?.verdict;
    return {
      ...method,
      key,
      claims: own,
      best: LAYERS.findLast((layer) => good.has(layer) && !bad.has(layer)),
      contradicted: contradicted.length,
      confirmed: confirmed.length,
      exists: existence === 'not-exercised' ? undefined : existence && existence === 'confirmed',
    };
  });
}
