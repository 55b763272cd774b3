import { type JunitCase, toJunitXml } from '../../report/junit-xml.ts';
import { printable } from '../../report/text.ts';
import type { Finding, Kinds } from './findings.ts';
import { asMarkdown } from './markdown.ts';
import { toSarif } from './sarif.ts';

/** What `--format` takes. */
export type Format = 'text' | 'markdown' | 'github' | 'junit' | 'sarif' | 'json';

/** Formats of commands that report findings. */
export const FORMATS: readonly Format[] = ['text', 'markdown', 'github', 'junit', 'sarif', 'json'];

/** All that a command has to say. */
export interface Report {
  /** Name of the command. */
  command: string;
  findings: readonly Finding[];
  kinds: Kinds;
  summary: readonly string[];
  details: readonly string[];
}

/** Whether programs read it, so that nothing else may stand on standard output. */
export function isData(format: Format): boolean {
  return format !== 'text' && format !== 'markdown';
}

export const render: Record<Format, (report: Report) => string> = {
  text: ({ findings }) =>
    findings.map((one, index) => `${textLines(one, findings[index - 1]).join('\n')}\n`).join(''),
  markdown: toMarkdown,
  github: ({ findings, kinds }) => findings.map((one) => annotation(one, kinds)).join(''),
  junit: toJunit,
  sarif: ({ command, findings, kinds }) => `${JSON.stringify(toSarif(command, findings, kinds), null, 2)}\n`,
  json: ({ findings }) => `${JSON.stringify(findings, null, 2)}\n`,
};

/** A finding in a line; above it, where it is the first of its page, the published address of that. */
export function textLines(one: Finding, previous: Finding | undefined): string[] {
  const { path, line, rule, severity, message, url } = one;
  const text = printable(`${path}:${line}: ${rule} (${severity}): ${message}`);
  return previous?.url === url ? [text] : [url, text];
}

/** Numbers of findings by kind, the most frequent first. */
export function toCounts(findings: readonly Finding[], kinds: Kinds): string[] {
  const numbers = countsOf(findings);
  const widest = Math.max(0, ...numbers.map(([rule]) => rule.length));
  return numbers.map(
    ([rule, number]) =>
      `${String(number).padStart(6)}  ${rule.padEnd(Math.max(18, widest))} ${severityOf(rule, kinds)}`,
  );
}

function countsOf(findings: readonly Finding[]): [rule: string, number: number][] {
  const numbers = new Map<string, number>();
  for (const { rule } of findings) numbers.set(rule, (numbers.get(rule) ?? 0) + 1);
  return [...numbers].sort(([, one], [, other]) => other - one);
}

function severityOf(rule: string, kinds: Kinds): string {
  return kinds[rule]?.severity ?? kinds[rule]?.level ?? '';
}

/** A document: the sum, a table of counts, then page by page. */
function toMarkdown({ findings, kinds, summary, details }: Report): string {
  const counts = countsOf(findings).map(
    ([rule, number]) => `| \`${rule}\` | ${severityOf(rule, kinds)} | ${number} |`,
  );
  const table =
    counts.length === 0 ? [] : ['| rule | severity | findings |', '| --- | --- | ---: |', ...counts, ''];
  const pages = byFile(findings).flatMap(([file, own]) => [
    `### [${asMarkdown(file)}](${own[0]?.url})`,
    '',
    ...own.map(
      ({ line, rule, severity, message }) =>
        `- line ${line}, \`${rule}\` (${severity}): ${asMarkdown(message)}`,
    ),
    '',
  ]);
  const folded = details.length === 0 ? [] : [fenced(details.map(printable)), ''];
  const lines = [...summary.flatMap((line) => [asMarkdown(line), '']), ...table, ...pages, ...folded];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Lines as a block of code that none of them can close. */
function fenced(lines: readonly string[]): string {
  const runs = lines.flatMap((line) => [...line.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(Math.max(2, ...runs) + 1);
  return [fence, ...lines, fence].join('\n');
}

function byFile(findings: readonly Finding[]): [file: string, findings: Finding[]][] {
  const files = new Map<string, Finding[]>();
  for (const one of findings) {
    const own = files.get(one.file);
    if (own) own.push(one);
    else files.set(one.file, [one]);
  }
  return [...files];
}

const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const;

/** A workflow command of GitHub: a line break would end it, and what follows could be another one. */
function annotation({ path, line, rule, severity, message }: Finding, kinds: Kinds): string {
  const { level = 'note', outcome } = kinds[rule] ?? {};
  if (outcome === 'passed') return '';
  const escaped = (text: string): string =>
    printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${COMMANDS[level]} file=${property(path)},line=${line},title=${property(`${rule} (${severity})`)}::${escaped(message)}\n`;
}

/** A suite for each file; one without cases says that nothing was found. */
function toJunit({ command, findings, kinds }: Report): string {
  const suites = byFile(findings).map(([name, own]) => ({
    name,
    cases: own.map((one) => toCase(one, kinds)),
  }));
  return toJunitXml(`documentation: ${command}`, suites);
}

function toCase({ rule, severity, file, line, message, url, path }: Finding, kinds: Kinds): JunitCase {
  const base = { name: `${rule}, line ${line}`, classname: file };
  const outcome = kinds[rule]?.outcome;
  if (outcome === 'passed') return { ...base, output: message };
  if (outcome === 'skipped') return { ...base, skipped: { message } };
  return { ...base, failure: { type: severity, message, text: `${path}:${line}\n${message}\n${url}` } };
}
