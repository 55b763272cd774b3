import { printable } from './text.ts';

/** Text that Markdown and HTML leave alone. */
export function inline(text: string): string {
  return printable(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|#~&@]/g, (char) => `&#${char.charCodeAt(0)};`);
}

export const code = (text: string): string => `\`${printable(text).replace(/[`|]/g, '')}\``;

/** A code block that the text inside cannot close. */
export function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}text\n${printable(text)}\n${marks}`;
}
