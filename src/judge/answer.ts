import { header, type WireResponse } from '../wire/exchange.ts';
import { phpMessage } from '../wire/foreign-document.ts';
import { readXml, type TypeOf } from './xml.ts';

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
  const read = (format: Format): Reading => {
    if (typeof text !== 'string') return text;
    return format === 'json' ? readJson(text) : readXml(text, shape);
  };
  const first = read(wanted);
  const other: Format = wanted === 'json' ? 'xml' : 'json';
  const format = 'problem' in first ? other : wanted;
  const reading = 'problem' in first ? read(other) : first;
  const readable = 'problem' in reading ? undefined : reading;
  const type = header(response.headers, 'content-type');
  const date = Date.parse(header(response.headers, 'date') ?? '');
  return {
    status: response.status,
    mediaType: type?.split(';')[0]?.trim().toLowerCase(),
    charset: /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type ?? '')?.[1]?.toLowerCase(),
    date: Number.isNaN(date) ? undefined : date / 1000,
    format: readable && format,
    formatProblem: 'problem' in first ? first.problem : undefined,
    xmlRoot: readable?.root,
    body: readable?.value,
    kind: readable ? kindOf(response.status, readable.value) : 'unreadable',
  };
}

type Reading = { value: unknown; root?: string } | { problem: string };

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

function readJson(text: string): Reading {
  if (text === '') return { problem: 'the body is empty' };
  if (text.startsWith('\ufeff')) return { problem: 'the body is not JSON: it begins with a byte order mark' };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const php = phpMessage(text);
    if (php !== undefined) return { problem: `PHP wrote a message before it: '${php}'` };
    // Without its quotation of the text, which may be a part of a secret that no redactor finds.
    const { message } = error as SyntaxError;
    return { problem: `the body is not JSON: ${message.replace(/, (\.\.\.)?".*/s, '')}` };
  }
}
