/** Index of the line that ends what starts at `start`; the number of lines where none does. */
export function closing(lines: readonly string[], start: number, ends: (line: string) => boolean): number {
  for (let index = start + 1; index < lines.length; index++)
    if (ends((lines[index] ?? '').trim())) return index;
  return lines.length;
}

/** Tells the line that ends a directive, those of the same word within it and of code left aside. */
export function nested(word: string, ending: string): (line: string) => boolean {
  let depth = 1;
  let fence = '';
  return (line) => {
    const mark = /^(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== '') {
      if (isFenceEnd(line, fence)) fence = '';
      return false;
    }
    if (mark !== undefined) fence = mark;
    const found = /^\{%\s*(\w+)/.exec(line)?.[1];
    if (found === word) depth++;
    // What ends a note may stand at the end of a table's cell.
    if (found === ending || (found === undefined && line.includes(`{% ${ending} %}`))) depth--;
    return depth === 0;
  };
}

/** The end of a fence in a table's cell may share its line with the end of the cell. */
export function isFenceEnd(line: string, fence: string): boolean {
  return /^(`+|~+)(\s*\|.*)?$/.test(line) && line.startsWith(fence);
}

/** Lines without the indent that all of them have. */
export function dedent(lines: readonly string[]): string[] {
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return Number.isFinite(indent) ? lines.map((line) => line.slice(indent)) : [...lines];
}

/** Lines without the comments that stand between them: what is commented out is not on the page. */
export function withoutComments(lines: readonly string[]): readonly string[] {
  if (!lines.some((line) => line.trimStart().startsWith('<!--'))) return lines;
  let fence = '';
  let isComment = false;
  return lines.map((line) => {
    const text = line.trim();
    if (!isComment) {
      const mark = /^(`{3,}|~{3,})/.exec(text)?.[1];
      if (fence !== '') fence = isFenceEnd(text, fence) ? '' : fence;
      else if (mark !== undefined) fence = mark;
      if (fence !== '' || !text.startsWith('<!--')) return line;
    }
    const end = line.indexOf('-->');
    isComment = end < 0;
    return isComment ? '' : line.slice(end + 3);
  });
}
