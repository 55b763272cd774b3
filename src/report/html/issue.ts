import { citation } from '../../judge/explain.ts';
import type { ClaimResult, ClaimsReport } from '../claims.gen.ts';
import { code, inline } from '../markdown.ts';
import { targetName } from '../text.ts';
import { headingLink } from './links.ts';
import { when } from './words.ts';

/**
 * Markdown for a documentation bug, up to the exchange: what the page says, what the portal answered, where and when.
 * The page adds how to repeat it when it is copied, so that no exchange is kept twice.
 */
export function issueHead(claim: ClaimResult, report: ClaimsReport): string {
  const { confirmed, contradicted } = claim.counts;
  const problems = [...new Set(claim.evidence.flatMap((evidence) => evidence.problems))];
  return [
    `## ${inline(claim.source.page)}: ${inline(claim.statement)}`,
    '',
    `**Page:** [${inline(citation(claim.source))}](${headingLink(claim.source)})`,
    '',
    `**What it says, in our words:** ${inline(claim.statement)}${claim.strength === 'should' ? ' (an example, a hint or wording)' : ''}`,
    '',
    `**What the portal answers:** in ${contradicted} of ${confirmed + contradicted} cases otherwise`,
    '',
    ...problems.map((problem) => `- ${inline(problem)}`),
    ...(claim.disagreement === undefined
      ? []
      : ['', `The documentation says the opposite elsewhere: ${claim.disagreement.map(code).join(', ')}`]),
    '',
    `**Target:** ${inline(targetName(report))}, ${when(report.startedAt)}; claim ${code(claim.id)}`,
  ].join('\n');
}
