import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { JsonSchema } from '../contract/schemas.ts';
import { header, type WireResponse } from '../wire/exchange.ts';

export type Format = 'json' | 'xml';

/** A response as far as it can be read. */
export interface Answer {
  status: number;
  mediaType: string | undefined;
  charset: string | undefined;
  /** Seconds since the epoch, from the Date header. */
  date: number | undefined;
  /** What the body turned out to be. */
  format: Format | undefined;
  /** Why the body is not what was asked for. */
  formatProblem: string | undefined;
  xmlRoot: string | undefined;
  /** Undefined where the body could not be read. XML texts have the types that the schema gives them. */
  body: unknown;
  /** `error` where the status or a key `error` without `result` says so (error-codes.md, Error Codes). */
  kind: 'success' | 'error' | 'unreadable';
}

/**
 * Reads a response in the format that was asked for, or else in the other one, so that a wrong format is told
 * apart from a wrong content.
 *
 * @param shape schema of the success answer; gives XML texts their types
 */
export function readAnswer(response: WireResponse, wanted: Format, shape: TypeOf): Answer {
  const text = decode(response.body);
  const readings =
    wanted === 'json' ? [readJson(text), readXml(text, shape)] : [readXml(text, shape), readJson(text)];
  const [first, second] = readings as [Reading, Reading];
  const reading = 'problem' in first ? second : first;
  const readable = 'problem' in reading ? undefined : reading;
  const type = header(response.headers, 'content-type');
  const date = Date.parse(header(response.headers, 'date') ?? '');
  return {
    status: response.status,
    mediaType: type?.split(';')[0]?.trim().toLowerCase(),
    charset: /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type ?? '')?.[1]?.toLowerCase(),
    date: Number.isNaN(date) ? undefined : date / 1000,
    format: readable?.format,
    formatProblem: 'problem' in first ? first.problem : undefined,
    xmlRoot: readable?.root,
    body: readable?.value,
    kind: readable ? kindOf(response.status, readable.value) : 'unreadable',
  };
}

/** Gives the schema for a path of keys, for typing XML texts. */
export type TypeOf = (path: readonly string[]) => JsonSchema | undefined;

type Reading = { format: Format; value: unknown; root?: string } | { problem: string };

function kindOf(status: number, body: unknown): 'success' | 'error' {
  if (status >= 400) return 'error';
  return hasKey(body, 'error') && !hasKey(body, 'result') ? 'error' : 'success';
}

export function isRedirect({ status }: { status: number }): boolean {
  return status >= 300 && status <= 399;
}

export function hasKey(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}

function decode(body: Uint8Array): string | { problem: string } {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return { problem: 'the body is not UTF-8' };
  }
}

function readJson(text: string | { problem: string }): Reading {
  if (typeof text !== 'string') return text;
  if (text === '') return { problem: 'the body is empty' };
  if (text.startsWith('\ufeff')) return { problem: 'the body is not JSON: it begins with a byte order mark' };
  try {
    return { format: 'json', value: JSON.parse(text) as unknown };
  } catch (error) {
    // Without its quotation of the text, which may be a part of a secret that no redactor finds.
    const { message } = error as SyntaxError;
    return { problem: `the body is not JSON: ${message.replace(/, (\.\.\.)?".*/s, '')}` };
  }
}

// `htmlEntities` is what makes it read numeric references such as &#039;, which PHP writes for an apostrophe. Texts are
// not trimmed: a blank at an end is a part of the text, as it is in JSON.
const parser = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  ignoreAttributes: true,
  ignorePiTags: true,
  htmlEntities: true,
});

function readXml(text: string | { problem: string }, typeOf: TypeOf): Reading {
  if (typeof text !== 'string') return text;
  if (text.trim() === '') return { problem: 'the body is empty' };
  const problem = illFormed(text);
  if (problem !== undefined) return { problem: `the body is not well-formed XML: ${problem}` };
  const [root, ...others] = Object.entries(parser.parse(text) as Record<string, unknown>).filter(
    ([name, value]) => !isIndentation(name, value),
  );
  if (!root || others.length > 0) return { problem: 'the body is not well-formed XML: it has not one root' };
  return { format: 'xml', value: typed(root[1], [], typeOf), root: root[0] };
}

/** What the library's validator finds, and what it lets through. */
function illFormed(text: string): string | undefined {
  const valid = XMLValidator.validate(text);
  if (valid !== true) return `${valid.err.msg} (line ${valid.err.line})`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0, 2.2 Characters
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.exec(text)?.[0];
  if (control !== undefined) return `it holds the character U+${hex(control)}`;
  const markup = text.replace(/<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->/g, '');
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
    if (types.includes('array') && first?.[0] === 'item' && entries.length === 1) return [first[1]].flat();
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
  return value;
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
