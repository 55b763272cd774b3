import { printable } from '../text.ts';

/** HTML that may be put into a page as it is. Only {@link html} and {@link trusted} make it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

/** What a template may hold: text is escaped, nothing is shown for false and undefined. */
export type Part = Markup | string | number | false | undefined | readonly Part[];

/** Template tag: every value that is not markup itself is escaped, for text and for quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + render(parts[index - 1]) + string));
}

/** For texts of this package only, such as its own style sheet. */
export const trusted = (text: string): Markup => new Markup(text);

function render(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(render).join('');
  return escapeHtml(String(part));
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

/** JSON for a data block: no text inside can close the element or open a comment. */
export function jsonBlock(value: unknown): Markup {
  return trusted(JSON.stringify(value).replace(/[<>\u2028\u2029]/g, (char) => `\\u${hex(char)}`));
}

const hex = (char: string): string => char.charCodeAt(0).toString(16).padStart(4, '0');
