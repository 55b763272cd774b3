import { printable } from '../../report/text.ts';

/** Text that Markdown would take for marks, tags or mentions; a mention is one even behind a backslash. */
export function asMarkdown(text: string): string {
  return printable(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\*_`[\]<>|#~&]/g, '\\$&')
    .replaceAll('@', '@\u200b');
}
