import type { Cell } from './table.ts';

/** A table, and the index of the line after it. */
interface Read {
  rows: Cell[][];
  next: number;
}

const RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/**
 * Reads a table of plain Markdown: a row of names, a line of dashes, rows up to a line without a bar.
 *
 * @param first number of the first line in the file
 * @returns undefined where no such table starts
 */
export function readPipeTable(lines: readonly string[], start: number, first: number): Read | undefined {
  const [head = '', rule = ''] = lines.slice(start, start + 2);
  if (!head.includes('|') || !rule.includes('|') || !RULE.test(rule)) return undefined;
  let next = start + 2;
  while (next < lines.length && (lines[next] ?? '').includes('|')) next++;
  const rows = lines.slice(start, next).flatMap((line, index) => {
    if (index === 1) return [];
    return [cellsOf(line).map((text) => ({ text, line: first + start + index }))];
  });
  return { rows, next };
}

/** Cells between bars; an escaped one divides nothing, one in code does. */
function cellsOf(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim());
}

/** Marks of HTML as Markdown writes them. */
const MARKS: readonly [RegExp, string][] = [
  [/<br\s*\/?>/gi, '\n'],
  [/<\/?(?:b|strong)\b[^>]*>/gi, '**'],
  [/<\/?code\b[^>]*>/gi, '`'],
  [/<a\b[^>]*\bhref\s*=\s*["']([^"']*)["'][^>]*>([\s\S]*?)<\/a>/gi, '[$2]($1)'],
  [/<li\b[^>]*>/gi, '\n- '],
  [/<\/?[a-z][^>]*>/gi, ''],
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&quot;/g, '"'],
  [/&nbsp;/g, ' '],
  [/&amp;/g, '&'],
];

/** Reads a table of HTML, whose marks become those of Markdown; see `readPipeTable`. */
export function readHtmlTable(lines: readonly string[], start: number, first: number): Read | undefined {
  if (!/^\s*<table\b/i.test(lines[start] ?? '')) return undefined;
  let end = start;
  while (end < lines.length - 1 && !/<\/table>/i.test(lines[end] ?? '')) end++;
  const text = lines.slice(start, end + 1).join('\n');
  const lineAt = (index: number): number => first + start + text.slice(0, index).split('\n').length - 1;
  const rows = [...text.matchAll(/<tr\b[^>]*>([\s\S]*?)(?=<\/tr>|<tr\b|<\/table>|$)/gi)].map((row) =>
    [...(row[1] ?? '').matchAll(/<t[hd]\b[^>]*>([\s\S]*?)(?=<\/t[hd]>|<t[hd]\b|$)/gi)].map((cell) => ({
      text: MARKS.reduce((said, [mark, written]) => said.replace(mark, written), cell[1] ?? '').trim(),
      line: lineAt(row.index + row[0].indexOf(cell[0])),
    })),
  );
  return { rows: rows.filter((row) => row.length > 0), next: end + 1 };
}
