import type { Problem } from './blocks.ts';
import { type ErrorRow, readStatuses } from './errors.ts';
import type { Field } from './fields.ts';
import type { PageData } from './page.ts';
import { isPart, type Part } from './sections.ts';
import { methodNames } from './text.ts';

interface Row {
  line: number;
  cells: string[];
}

interface Span {
  from: number;
  to: number;
}

/** Whether the text is what a browser shows of a page, not its Markdown. */
export function isBrowserText(text: string): boolean {
  return !/^(#{1,6}\s|#\||\{%|>\s|```)/m.test(text);
}

/**
 * Reads a page as a browser's text. Code marks, tabs and links are lost on the way: types, names of tabs and the codes
 * in error tables cannot be there, and are told as missing.
 */
export function readBrowserText(file: string, text: string): PageData {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const problems: Problem[] = [];
  const problem = (line: number, message: string): void => {
    problems.push({ line, message });
  };
  const title = lines[0]?.trim() ?? '';
  const names = methodNames(title);
  const parts = divide(lines);
  const intro = lines
    .slice(1, Math.min(...[...parts.values()].map(({ from }) => from), lines.length))
    .join('\n');
  const deprecated = /^(DEPRECATED|.*development of .* (halted|stopped|discontinued))/im.exec(intro);
  const scope = /^Scope:\s*(.*?)(?=Who (?:can|may)|$)/ims.exec(intro)?.[1]?.trim().split('\n')[0];
  const who = /Who (?:can|may)[^:\n]*:\s*(.*)$/im.exec(intro)?.[1]?.trim();
  const within = (part: Part): Span => parts.get(part) ?? { from: 0, to: 0 };
  const parameters = readRows(lines, within('parameters'), 2);
  const returned = readRows(lines, within('returned'), 2);
  const codes = readRows(lines, within('codes'), 3);
  const toField = ({ line, cells }: Row): Field[] => {
    const name = /^([\w.[\]{}~]+?)\s*(\*?)$/.exec(cells[0] ?? '');
    if (!name?.[1]) problem(line, 'a row without a name');
    return name?.[1]
      ? [
          {
            name: name[1],
            required: name[2] === '*',
            types: [],
            line,
            text: cells.slice(1).join('\n'),
            links: [],
            children: [],
          },
        ]
      : [];
  };
  const params = parameters.flatMap(toField);
  const returns = returned.flatMap(toField);
  for (const [part, found] of [
    ['parameters', params],
    ['returned', returns],
  ] as const)
    if (found.length > 0) problem(within(part).from + 1, 'types are not in this text');
  const table = codes.map(({ line, cells }): ErrorRow => {
    const [code = '', first = '', when = ''] = cells;
    return { code, text: first, ...(when === '' ? {} : { when }), line };
  });
  if (table.some(({ code }) => code === ''))
    problem(within('codes').from + 1, 'error codes, and words in code marks, are not in this text');
  if (parts.has('system'))
    problem(within('system').from + 1, 'statuses and codes of system errors are not in this text');
  const success = answer(lines, within('response'));
  const errors = answer(lines, within('errors'));
  // Plain prose, such as an included sentence, is no page of a method that has lost its marks.
  if (names.length !== 1 && parts.size > 0) problem(1, 'no method in the title');
  const examples = curlCommands(lines, within('examples'));
  if (parts.has('examples'))
    problem(
      within('examples').from + 1,
      'names of tabs and languages are not in this text: only cURL commands are recognized',
    );
  problems.sort((one, other) => one.line - other.line);
  const [status] = success.statuses;
  return {
    file,
    kind: names.length === 1 ? 'method' : 'article',
    title,
    method: names.length === 1 ? names[0] : undefined,
    scope,
    who,
    deprecated: deprecated !== null,
    successor: deprecated
      ? methodNames(intro.slice(deprecated.index)).find((name) => name !== names[0])
      : undefined,
    params,
    examples,
    success: { ...success, status: typeof status === 'number' ? status : undefined },
    returns,
    returned: returns,
    errors: { ...errors, table, fields: [] },
    system: [],
    sections: [],
    problems,
    unused: [],
  };
}

/** Lines of each part: a heading is a line of its own with the part's name. */
function divide(lines: readonly string[]): Map<Part, Span> {
  const PARTS: Part[] = ['parameters', 'examples', 'response', 'returned', 'errors', 'codes', 'system'];
  const starts = lines.flatMap((line, index): { part: Part | undefined; index: number }[] => {
    const part = PARTS.find((one) => isPart(line, one));
    return part
      ? [{ part, index }]
      : /^(Continue Learning|Продолжите изучение)$/.test(line.trim())
        ? [{ part: undefined, index }]
        : [];
  });
  const parts = new Map<Part, Span>();
  starts.forEach(({ part, index }, nth) => {
    if (part && !parts.has(part))
      parts.set(part, { from: index, to: starts[nth + 1]?.index ?? lines.length });
  });
  return parts;
}

/** Rows of a table: a bar alone begins one, a bar at the end of a line ends a cell; a bar alone is also an empty cell. */
function readRows(lines: readonly string[], { from, to }: Span, columns: number): Row[] {
  const rows: Row[] = [];
  let index = lines.slice(from, to).findIndex((line) => line.trim() === '|');
  if (index < 0) return [];
  index += from;
  while (index < to && lines[index]?.trim() === '|') {
    const row: Row = { line: index + 1, cells: [] };
    index++;
    while (row.cells.length < columns && index < to) {
      const words: string[] = [];
      let ended = false;
      while (index < to && !ended) {
        const line = (lines[index] ?? '').trim();
        ended = line.endsWith('|');
        words.push(line.replace(/\|$/, '').trim());
        index++;
      }
      row.cells.push(words.filter(Boolean).join('\n'));
    }
    rows.push(row);
  }
  return rows.slice(1);
}

function answer(lines: readonly string[], { from, to }: Span): Omit<PageData['success'], 'status'> {
  const own = lines.slice(from, to);
  const blocks = own.map((text, index) => ({
    kind: 'paragraph' as const,
    text,
    file: '',
    line: from + index + 1,
  }));
  const status = readStatuses(blocks);
  const start = own.findIndex((line) => line.trim() === '{');
  const end = own.findLastIndex((line) => line.trim() === '}');
  const text = start < 0 ? undefined : own.slice(start, end + 1).join('\n');
  let value: unknown;
  try {
    value = text === undefined ? undefined : JSON.parse(text);
  } catch {
    value = undefined;
  }
  const sample = text === undefined ? undefined : { value, text, lang: '', line: from + start + 1 };
  return {
    statuses: status?.statuses ?? [],
    line: status?.line,
    sample,
    samples: sample ? [sample] : [],
  };
}

/** A command goes on up to its address. */
function curlCommands(lines: readonly string[], { from, to }: Span): PageData['examples'] {
  const examples: PageData['examples'] = [];
  for (let index = from; index < to; index++) {
    if (!/^curl\s/.test(lines[index] ?? '')) continue;
    const rest = lines.slice(index, to);
    const address = rest.findIndex((line) => /https?:\/\//.test(line));
    if (address >= 0)
      examples.push({ tab: '', lang: 'bash', line: index + 1, text: rest.slice(0, address + 1).join('\n') });
  }
  return examples;
}
