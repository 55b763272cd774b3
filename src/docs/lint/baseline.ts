import type { LintFinding } from './finding.ts';

/** Known findings: file, then rule and message; lines move and are no part of a finding's identity. */
export type Baseline = Record<string, string[]>;

/** Messages as earlier versions wrote them: such an entry excuses a finding of its rule on its page. */
const OLDER_WORDINGS: readonly RegExp[] = [
  /^error-code: the error example has the code .*[ .].*, which the table does not have$/,
  /^time: time: /,
  /^status: .* is no (HTTP status|status of success)$/,
  /^error-shape: .*: callers tell an error by that key$/,
];

/**
 * @param known what the baseline has had: entries of rules that were not asked stay in it
 * @param rules the rules that were asked
 */
export function toBaseline(
  findings: readonly LintFinding[],
  known: Baseline = {},
  rules: readonly string[] = [],
): Baseline {
  const baseline: Baseline = {};
  const add = (file: string, key: string): void => {
    baseline[file] = [...(baseline[file] ?? []), key];
  };
  for (const finding of findings) add(finding.file, keyOf(finding));
  if (rules.length > 0)
    for (const [file, keys] of Object.entries(known))
      for (const key of keys) if (!rules.includes(ruleOf(key))) add(file, key);
  for (const keys of Object.values(baseline)) keys.sort();
  return Object.fromEntries(Object.entries(baseline).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * Findings that the baseline does not have, and how many of its own are gone; each known one excuses one finding.
 *
 * @param files the pages that were looked at
 * @param rules the rules that were asked; without them, all
 * @returns `reworded` counts those of `known` that the baseline has in an older wording
 */
export function compareBaseline(
  findings: readonly LintFinding[],
  baseline: Baseline,
  files: readonly string[],
  rules?: readonly string[],
): { fresh: LintFinding[]; known: number; gone: number; reworded: number } {
  const left = new Map(
    Object.entries(baseline).map(([file, keys]) => [
      file,
      keys.filter((key) => rules === undefined || rules.includes(ruleOf(key))),
    ]),
  );
  const take = (file: string, which: (key: string) => boolean): boolean => {
    const keys = left.get(file);
    const at = keys?.findIndex(which) ?? -1;
    if (at >= 0) keys?.splice(at, 1);
    return at >= 0;
  };
  const unknown = findings.filter((finding) => {
    const key = keyOf(finding);
    return !take(finding.file, (one) => withoutPosition(one) === key);
  });
  const fresh = unknown.filter(
    ({ file, rule }) =>
      !take(file, (key) => ruleOf(key) === rule && OLDER_WORDINGS.some((wording) => wording.test(key))),
  );
  const gone = files.reduce((sum, file) => sum + (left.get(file)?.length ?? 0), 0);
  return {
    fresh,
    known: findings.length - fresh.length,
    gone,
    reworded: unknown.length - fresh.length,
  };
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

/** Newer versions of Node added a line to what they say of JSON; baselines may have it. */
function withoutPosition(key: string): string {
  return key.startsWith('json-syntax: ') ? key.replace(/ \(line \d+ column \d+\)$/, '') : key;
}

function ruleOf(key: string): string {
  return key.slice(0, key.indexOf(':'));
}
