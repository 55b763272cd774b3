import { citation } from '../judge/explain.ts';
import { fails, isContradicted, LENIENT, type Policy, staleFails } from '../judge/policy.ts';
import type { ClaimResult, ClaimsReport } from './claims.gen.ts';
import { healthOfAll } from './health.ts';
import { byReason, printable, seconds, targetName } from './text.ts';
import { endingOf } from './verdict.ts';

/** Characters of a reason; what an answer says can be long. */
const LINE = 100;

/** What the terminal shows at the end of a run. */
export function renderTable(report: ClaimsReport, policy: Policy = LENIENT): string {
  const { totals, cases } = report;
  const { stale, hints, old } = endingOf(report, policy);
  const contradicted = report.claims.filter(isContradicted);
  const failing = contradicted.filter((claim) => fails(claim, policy));
  const others = contradicted.filter((claim) => !fails(claim, policy));
  const rows: (readonly [string, string])[] = [
    ['target', targetName(report)],
    ...(report.shard ? [['shard', shardText(report.shard)] as const] : []),
    ['confirmed', String(totals.confirmed)],
    ['contradicted', `${totals.contradicted}${notFailing(hints, old)}`],
    ['deviations', `${totals.deviations} known${stale > 0 ? `, ${stale} stale` : ''}`],
    ['disagreements', `${totals.disagreements} claims on which the documentation contradicts itself`],
    ['not exercised', String(totals.notExercised)],
    ...reasons(report.claims),
    ['undocumented', observations(report.observations)],
    ...(report.drafts ? [['drafts', drafts(report.drafts)] as const] : []),
    ['cases', `${cases.run} run, ${cases.selected} selected, ${cases.all} in all forms`],
    [
      'requests',
      `${report.requests}${report.unanswered > 0 ? `, ${report.unanswered} without an answer` : ''}`,
    ],
    ['time', seconds(report.durationMs)],
    ...(report.pages ? [['documentation', healthOfAll(report.pages)] as const] : []),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  for (const claim of [...failing, ...others]) {
    const sign = failing.includes(claim) ? '✘' : '△';
    const strength = claim.strength === 'should' ? 'should: a hint or wording' : claim.strength;
    const { confirmed, contradicted: against } = claim.counts;
    lines.push(
      '',
      `  ${sign} ${claim.id} (${strength}), ${against} of ${confirmed + against} cases`,
      `    says: ${claim.statement}`,
      `    ${citation(claim.source)}`,
      ...(claim.evidence[0] ? [`    ${claim.evidence[0].problems.join('; ')}`] : []),
    );
  }
  for (const { claim, why } of report.stale)
    lines.push('', `  ${staleFails(policy) ? '✘' : '△'} stale deviation of ${claim}: ${why}; remove it`);
  // What a portal sent stays within its line.
  return lines.map((line) => printable(line.replaceAll('\n', ' '))).join('\n');
}

function shardText({ current, total }: { current: number; total: number }): string {
  return `${current} of ${total}, a part of the run: --merge reports the whole`;
}

/** Of the contradictions, those that do not fail the run. */
function notFailing(hints: number, old: number): string {
  const parts = [
    hints > 0 && `${hints} of them only a hint or wording`,
    old > 0 && `${old} as in the previous run`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`;
}

/** Reasons that something can be done about; the others are in the summary, claim by claim. */
function reasons(claims: readonly ClaimResult[]): [string, string][] {
  const untestable = claims.filter((claim) => claim.reasonKind === 'untestable').length;
  return [
    ...byReason(claims.filter((claim) => claim.reasonKind !== 'untestable')).map(
      ([reason, of]): [string, string] => [
        '',
        `${of.length}  ${reason.length > LINE ? `${reason.slice(0, LINE)}…` : reason}`,
      ],
    ),
    ['', `${untestable}  no request can tell; summary.md says why`],
  ];
}

function drafts(claims: readonly ClaimResult[]): string {
  const of = (verdict: ClaimResult['verdict']): number =>
    claims.filter((claim) => claim.verdict === verdict).length;
  return `drafted, not reviewed: ${of('confirmed')} confirmed, ${of('contradicted')} contradicted, ${of('not-exercised')} not exercised; none fails the run`;
}

function observations(claims: readonly ClaimResult[]): string {
  const seen = claims.filter((claim) => claim.verdict === 'confirmed').length;
  return `${seen} of ${claims.length} forms that no page states were accepted`;
}
