import { curlMethod, type Example } from '../reader/examples.ts';

/** A cURL example taken apart. */
export interface CurlCall {
  example: Example;
  method: string | undefined;
  url: string | undefined;
  /** Text of `-d`, and its value where that is JSON. */
  body: string | undefined;
  parameters: Record<string, unknown> | undefined;
  /** Name of the header to its value, names in lower case. */
  headers: Map<string, string>;
}

export function isCurl({ tab, lang, text }: Example): boolean {
  return /^\s*curl\s/.test(text) && (/^curl/i.test(tab) || lang === 'bash' || lang === 'curl');
}

/** Takes a command apart as a shell would; lines that end in `/` or `\` go on. */
export function readCurl(example: Example): CurlCall {
  const words = shellWords(example.text.replace(/[ \t]+\/[ \t]*$/gm, ' \\'));
  const after = (pattern: RegExp): string | undefined => {
    const at = words.findIndex((word) => pattern.test(word));
    return at < 0 ? undefined : words[at + 1];
  };
  const body = after(/^(-d|--data(-raw|-binary|-ascii)?)$/);
  const headers = new Map(
    words.flatMap((word, index): [string, string][] => {
      if (!/^(-H|--header)$/.test(word)) return [];
      const [name = '', ...value] = (words[index + 1] ?? '').split(':');
      return [[name.trim().toLowerCase(), value.join(':').trim()]];
    }),
  );
  return {
    example,
    method: curlMethod(example.text),
    url: words.find((word) => /^https?:\/\//.test(word)),
    body,
    parameters: asObject(body),
    headers,
  };
}

function asObject(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
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

function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === "'" || char === '"') {
      word ??= '';
      for (at++; at < text.length && text[at] !== char; at++) {
        if (char === '"' && text[at] === '\\' && /["\\$`]/.test(text[at + 1] ?? '')) at++;
        word += text[at];
      }
    } else if (char === '\\') {
      at++;
      if (text[at] !== '\n') word = (word ?? '') + (text[at] ?? '');
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (word !== undefined) words.push(word);
  return words;
}
