import { groupBy } from '../base/group-by.ts';
import { commandLine } from '../base/program.ts';
import type { Creation } from './ledger.ts';
import { type Thing, thing } from './tidy-up.ts';

/** What provisioning and tidying up did. */
export interface Account {
  created: readonly Thing[];
  removed: readonly Thing[];
  left: readonly (Thing & { why: string })[];
}

/** The account in words, one line for created and removed and one for each reason why something is left; empty for none. */
export function accountText({ created, removed, left }: Account): string {
  if (created.length + removed.length + left.length === 0) return '';
  const reasons = [...groupBy(left, ({ why }) => why)];
  return [
    `  created  ${names(created) || 'nothing'}`,
    `  removed  ${names(removed) || 'nothing'}`,
    ...(reasons.length === 0 ? ['  left     nothing'] : []),
    ...reasons.map(
      ([why, things], index) => `  ${index === 0 ? 'left' : '    '}     ${names(things)}: ${why}`,
    ),
  ].join('\n');
}

/** What could not be removed because the portal is gone, and how to remove it; empty for nothing. */
export function leftBehindText(pending: readonly Creation[], ledger: string): string {
  if (pending.length === 0) return '';
  return (
    `  left     ${names(pending.map(thing))}: the portal does not answer.\n` +
    `           The ledger ${ledger} keeps them: ${commandLine('cleanup')} removes them once it answers again.`
  );
}

/** What earlier runs left that a run would remove first; empty for nothing. */
export function pendingText(pending: readonly Creation[]): string {
  if (pending.length === 0) return '';
  return `  left         ${names(pending.map(thing))} by earlier runs; the next run removes it first, or ${commandLine('cleanup')} now`;
}

/** Things of a kind that are named; the ledger knows them all. */
const NAMED = 8;

/** `bot 67, 68; chat 124, 125, … and 9 more` */
function names(things: readonly Thing[]): string {
  return [...groupBy(things, ({ resource }) => resource)]
    .map(([resource, all]) => {
      const named = all.slice(0, NAMED).map(({ name }) => name);
      const more = all.length - named.length;
      return `${resource} ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    })
    .join('; ');
}
