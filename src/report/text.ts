import { groupBy } from '../base/group-by.ts';
import type { ClaimResult, ClaimsReport } from './claims.gen.ts';

export { count, grouped } from '../base/phrase.ts';

const UNPRINTABLE = /(?![\t\n])[\p{Cc}\u2028\u2029\ufffe\uffff]/u;

/** Control characters made visible, so that nothing a portal sends can steer a terminal or break XML. */
export function printable(text: string): string {
  if (!UNPRINTABLE.test(text)) return text;
  return text.replace(new RegExp(UNPRINTABLE, 'gu'), (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Not-exercised claims by reason, the most frequent first. */
export function byReason(claims: readonly ClaimResult[]): [reason: string, claims: ClaimResult[]][] {
  const unexercised = claims.filter((claim) => claim.verdict === 'not-exercised');
  const groups = groupBy(unexercised, (claim) => claim.reason ?? 'unknown');
  return [...groups].sort(([, left], [, right]) => right.length - left.length);
}

/** `mock (documented)` or `portal https://…` */
export function targetName({ target }: ClaimsReport): string {
  return target.kind === 'mock'
    ? `embedded mock portal, profile ${target.profile ?? 'documented'}`
    : `portal ${target.origin}`;
}

export function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

/** Why a run was not made as a whole, in a line; undefined where it was. */
export function incompleteLine({ incomplete }: ClaimsReport): string | undefined {
  const [first, ...more] = incomplete;
  if (first === undefined) return undefined;
  const reasons = [first, ...more.map((reason) => reason.charAt(0).toLowerCase() + reason.slice(1))];
  return `${reasons.join('; ')}: the run is not complete.`;
}
