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
  let text = strings[0] ?? '';
  for (let index = 0; index < parts.length; index++) text += render(parts[index]) + strings[index + 1];
  return new Markup(text);
}

/** For texts of this package only, such as its own style sheet. */
export const trusted = (text: string): Markup => new Markup(text);

function render(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if (part === undefined || part === false) return '';
  return part.map(render).join('');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  const shown = printable(text);
  // Most texts hold none: a page has tens of thousands.
  return /[&<>"']/.test(shown) ? shown.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char) : shown;
}

/** JSON for a data block: no text inside can close the element or open a comment. */
export function jsonBlock(value: unknown): Markup {
  return trusted(JSON.stringify(value).replace(/[<>\u2028\u2029]/g, (char) => `\\u${hex(char)}`));
}

const hex = (char: string): string => char.charCodeAt(0).toString(16).padStart(4, '0');
