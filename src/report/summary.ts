import { differenceText } from '../contract/authorities/differences.ts';
import { fails, LENIENT, type Policy } from '../judge/policy.ts';
import type { ClaimResult, ClaimsReport } from './claims.gen.ts';
import { judgedBy, madeBy, newerPages } from './documentation.ts';
import { findingsOf, healthLine, healthOfAll } from './health.ts';
import { cell, code, fence, inline } from './markdown.ts';
import { realChanges } from './migrations.ts';
import { pageNames, titledCitation } from './page-names.ts';
import { reportedVerdict } from './reported-verdict.ts';
import { restsText } from './rests.ts';
import { evidenceOf } from './shown-by.ts';
import { aloneCounts, differencesIn } from './survey-differences.ts';
import { methodKey } from './survey-methods.ts';
import { byReason, count, incompleteLine, seconds, targetName } from './text.ts';
import { endingOf } from './verdict.ts';

/** `results/summary.md`: what a reviewer reads in a pull request or a step summary. */
export function renderSummary(report: ClaimsReport, policy: Policy = LENIENT): string {
  const { totals } = report;
  const contradicted = report.claims.filter((claim) => reportedVerdict(claim) === 'contradicted');
  const failing = contradicted.filter((claim) => fails(claim, policy));
  const others = contradicted.filter((claim) => !fails(claim, policy));
  const incomplete = incompleteLine(report);
  const { verdict, reason } = endingOf(report, policy);
  const lines = [
    '# Conformance of the Bitrix24 REST interface',
    '',
    ...(incomplete === undefined ? [] : [`**${inline(incomplete)}**`, '']),
    ...(verdict === 'incomplete' ? [] : [`**${NAMES[verdict]}**: ${inline(reason)}`, '']),
    `${inline(targetName(report))} · ${report.startedAt} · ${report.requests} requests · ${seconds(report.durationMs)}`,
    '',
    ...(report.selection?.part === undefined
      ? []
      : [`${inline(report.selection.part)}: the runs of other days try the rest.`, '']),
    ...judgement(report),
    '| verdict | claims |',
    '| --- | ---: |',
    `| confirmed | ${totals.confirmed} |`,
    `| contradicted | ${totals.contradicted} |`,
    `| known deviations | ${totals.deviations} |`,
    `| disagreements | ${totals.disagreements} |`,
    `| not exercised | ${totals.notExercised} |`,
    '',
    `${count(report.claims.length, 'claim')}, and beside them ${report.observations.length} of behaviour that no page states. Cases: ${report.cases.run} run, ${report.cases.selected} selected, ${report.cases.all} in all forms.`,
    ...(failing.length > 0 ? ['', '## Contradicted', ...failing.flatMap(contradiction)] : []),
    ...(others.length > 0
      ? ['', '## Contradicted, which does not fail the run', ...others.flatMap(contradiction)]
      : []),
    ...list(
      'Known deviations',
      report.claims,
      (claim) =>
        claim.deviation &&
        `${code(claim.id)}: ${inline(claim.deviation.reason)} (${inline(claim.deviation.owner)}, until ${claim.deviation.expires}, <${encodeURI(claim.deviation.link)}>)`,
    ),
    ...list(
      'Disagreements',
      report.claims,
      (claim) =>
        claim.disagreement &&
        `${code(claim.id)}: ${inline(claim.statement)} It disagrees with ${claim.disagreement.map(code).join(', ')}, and that is not contradicted.`,
    ),
    ...list('Stale deviations', report.stale, ({ claim, why }) => `${code(claim)}: ${inline(why)}`),
    ...migrations(report),
    ...documentation(report),
    '',
    '## Not exercised',
    '',
    '| reason | claims |',
    '| --- | --- |',
    ...byReason(report.claims).map(
      ([reason, claims]) => `| ${cell(inline(reason))} | ${cell(unexercised(claims))} |`,
    ),
    '',
    '## Behaviour that no page states',
    '',
    ...report.observations.map((claim) => `- ${inline(claim.statement)} ${SEEN[claim.verdict]}`),
    '',
    ...drafts(report),
    ...differences(report),
  ];
  return lines.join('\n');
}

/** Their ids; of what whoever chose a part of the run left out, how many they are. */
function unexercised(claims: readonly ClaimResult[]): string {
  return claims.every(({ reasonKind }) => reasonKind === 'not-selected')
    ? count(claims.length, 'claim')
    : claims.map((claim) => code(claim.id)).join(', ');
}

/** A line a method; what changes stands in the page, with its evidence. */
function migrations({ migrations: all = [] }: ClaimsReport): string[] {
  const known = all.filter(({ changes }) => changes !== undefined);
  if (known.length === 0) return [];
  return [
    '',
    '## Moving to successors',
    '',
    '| deprecated | successor | changes | of them confirmed | contradicted |',
    '| --- | --- | ---: | ---: | ---: |',
    ...known.map((migration) => {
      const changes = realChanges(migration);
      const number = (verdict: string): number =>
        changes.filter((change) => change.verdict === verdict).length;
      return `| ${cell(code(migration.from))} | ${cell(code(migration.to))} | ${changes.length} | ${number('confirmed')} | ${number('contradicted')} |`;
    }),
  ];
}

/** What a machine has read and nobody has reviewed. */
function drafts(report: ClaimsReport): string[] {
  if (report.drafts === undefined) return [];
  const claims = report.drafts.filter(({ strength }) => strength !== 'observed');
  const contradicted = claims.filter((claim) => claim.verdict === 'contradicted');
  const confirmed = claims.filter((claim) => claim.verdict === 'confirmed').length;
  return [
    '## Drafted, not reviewed',
    '',
    `${claims.length} claims, none of which fails a run: ${confirmed} confirmed, ${contradicted.length} contradicted.`,
    '',
    ...(report.survey?.rests ? [`The survey ${inline(restsText(report.survey.rests))}.`, ''] : []),
    ...contradicted.map(
      (claim) =>
        `- ${code(claim.id)} ${inline(evidenceOf(claim, report)[0]?.problems[0] ?? claim.statement)}`,
    ),
    '',
  ];
}

/** Differences that are listed; `claims.json` has all. */
const MOST_DIFFERENCES = 100;

/** Who says what of facts that pages, schemas and the portal state differently. */
function differences(report: ClaimsReport): string[] {
  const all = differencesIn(report);
  if (all.length === 0) return [];
  const alone = aloneCounts(all);
  const more = all.length - MOST_DIFFERENCES;
  return [
    '## Stated differently',
    '',
    `${count(all.length, 'fact')}${alone === '' ? '' : `; alone: ${alone}`}.`,
    '',
    ...all
      .slice(0, MOST_DIFFERENCES)
      .map((difference) => `- ${code(methodKey(difference))} ${inline(differenceText(difference))}`),
    ...(more > 0 ? ['', `${count(more, 'further fact')} in claims.json.`] : []),
    '',
  ];
}

/** By which revision of the documentation the run judged, and what made the report. */
function judgement({ documentation, versions }: ClaimsReport): string[] {
  const maker = madeBy(versions);
  const by = maker === undefined ? '' : ` Made by ${inline(maker)}, Node.js ${inline(versions?.node ?? '')}.`;
  if (documentation === undefined) return by === '' ? [] : [by.trim(), ''];
  const newer = newerPages(documentation).map((page) => inline(page));
  return [
    `Judged by ${inline(judgedBy(documentation))}${newer.length === 0 ? '' : ` (${newer.join(', ')})`}.${by}`,
    '',
  ];
}

const NAMES = { passed: 'Passed', 'passed with hints': 'Passed with hints', failed: 'Failed' } as const;

/** The pages whose own checks found something. */
function documentation(report: ClaimsReport): string[] {
  const { pages } = report;
  if (pages === undefined) return [];
  const noted = pages.filter((page) => findingsOf(page).length > 0);
  const names = pageNames(report);
  return [
    '',
    '## Documentation pages',
    '',
    `${healthOfAll(pages)}. None of it fails the run.`,
    ...(noted.length > 0 ? ['', '| page | claims, examples, lint findings, drift |', '| --- | --- |'] : []),
    ...noted.map(
      (page) =>
        `| ${cell(inline(names.get(page.page) ?? page.page))} | ${healthLine(page.claims, page)
          .map(({ text }) => cell(inline(text)))
          .join('; ')} |`,
    ),
  ];
}

const SEEN: Record<ClaimResult['verdict'], string> = {
  confirmed: 'Seen.',
  contradicted: 'Not seen.',
  'not-exercised': 'Not tried.',
};

function list<T>(title: string, items: readonly T[], line: (item: T) => string | undefined): string[] {
  const lines = items.flatMap((item) => line(item) ?? []);
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines.map((text) => `- ${text}`)];
}

function contradiction(claim: ClaimResult): string[] {
  const first = claim.evidence[0];
  const { confirmed, contradicted } = claim.counts;
  return [
    '',
    `### ${code(claim.id)}`,
    '',
    `${inline(claim.statement)} (${claim.strength}; ${inline(titledCitation(claim.source))})`,
    '',
    `Contradicted by ${contradicted} of ${confirmed + contradicted} cases.`,
    ...(first
      ? [
          '',
          fence(
            [...first.problems, '', first.request.curl, '', answer(first.response, first.failure)].join('\n'),
          ),
        ]
      : []),
  ];
}

function answer(response: { status: number; body: string } | undefined, failure: string | undefined): string {
  return response
    ? `HTTP ${response.status}\n${response.body.slice(0, 2000)}`
    : `no answer: ${failure ?? ''}`;
}
