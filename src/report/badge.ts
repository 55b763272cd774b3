import type { ClaimsReport } from './claims.gen.ts';

/** What shields.io reads from an address: https://shields.io/badges/endpoint-badge */
export interface Badge {
  schemaVersion: 1;
  label: string;
  message: string;
  color: string;
}

/** `results/badge.json`: the run in two words. */
export function renderBadge({ totals, claims, incomplete }: ClaimsReport): Badge {
  const badge = (message: string, color: string): Badge => ({
    schemaVersion: 1,
    label: 'conformance',
    message,
    color,
  });
  if (totals.contradicted > 0) return badge(`${totals.contradicted} contradicted`, 'red');
  if (totals.stale > 0) return badge(`${totals.stale} stale`, 'red');
  if (incomplete.length > 0 || totals.confirmed === 0) return badge('not complete', 'lightgrey');
  const known = totals.deviations > 0 ? `, ${totals.deviations} known` : '';
  const color = totals.deviations > 0 ? 'yellowgreen' : 'brightgreen';
  return badge(`${totals.confirmed} of ${claims.length} confirmed${known}`, color);
}
