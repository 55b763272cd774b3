import { relative } from 'node:path';
import { digestOf } from '../../docs/lint/digest.ts';
import type { LintFinding, Severity } from '../../docs/lint/finding.ts';
import { RULES } from '../../docs/lint/rules.ts';
import { pageLink } from '../../report/html/links.ts';
import { junitBuilder } from '../../report/junit.ts';
import { count, printable } from '../../report/text.ts';

/** A finding as it is written down: with its severity, where the page is on this machine and in public. */
export interface ToldFinding extends LintFinding {
  severity: Severity;
  /** From where one stands. */
  path: string;
  /** Address of the published page. */
  url: string;
  /** The same wherever the line moves. */
  digest: string;
}

export function toTold(finding: LintFinding, paths: ReadonlyMap<string, string>): ToldFinding {
  const path = paths.get(finding.file);
  return {
    ...finding,
    severity: RULES[finding.rule]?.severity ?? 'blemish',
    path: path === undefined ? finding.file : relative(process.cwd(), path) || finding.file,
    url: pageLink(finding.file),
    digest: digestOf(finding),
  };
}

export const FORMATS: Record<string, (findings: readonly ToldFinding[]) => string> = {
  text: (findings) => byPage(findings, ([first], lines) => [first?.url ?? '', ...lines], textLine),
  markdown: (findings) =>
    byPage(
      findings,
      ([first], lines) => [`### [${first?.file ?? ''}](${first?.url ?? ''})`, '', ...lines, ''],
      ({ line, rule, severity, message }) =>
        `- line ${line}, \`${rule}\` (${severity}): ${asMarkdown(message)}`,
    ),
  github: (findings) => findings.map(annotation).join('\n'),
  json: (findings) => JSON.stringify(findings, null, 2),
  junit: toJunit,
  sarif: toSarif,
};

/** Numbers of findings by rule, the most frequent first. */
export function countsByRule(findings: readonly LintFinding[]): string[] {
  const numbers = new Map<string, number>();
  for (const { rule } of findings) numbers.set(rule, (numbers.get(rule) ?? 0) + 1);
  return [...numbers]
    .sort(([, one], [, other]) => other - one)
    .map(
      ([rule, number]) => `${String(number).padStart(6)}  ${rule.padEnd(18)} ${RULES[rule]?.severity ?? ''}`,
    );
}

export function summaryLine(pages: number, findings: number): string {
  return `${count(pages, 'page')}, ${count(findings, 'finding')}`;
}

function textLine({ path, line, rule, severity, message }: ToldFinding): string {
  return printable(`${path}:${line}: ${rule} (${severity}): ${message}`);
}

function byPage(
  findings: readonly ToldFinding[],
  page: (found: readonly ToldFinding[], lines: string[]) => string[],
  line: (finding: ToldFinding) => string,
): string {
  const files = new Map<string, ToldFinding[]>();
  for (const finding of findings) files.set(finding.file, [...(files.get(finding.file) ?? []), finding]);
  return [...files.values()].flatMap((found) => page(found, found.map(line))).join('\n');
}

/** Text that Markdown would take for marks, tags or mentions. */
function asMarkdown(text: string): string {
  return printable(text).replace(/[\\*_`[\]<>|@#~]/g, '\\$&');
}

const LEVELS = { 'breaks a caller': 'error', misleads: 'warning', blemish: 'note' } as const;

/** A workflow command of GitHub: a line break would end it, and what follows could be another one. */
function annotation({ path, line, rule, severity, message }: ToldFinding): string {
  const level = LEVELS[severity] === 'note' ? 'notice' : LEVELS[severity];
  const escaped = (text: string): string =>
    printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${level} file=${property(path)},line=${line},title=${property(`${rule} (${severity})`)}::${escaped(message)}`;
}

function toJunit(findings: readonly ToldFinding[]): string {
  const files = [...new Set(findings.map(({ file }) => file))];
  const testsuite = files.map((file) => {
    const own = findings.filter((finding) => finding.file === file);
    return {
      '@name': printable(file),
      '@tests': own.length,
      '@failures': own.length,
      testcase: own.map(({ rule, severity, line, message, url, path }) => ({
        '@name': printable(`${rule}, line ${line}`),
        '@classname': printable(file),
        failure: {
          '@message': printable(message),
          '@type': severity,
          '#text': printable(`${path}:${line}\n${url}`),
        },
      })),
    };
  });
  const xml: string = junitBuilder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': 'documentation',
      '@tests': findings.length,
      '@failures': findings.length,
      testsuite,
    },
  });
  return xml.trimEnd();
}

/** SARIF 2.1.0, as code scanning reads it; the fingerprint stays where lines move. */
function toSarif(findings: readonly ToldFinding[]): string {
  const ids = [...new Set(findings.map(({ rule }) => rule))].sort();
  const rules = ids.map((id) => ({
    id,
    shortDescription: { text: RULES[id]?.says ?? id },
    help: { text: RULES[id]?.mend ?? '' },
    defaultConfiguration: { level: LEVELS[RULES[id]?.severity ?? 'blemish'] },
    properties: { severity: RULES[id]?.severity ?? 'blemish' },
  }));
  const results = findings.map(({ rule, severity, path, line, message, digest, url }) => ({
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: LEVELS[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
          region: { startLine: Math.max(1, line) },
        },
      },
    ],
    partialFingerprints: { 'finding/v1': digest },
    properties: { page: url },
  }));
  return JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'b24-conformance docs lint', rules } }, results }],
    },
    null,
    2,
  );
}
