import { printable } from './text.ts';

/**
 * What Markdown, HTML or an issue tracker might read as more than text: emphasis and links, elements and entities, names
 * of people and issues, formulas, macros.
 */
const MARKUP = /[\\`*_[\]|#~$@{}]|<(?=[A-Za-z!/?])|&(?=#|[A-Za-z])/;

/**
 * A text within a line of Markdown, the same to read where nothing is rendered, as in a mail: words that might be read as
 * markup stand as code, in one piece where they follow each other, and nothing is escaped.
 */
export function inline(text: string): string {
  const words = printable(text).split(/\s+/).filter(Boolean);
  const parts: string[] = [];
  let marked: string[] = [];
  const flush = (): void => {
    if (marked.length > 0) parts.push(asCode(marked.join(' ')));
    marked = [];
  };
  for (const word of words) {
    if (MARKUP.test(word)) marked.push(word);
    else {
      flush();
      parts.push(word);
    }
  }
  flush();
  return parts.join(' ');
}

/** Leaves outside what is the sentence's own: a full stop, and quotation marks or brackets around the whole. */
function asCode(text: string): string {
  const [stop = ''] = /[.,:;!?]*$/.exec(text) ?? [];
  const inner = text.slice(0, text.length - stop.length);
  const [open = ''] = /^["'(]*/.exec(inner) ?? [];
  const close = [...open].reverse().join('').replaceAll('(', ')');
  const core = inner.slice(open.length, inner.length - close.length);
  return inner.endsWith(close) && MARKUP.test(core)
    ? `${open}${code(core)}${close}${stop}`
    : `${code(inner)}${stop}`;
}

/** Code within a line, which its own text cannot close. */
export function code(text: string): string {
  const shown = printable(text).replace(/\s+/g, ' ');
  if (shown.trim() === '') return '';
  const marks = '`'.repeat(longestRun(shown) + 1);
  const space = /^`|`$|^ .* $/.test(shown) ? ' ' : '';
  return `${marks}${space}${shown}${space}${marks}`;
}

/** Markdown within a cell of a table, which it cannot leave. */
export const cell = (markdown: string): string =>
  markdown.replace(/\\+(?=\|)/g, '$& ').replaceAll('|', '\\|');

/** A code block that the text inside cannot close. */
export function fence(text: string): string {
  const marks = '`'.repeat(Math.max(2, longestRun(text)) + 1);
  return `${marks}text\n${printable(text)}\n${marks}`;
}

/** Length of the longest run of backticks. */
const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
