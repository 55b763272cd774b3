import type { LintFinding } from './finding.ts';

/** Known findings: file, then rule and message; lines move and are no part of a finding's identity. */
export type Baseline = Record<string, string[]>;

export function toBaseline(findings: readonly LintFinding[]): Baseline {
  const baseline: Baseline = {};
  for (const finding of findings) {
    const known = baseline[finding.file] ?? [];
    baseline[finding.file] = known;
    known.push(keyOf(finding));
  }
  for (const known of Object.values(baseline)) known.sort();
  return Object.fromEntries(Object.entries(baseline).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Findings that the baseline does not have, and how many of its own are gone; each known one excuses one finding. */
export function compareBaseline(
  findings: readonly LintFinding[],
  baseline: Baseline,
  files: readonly string[],
): { fresh: LintFinding[]; known: number; gone: number } {
  const left = new Map(Object.entries(baseline).map(([file, known]) => [file, [...known]]));
  const fresh = findings.filter((finding) => {
    const known = left.get(finding.file);
    const at = known?.indexOf(keyOf(finding)) ?? -1;
    if (at >= 0) known?.splice(at, 1);
    return at < 0;
  });
  const gone = files.reduce((sum, file) => sum + (left.get(file)?.length ?? 0), 0);
  return { fresh, known: findings.length - fresh.length, gone };
}

/** @throws Error where the text is no baseline */
export function parseBaseline(text: string): Baseline {
  const value: unknown = JSON.parse(text);
  const isBaseline = (one: unknown): one is Baseline =>
    typeof one === 'object' &&
    one !== null &&
    !Array.isArray(one) &&
    Object.values(one).every(
      (known) => Array.isArray(known) && known.every((key) => typeof key === 'string'),
    );
  if (!isBaseline(value)) throw new Error('a baseline maps each file to a list of findings');
  return value;
}

function keyOf({ rule, message }: LintFinding): string {
  return `${rule}: ${message}`;
}
