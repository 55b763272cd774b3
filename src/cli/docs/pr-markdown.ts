import { commandLine } from '../../base/program.ts';
import type { CallerChange, Impact } from '../../docs/history/kinds.ts';
import type { LintFinding, Severity } from '../../docs/lint/finding.ts';
import { RULES } from '../../docs/lint/rules.ts';
import type { FallenClaim } from '../../docs/pr/claims.ts';
import { isNeutral, type PullRequest } from '../../docs/pr/compare.ts';
import { inRussian } from '../../docs/pr/russian.ts';
import { type Language, sentenceOf } from '../../docs/pr/words.ts';
import { pageLink } from '../../report/html/links.ts';
import { printable } from '../../report/text.ts';
import { asMarkdown } from './markdown.ts';

/** Comments of GitHub end at 65,536 characters, those of GitLab at a million. */
const MOST_CHARACTERS = 60_000;
/** Lines of one page, and pages of one section, that are shown. */
const MOST_LINES = 12;
const MOST_PAGES = 40;
const MOST_VALUE = 160;

type Words = Record<Language, string>;

export const HEADINGS: Record<Impact | 'examples' | 'findings' | 'claims' | 'unreadable', Words> = {
  breaks: { en: 'Breaks callers', ru: 'Ломает вызывающих' },
  adds: { en: 'Adds', ru: 'Добавляет' },
  words: { en: 'Only words', ru: 'Только слова' },
  examples: { en: 'Examples that no longer work', ru: 'Примеры, которые больше не работают' },
  findings: { en: 'New findings', ru: 'Новые замечания' },
  claims: {
    en: 'Claims of the conformance suite that fall',
    ru: 'Утверждения набора проверок, которые больше не подтверждаются страницей',
  },
  unreadable: { en: 'Pages that cannot be read', ru: 'Страницы, которые не читаются' },
};

const SEVERITIES: Record<Severity, string> = {
  'breaks a caller': 'ломает вызывающих',
  misleads: 'вводит в заблуждение',
  blemish: 'огрех',
};

export const DRIFTS: Record<FallenClaim['kind'], Words> = {
  reworded: {
    en: 'the source reads otherwise: read it again',
    ru: 'источник сформулирован иначе: перечитайте',
  },
  changed: { en: 'the page states something else', ru: 'страница утверждает другое' },
  removed: { en: 'the source is gone', ru: 'источника больше нет' },
  new: { en: 'new', ru: 'новое' },
  'not-comparable': { en: 'one of the two cannot say', ru: 'одна из сторон этого не говорит' },
};

/** A pull request as a comment: Markdown, or nothing where there is nothing to say. */
export function toMarkdown(found: PullRequest, language: Language): string {
  if (isNeutral(found)) return '';
  const sections = [
    ...(['breaks', 'adds', 'words'] as const).map((impact) => ({
      name: impact,
      lines: changeLines(found.changes, impact, language),
      count: found.changes.filter((change) => change.impact === impact).length,
    })),
    {
      name: 'examples' as const,
      lines: findingLines(found.examples, language),
      count: found.examples.length,
    },
    {
      name: 'findings' as const,
      lines: findingLines(found.findings, language),
      count: found.findings.length,
    },
    { name: 'claims' as const, lines: claimLines(found.claims, language), count: found.claims.length },
    {
      name: 'unreadable' as const,
      lines: found.unreadable.map(({ file, reason }) => `- ${code(file)}: ${asMarkdown(reason)}`),
      count: found.unreadable.length,
    },
  ].filter(({ count }) => count > 0);
  const isEnglish = language === 'en';
  const title = isEnglish
    ? '## What this change does to the documented API'
    : '## Что это изменение делает с описанным API';
  const range = `${code(found.base.slice(0, 8))} → ${code(found.head.slice(0, 8))}`;
  const summary = sections
    .map(({ name, count }) => `${HEADINGS[name][language].toLowerCase()}: ${count}`)
    .join(' · ');
  const notes = found.widely.map(({ file, pages }) =>
    isEnglish
      ? `${code(file)} is included by ${pages} pages: of these only error codes were compared.`
      : `${code(file)} включают ${pages} страниц: на них сравнены только коды ошибок.`,
  );
  const text = [
    title,
    '',
    `${range}, ${isEnglish ? 'pages read' : 'прочитано страниц'}: ${found.pages}. ${summary}.`,
    ...notes,
    ...sections.flatMap(({ name, lines, count }) => section(HEADINGS[name][language], name, lines, count)),
  ].join('\n');
  if (text.length <= MOST_CHARACTERS) return `${text}\n`;
  const end = text.lastIndexOf('\n', MOST_CHARACTERS);
  const isOpen = text.lastIndexOf('<details>', end) > text.lastIndexOf('</details>', end);
  const rest = isEnglish
    ? `The rest does not fit into a comment: run \`${commandLine('docs', 'pr')}\` for all.`
    : `Остальное не помещается в комментарий: всё покажет \`${commandLine('docs', 'pr')}\`.`;
  return `${text.slice(0, end)}\n\n${isOpen ? '</details>\n\n' : ''}${rest}\n`;
}

/** What callers need not act upon is folded. */
function section(heading: string, name: string, lines: readonly string[], count: number): string[] {
  if (name === 'breaks' || name === 'examples' || name === 'claims' || name === 'unreadable')
    return ['', `### ${heading} (${count})`, '', ...lines];
  return ['', '<details>', `<summary>${heading} (${count})</summary>`, '', ...lines, '', '</details>'];
}

function changeLines(changes: readonly CallerChange[], impact: Impact, language: Language): string[] {
  const pages = new Map<string, CallerChange[]>();
  for (const change of changes)
    if (change.impact === impact) pages.set(change.page, [...(pages.get(change.page) ?? []), change]);
  const lines = [...pages].slice(0, MOST_PAGES).flatMap(([page, all]) => {
    const sentences = merged(all).map(
      ({ change, names }) => `  - ${sentenceOf(change, language, code, names)}`,
    );
    const method = all[0]?.method ?? page;
    const title = method === page ? code(page) : `${code(method)} (${code(page)})`;
    return [`- [${title}](${pageLink(page)})`, ...atMost(sentences, MOST_LINES, '  - ', language)];
  });
  return [...lines, ...andMore(pages.size - MOST_PAGES, '- ', language)];
}

/** Changes of a kind that have a name alone are listed in one line. */
function merged(changes: readonly CallerChange[]): { change: CallerChange; names: string[] | undefined }[] {
  const lines = new Map<string, { change: CallerChange; names: string[] | undefined }>();
  changes.forEach((change, index) => {
    const { kind, part, name, before, after } = change;
    const isAlone = name !== undefined && before === undefined && after === undefined;
    const key = isAlone ? `${kind} ${part}` : String(index);
    const known = lines.get(key);
    if (known?.names && name !== undefined) known.names.push(name);
    else lines.set(key, { change, names: isAlone ? [name] : undefined });
  });
  return [...lines.values()];
}

function findingLines(findings: readonly LintFinding[], language: Language): string[] {
  const lines = findings.map(({ file, line, rule, message }) => {
    const severity = RULES[rule]?.severity ?? 'blemish';
    const said = language === 'en' ? message : (inRussian(message) ?? message);
    return `- [${code(`${file}:${line}`)}](${pageLink(file)}), ${code(rule)} (${language === 'en' ? severity : SEVERITIES[severity]}): ${asMarkdown(said)}`;
  });
  return atMost(lines, MOST_PAGES * 2, '- ', language);
}

function claimLines(claims: readonly FallenClaim[], language: Language): string[] {
  const lines = claims.map(({ claim, kind, page, heading, row, before, after, file, line, verified }) => {
    const where = [page, heading, row].filter((part) => part !== undefined).join(' › ');
    const values =
      before === undefined && after === undefined ? '' : `: ${shownValue(before)} → ${shownValue(after)}`;
    const mark = !verified
      ? ''
      : language === 'en'
        ? ' **It was verified on a portal; the mark falls.**'
        : ' **Было проверено на портале; отметка снимается.**';
    return `- ${code(claim ?? `${file}:${line}`)} — ${DRIFTS[kind][language]}${values} (${asMarkdown(where)}; ${code(`${file}:${line}`)}).${mark}`;
  });
  return atMost(lines, MOST_PAGES, '- ', language);
}

function shownValue(text: string | undefined): string {
  return text === undefined ? '–' : code(text);
}

function atMost(lines: readonly string[], most: number, mark: string, language: Language): string[] {
  return [...lines.slice(0, most), ...andMore(lines.length - most, mark, language)];
}

function andMore(count: number, mark: string, language: Language): string[] {
  if (count <= 0) return [];
  return [language === 'en' ? `${mark}… and ${count} more` : `${mark}… и ещё ${count}`];
}

/** Text as code: nothing in it is a mark, a tag or a mention. */
function code(text: string): string {
  const [whole] = [printable(text).replace(/\s+/g, ' ').trim()];
  const short = whole.length > MOST_VALUE ? `${whole.slice(0, MOST_VALUE)}…` : whole;
  if (!short.includes('`')) return `\`${short}\``;
  const fence = '`'.repeat(Math.max(...[...short.matchAll(/`+/g)].map(([ticks]) => ticks.length)) + 1);
  return `${fence} ${short} ${fence}`;
}
