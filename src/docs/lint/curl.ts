import qs from 'qs';
import { curlMethod, type Example } from '../reader/examples.ts';
import { offsetAt } from './code/lezer.ts';
import { commandsOf } from './code/shell.ts';
import { oncePer } from './once.ts';

/** A cURL example taken apart. */
export interface CurlCall {
  example: Example;
  method: string | undefined;
  url: string | undefined;
  /** Text of `-d`. */
  body: string | undefined;
  /** The line of the body, or of the address, counted from the example's first. */
  bodyOffset: number;
  /** What the body and the address give; undefined where the body is neither JSON nor a form. */
  parameters: Record<string, unknown> | undefined;
  /** Names that the address, or a form, has twice: the first value is lost. */
  twice: string[];
  /** Name of the header to its value, names in lower case. */
  headers: Map<string, string>;
}

export function isCurl({ tab, lang, text }: Example): boolean {
  return /^\s*curl\s/.test(text) && (/^curl/i.test(tab) || /^(bash|sh|shell|curl)$/.test(lang));
}

const DATA = /^(-d|--data(-raw|-binary|-ascii|-urlencode)?|--json|-F|--form)(?:=(.*))?$/s;

/** Takes a command apart as a shell would. */
export const readCurl = oncePer((example: Example): CurlCall => {
  const { text } = example;
  const { commands } = commandsOf(text);
  const words = commands.flatMap((command) => command.words);
  const input = commands.find((command) => command.input !== undefined)?.input;
  const given = words.flatMap((word, index) => {
    const [match, , , attached] = DATA.exec(word) ?? [];
    const value = attached ?? words[index + 1];
    if (match === undefined || value === undefined) return [];
    return [value === '@-' && input !== undefined ? input : value];
  });
  const headers = new Map(
    words.flatMap((word, index): [string, string][] => {
      if (!/^(-H|--header)$/.test(word)) return [];
      const [name = '', ...value] = (words[index + 1] ?? '').split(':');
      return [[name.trim().toLowerCase(), value.join(':').trim()]];
    }),
  );
  const url = words.find((word) => /^(https?:\/\/|\*\*put_your_bitrix24_address)/.test(word));
  const [body] = given;
  return {
    example,
    method: curlMethod(example.text),
    url,
    body,
    bodyOffset: offsetAt(text, Math.max(0, text.search(/\s(-d|--data|--json|-F|--form)/)) + 1),
    parameters: parametersOf(given, url),
    twice: namedTwice(given, url),
    headers,
  };
});

/** Objects of JSON, or fields of a form, and what the address brings along. */
function parametersOf(
  given: readonly string[],
  url: string | undefined,
): Record<string, unknown> | undefined {
  const query = queryOf(url);
  const form = given.filter((text) => !/^\s*[{[]/.test(text) && text.trim() !== '');
  if (form.some((text) => !text.includes('='))) return undefined;
  const bodies = given.filter((text) => /^\s*[{[]/.test(text)).map(asObject);
  if (bodies.some((body) => body === undefined)) return undefined;
  const texts = [...(query === undefined ? [] : [query]), ...form];
  const fields =
    texts.length > 0
      ? qs.parse(texts.join('&'), { depth: 20, parameterLimit: 10_000, duplicates: 'last' })
      : {};
  return Object.assign({}, fields, ...bodies);
}

function namedTwice(given: readonly string[], url: string | undefined): string[] {
  const form = given.filter((text) => !/^\s*[{[]/.test(text)).join('&');
  return [queryOf(url) ?? '', form].flatMap((text) => {
    const names = text.split('&').flatMap((pair) => /^\s*([^=]+)=/.exec(pair)?.[1] ?? []);
    return names.filter((name, index) => !name.endsWith('[]') && names.indexOf(name) < index);
  });
}

function queryOf(url: string | undefined): string | undefined {
  return /\?(.*)$/s.exec(url ?? '')?.[1];
}

function asObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
