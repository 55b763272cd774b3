import type { ClaimResult, ClaimsReport } from './claims.gen.ts';

/** Control characters made visible, so that nothing a portal sends can steer a terminal or break XML. */
export function printable(text: string): string {
  return text.replace(/(?![\t\n])[\p{Cc}\u2028\u2029\ufffe\uffff]/gu, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Page, heading and row or part. */
export function where({ source }: ClaimResult): string {
  return [source.page, source.heading, source.row ?? source.part].filter(Boolean).join(' › ');
}

/** Not-exercised claims by reason, the most frequent first. */
export function byReason(claims: readonly ClaimResult[]): [reason: string, claims: ClaimResult[]][] {
  const groups = new Map<string, ClaimResult[]>();
  for (const claim of claims)
    if (claim.verdict === 'not-exercised')
      groups.set(claim.reason ?? 'unknown', [...(groups.get(claim.reason ?? 'unknown') ?? []), claim]);
  return [...groups].sort(([, one], [, other]) => other.length - one.length);
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

/** `1 claim`, `2 claims` */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
