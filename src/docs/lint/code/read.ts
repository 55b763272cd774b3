import type { Example } from '../../reader/examples.ts';
import { isCurl, readCurl } from '../curl.ts';
import { oncePer } from '../once.ts';
import { readGo } from './go.ts';
import { REQUEST, readRequest } from './http.ts';
import { readJavaScript } from './javascript.ts';
import { readPhp } from './php.ts';
import { readPython } from './python.ts';
import { readShell } from './shell.ts';
import type { Code } from './value.ts';

/** Languages whose code is parsed, as fences name them. */
const LANGUAGES: readonly [lang: RegExp, name: string, read: (text: string) => Code][] = [
  [/^(js|javascript|jsx|ts|typescript|tsx|html)$/i, 'JavaScript', readJavaScript],
  [/^php$/i, 'PHP', readPhp],
  [/^(py|python)$/i, 'Python', readPython],
  [/^(go|golang)$/i, 'Go', readGo],
  [/^(bash|sh|shell|curl|console|http)$/i, 'the shell', readShell],
];

/** Where a fence names no language, the tab does. */
const TABS: readonly [tab: RegExp, lang: string][] = [
  [/^curl/i, 'bash'],
  [/^(js|bx24)/i, 'js'],
  [/^php/i, 'php'],
  [/^python/i, 'python'],
  [/^go$/i, 'go'],
];

export interface ReadCode extends Code {
  /** The language's name in messages. */
  language: string;
}

/** Placeholders such as `**put_id_here**` as words of the same length, which every language takes for a name. */
function withWords(text: string): string {
  return text.replace(/\*\*([A-Za-z]\w*)\*\*/g, '__$1__');
}

const NOTHING: ReadCode = { language: '', calls: [], twice: [] };

/** The calls of an example, and where its code does not parse; of a language that is not parsed, nothing. */
export const readCode = oncePer((example: Example): ReadCode => {
  const lang = example.lang || (TABS.find(([tab]) => tab.test(example.tab))?.[1] ?? '');
  const [, language, read] = LANGUAGES.find(([pattern]) => pattern.test(lang)) ?? [];
  const isCommand = isCurl(example);
  // To a shell, stars are letters of a word; a command's words are read as they are printed, and once.
  const text = isCommand ? example.text : withWords(example.text);
  const isRequest = !isCommand && lang === 'http' && REQUEST.test(text);
  let code = isRequest
    ? { language: 'HTTP', ...readRequest(text) }
    : language !== undefined && read
      ? { language, ...read(text) }
      : NOTHING;
  if (isCommand) {
    const { method, parameters, bodyOffset, twice } = readCurl(example);
    // Where quotes do not end, nobody knows which words are whose.
    if (method !== undefined && parameters !== undefined && !code.fault)
      code = {
        ...code,
        calls: [{ method, offset: bodyOffset, parameters }],
        twice: twice.map((key) => ({ offset: bodyOffset, key })),
      };
  }
  return code;
});
