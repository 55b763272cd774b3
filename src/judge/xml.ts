import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { messageOf } from '../base/message.ts';
import { once } from '../base/once.ts';
import type { JsonSchema } from '../contract/schemas.ts';

/** Gives the schema for a path of keys, for typing XML texts. */
export type TypeOf = (path: readonly string[]) => JsonSchema | undefined;

// `htmlEntities` is what makes it read numeric references such as &#039;, which PHP writes for an apostrophe. Texts are
// not trimmed: a blank at an end is a part of the text, as it is in JSON.
const parser = once(
  () =>
    new XMLParser({
      parseTagValue: false,
      trimValues: false,
      ignoreAttributes: true,
      ignorePiTags: true,
      htmlEntities: true,
    }),
);

/** The root element's value and name; or, in words, why there are none. */
export function readXml(
  text: string,
  typeOf: TypeOf,
): { value: unknown; root: string } | { problem: string } {
  if (text.trim() === '') return { problem: 'the body is empty' };
  const problem = illFormed(text);
  if (problem !== undefined) return { problem: `the body is not well-formed XML: ${problem}` };
  let parsed: Record<string, unknown>;
  try {
    parsed = parser().parse(text) as Record<string, unknown>;
  } catch (error) {
    // The library guards itself against depth, entities from elsewhere and names such as __proto__.
    return { problem: `the XML cannot be read: ${messageOf(error)}` };
  }
  const [root, ...others] = Object.entries(parsed).filter(([name, value]) => !isIndentation(name, value));
  if (!root || others.length > 0)
    return { problem: 'the body is not well-formed XML: it must have exactly one root element' };
  return { value: typed(root[1], [], typeOf), root: root[0] };
}

/** What the library's validator finds, and what it lets through. */
function illFormed(text: string): string | undefined {
  const valid = XMLValidator.validate(text);
  if (valid !== true) return `${valid.err.msg} (line ${valid.err.line})`;
  // XML 1.0, 2.2 Characters
  const control = /(?![\t\n\r\u007f-\u009f])[\p{Cc}\ufffe\uffff]/u.exec(text)?.[0];
  if (control !== undefined) return `it holds the character U+${hex(control)}`;
  const markup = text.replace(/<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->/g, '');
  if (!/>\s*$/.test(markup)) return 'text follows the root element';
  const entity = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)[^;\s<]*;?/.exec(markup)?.[0];
  return entity === undefined || markup.includes('<!DOCTYPE')
    ? undefined
    : `the entity ${entity} is not defined`;
}

const hex = (char: string): string => char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');

/**
 * XML has only texts and elements: true is '1', false is empty, list items are `<item>`, an empty list or object is an
 * empty element (observed); numbers are written in digits.
 */
function typed(value: unknown, path: readonly string[], typeOf: TypeOf): unknown {
  const types = [typeOf(path)?.type ?? []].flat();
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).filter(([key, item]) => !isIndentation(key, item));
    const [first] = entries;
    if (types.includes('array') && first?.[0] === 'item' && entries.length === 1)
      return [first[1]].flat().map((item: unknown) => typed(item, [...path, 'item'], typeOf));
    return Object.fromEntries(entries.map(([key, item]) => [key, typed(item, [...path, key], typeOf)]));
  }
  if (typeof value !== 'string') return value;
  // Only texts keep the white space around them.
  const bare = value.trim();
  if (types.includes('boolean')) return BOOLEANS.get(bare) ?? value;
  if (types.includes('number') || types.includes('integer'))
    return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(bare) ? Number(bare) : value;
  if (bare === '' && types.includes('array')) return [];
  if (bare === '' && types.includes('object')) return {};
  // An empty element that was broken over two lines.
  return bare === '' && value.includes('\n') ? '' : value;
}

/** White space between elements, which the parser gives as a text beside them. */
function isIndentation(key: string, item: unknown): boolean {
  return key === '#text' && typeof item === 'string' && item.trim() === '';
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['true', true],
  ['', false],
  ['0', false],
  ['false', false],
]);
