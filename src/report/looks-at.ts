import type { Check } from '../contract/contract.ts';

/**
 * Where in an answer a check looks, so that a reader finds the part that offends: `status`, `header content-type`, or a
 * JSON pointer into the body.
 */
export function looksAt(check: Check | undefined): string[] {
  if (!check) return [];
  if (check.error)
    return { code: ['/error'], status: ['status'], text: ['/error_description'] }[check.error.part];
  if (check.header) return [`header ${check.header.name.toLowerCase()}`];
  if (check.mediaType !== undefined || check.charset !== undefined) return ['header content-type'];
  if (check.redirect !== undefined) return ['status', 'header location'];
  if (check.status !== undefined) return ['status'];
  if (check.accepted || check.refused) return ['status', '/error'];
  // Batches are compared by what their commands brought; all other relations are between times.
  if (check.relation !== undefined)
    return [/^(batch|records|scopes|server)-/.test(check.relation) ? '/result' : '/time'];
  // What a flow shows, the answers to its further steps show.
  if (check.flow) return ['status', '/result'];
  return Object.keys(check.shows ?? check.refusalShows ?? check.failure ?? check.success ?? {});
}
