import { createHash } from 'node:crypto';
import type { LintFinding } from './finding.ts';

/** What a finding is known by, wherever its line has moved: 12 hex digits over page, rule and message. */
export function digestOf({ file, rule, message }: LintFinding): string {
  return createHash('sha256').update(`${file}\n${rule}\n${message}`).digest('hex').slice(0, 12);
}
