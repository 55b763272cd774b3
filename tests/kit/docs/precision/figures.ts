import { createHash } from 'node:crypto';
import { digestOf } from '../../../../src/docs/lint/digest.ts';
import type { LintFinding } from '../../../../src/docs/lint/finding.ts';

/** A finding on a real page that somebody has checked by eye against that page. */
export interface Label {
  file: string;
  line: number;
  digest: string;
  right: boolean;
}

/** What a rule found on all pages of the documentation, and the labels of a sample of that. */
export interface RuleLabels {
  findings: number;
  sample: Label[];
}

export interface Labels {
  pages: number;
  /** Pages in another language, which the rules on twins compare. */
  twins: number;
  rules: Record<string, RuleLabels>;
}

/** Findings labelled of each rule. */
export const SAMPLE = 30;

/** Below that share of right findings a rule speaks only where it is asked for. */
export const ENOUGH = 0.95;

/** A random sample that is the same in every run, and keeps what it has where findings come and go. */
export function sampleOf(findings: readonly LintFinding[]): LintFinding[] {
  const seeded = (finding: LintFinding): string =>
    createHash('sha256')
      .update(`b24 ${finding.file}${digestOf(finding)}`)
      .digest('hex');
  return [...findings]
    .sort((one, other) =>
      seeded(one) < seeded(other) ? -1 : seeded(one) > seeded(other) ? 1 : one.line - other.line,
    )
    .slice(0, SAMPLE);
}

/** Right findings among those labelled; undefined where none is. */
export function precisionOf({ sample }: RuleLabels): number | undefined {
  return sample.length === 0 ? undefined : sample.filter(({ right }) => right).length / sample.length;
}

export const BEGIN = '<!-- precision: generated -->';
export const END = '<!-- /precision -->';

/** The table for docs/documentation-checks.md. */
export function precisionTable({ pages, twins, rules }: Labels, ids: readonly string[]): string {
  const rows = ids.map((id) => {
    const labels = rules[id] ?? { findings: 0, sample: [] };
    const precision = precisionOf(labels);
    const wrong = labels.sample.filter(({ right }) => !right).length;
    const share = precision === undefined ? '–' : `${Math.round(precision * 100)} %`;
    return `| \`${id}\` | ${labels.findings} | ${labels.sample.length} | ${wrong} | ${share} |`;
  });
  return [
    `Findings on ${pages.toLocaleString('en')} pages of the English documentation, and of \`twin-…\` on the ${twins} of them that were compared with their Russian twins; of each rule a random sample of up to ${SAMPLE}, each checked by eye against its page:`,
    '',
    '| rule | findings | checked | false alarms | right |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}

/** @throws Error where the page has no place for the table */
export function withTable(page: string, table: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`the page has no place for the table: ${BEGIN} … ${END}`);
  return `${page.slice(0, from)}${BEGIN}\n\n${table}\n\n${page.slice(to)}`;
}
