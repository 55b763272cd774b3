/** A cell's Markdown and the line it starts at. */
export interface Cell {
  text: string;
  line: number;
}

/**
 * Reads a table `#| || a | b || |#`. A cell may go over several lines and hold lists, code and further tables; a pipe
 * in code, an escaped one and those of an inner table divide nothing.
 *
 * @param start index of the line with `#|`
 * @param first number of the first line in the file
 * @returns rows, and the index of the line after the table
 */
export function readTable(
  lines: readonly string[],
  start: number,
  first: number,
  problem: (line: number, message: string) => void,
): { rows: Cell[][]; next: number } {
  const rows: Cell[][] = [];
  let row: Cell[] | undefined;
  let cell: Cell = { text: '', line: first + start };
  let depth = 0;
  let fence = '';
  const endCell = (): void => {
    row?.push({ text: cell.text.trim(), line: cell.line });
  };

  for (let index = start; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const trimmed = line.trim();
    if (!row && index > start && /^(#{1,6}\s|\{%|#\|)/.test(trimmed)) {
      problem(first + start, 'a table without its end |#');
      return { rows, next: index };
    }
    const mark = /^(`{3,}|~{3,})/.exec(trimmed)?.[1];
    // A fence is alone on its line; ```a|b``` is code within a line.
    let from = 0;
    if (row && (fence !== '' || (mark !== undefined && !trimmed.slice(mark.length).includes('`')))) {
      // The end of the code may share its line with the end of the cell.
      const ended = fence !== '' && trimmed.startsWith(fence) && /^[`~]+(\s*\|.*)?$/.test(trimmed);
      from = ended ? line.indexOf(fence) + fence.length : line.length;
      fence = ended ? '' : fence === '' ? (mark ?? '') : fence;
      cell.text += line.slice(0, from) + (ended && from < line.length ? '\n' : '');
    }
    for (let at = from; at < line.length; at++) {
      // Most of a line is neither a bar, nor an escape, code or the start of a table.
      DIVIDER.lastIndex = at;
      const next = DIVIDER.exec(line)?.index ?? line.length;
      if (row && next > at) cell.text += line.slice(at, next);
      at = next;
      if (at >= line.length) break;
      const two = line.slice(at, at + 2);
      const skipped = two[0] === '\\' ? 2 : two[0] === '`' ? codeSpan(line, at) : 0;
      if (skipped > 0) {
        cell.text += two[0] === '\\' && two[1] === '|' ? '|' : line.slice(at, at + skipped);
        at += skipped - 1;
      } else if (two === '#|' && row) {
        depth++;
        cell.text += two;
        at++;
      } else if (two === '|#' && depth > 0) {
        depth--;
        cell.text += two;
        at++;
      } else if (two === '#|' && index === start) at++;
      else if (two === '|#') {
        if (row) {
          problem(first + index, UNCLOSED);
          endCell();
          rows.push(row);
        }
        return { rows, next: index + 1 };
      } else if (two === '||' && depth === 0) {
        const opens = row !== undefined && opensRow(line, at);
        if (opens) problem(row?.[0]?.line ?? cell.line, UNCLOSED);
        if (row) {
          endCell();
          rows.push(row);
          row = opens ? [] : undefined;
        } else row = [];
        cell = { text: '', line: first + index };
        at++;
      } else if (two[0] === '|' && depth === 0 && row) {
        endCell();
        cell = { text: '', line: first + index };
      } else if (row) cell.text += two[0];
    }
    if (row) {
      if (cell.text.trim() === '') cell.line = first + index + 1;
      cell.text += '\n';
    }
  }
  problem(first + start, 'a table without its end |#');
  return { rows, next: lines.length };
}

const DIVIDER = /[|#`\\]/g;

const UNCLOSED = 'a table row without its closing ||';

/** Whether a row starts there: at the start of a line, and with something in it; what ends a row ends its line. */
function opensRow(line: string, at: number): boolean {
  const rest = line.slice(at + 2).trim();
  return line.slice(0, at).trim() === '' && rest !== '' && !rest.startsWith('|');
}

/** Length of the code span that starts there, or 0. */
function codeSpan(line: string, at: number): number {
  const ticks = /^`+/.exec(line.slice(at))?.[0] ?? '';
  const rest = line.slice(at + ticks.length);
  const end = new RegExp(`(?<!\`)${ticks}(?!\`)`).exec(rest);
  return end ? ticks.length + end.index + ticks.length : ticks.length;
}
