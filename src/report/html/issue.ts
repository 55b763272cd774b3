import type { ClaimResult, ClaimsReport } from '../claims.gen.ts';
import { judgedBy, madeBy } from '../documentation.ts';
import { code, inline } from '../markdown.ts';
import { titledCitation } from '../page-names.ts';
import { count, targetName } from '../text.ts';
import { headingLink } from './links.ts';
import { when } from './words.ts';

/**
 * A documentation bug, up to the exchange: what the page says, what the portal answered, where and when. Markdown that
 * reads the same as plain text, for it is pasted into trackers and mails alike; the first line makes a title. The page adds
 * how to repeat it when it is copied, so that no exchange is kept twice.
 */
export function issueHead(claim: ClaimResult, report: ClaimsReport): string {
  const { confirmed, contradicted } = claim.counts;
  const cases = confirmed + contradicted;
  const { page, title = page } = claim.source;
  const problems = [...new Set(claim.evidence.flatMap((evidence) => evidence.problems))];
  const maker = madeBy(report.versions);
  return [
    `${inline(title)}: ${inline(claim.statement)}`,
    '',
    `- Page: ${headingLink(claim.source)}`,
    `- Place: ${inline(titledCitation(claim.source))}`,
    `- It says, in our words: ${inline(claim.statement)}${claim.strength === 'should' ? ' (an example, a hint or wording)' : ''}`,
    `- The portal answers otherwise in ${contradicted} of ${count(cases, 'case')}:`,
    ...problems.map((problem) => `  - ${inline(problem)}`),
    ...(claim.disagreement === undefined
      ? []
      : [`- Disagrees with, and that is not contradicted: ${claim.disagreement.map(code).join(', ')}`]),
    `- Target: ${inline(targetName(report))}, ${when(report.startedAt)}`,
    `- Claim: ${code(claim.id)}, judged by ${inline(judgedBy(report.documentation))}${maker === undefined ? '' : `, with ${inline(maker)}`}`,
  ].join('\n');
}
