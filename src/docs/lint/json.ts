import type { PageData } from '../reader/page.ts';
import { walk } from '../reader/sections.ts';
import { readJavaScript } from './code/javascript.ts';
import { readCode } from './code/read.ts';
import { isCurl, readCurl } from './curl.ts';
import { type Found, nameOf, type Rule } from './finding.ts';
import { oncePer } from './once.ts';

const FRAGMENT = /^\s*"[^"]*"\s*:/;

/** Shortened on purpose: words for values, dots, comments, placeholders where a value should be. */
const ABRIDGED =
  /:\s*[A-Za-z]+ +[A-Za-z]|\.\.\.|…|\/\/|\/\*|<[^>"]+>|(?<!")\*\*\w+\*\*(?!")|^\s*(\d+ )?[A-Za-z]+ [A-Za-z ]+$/m;

interface Printed {
  text: string;
  /** What it parses to, or the error that says why it does not. */
  value: unknown;
  /** The line of its first character. */
  line: number;
  what: string;
}

/** What stands as JSON on a page: blocks marked as such, and bodies of cURL examples. */
const printedJson = oncePer((page: PageData): Printed[] => {
  const blocks = page.sections
    .filter(({ file }) => file === page.file)
    .flatMap((section) => walk(section.blocks))
    .flatMap((block): Printed[] =>
      block.kind === 'code' && block.lang === 'json'
        ? [{ ...parsed(block.text), line: block.line + 1, what: 'the JSON' }]
        : [],
    );
  const bodies = page.examples
    // Where the quotes of a command do not end, nobody knows what its body is.
    .filter((example) => isCurl(example) && !readCode(example).fault)
    .map(readCurl)
    .filter(
      ({ body, headers }) => /^\s*[{[]/.test(body ?? '') && /json/.test(headers.get('content-type') ?? ''),
    )
    .map(({ body = '', bodyOffset, example }) => ({
      ...parsed(body),
      line: example.line + 1 + bodyOffset,
      what: `the JSON body of ${nameOf(example.tab)}`,
    }));
  return [...blocks, ...bodies];
});

function parsed(text: string): Pick<Printed, 'text' | 'value'> {
  try {
    return { text, value: JSON.parse(text) };
  } catch (error) {
    return { text, value: error };
  }
}

/** JSON that does not parse. */
export const jsonSyntax: Rule = (page) => printedJson(page).flatMap(complain);

function complain({ text, value, line, what }: Printed): Found[] {
  if (!(value instanceof Error) || FRAGMENT.test(text) || ABRIDGED.test(withoutStrings(text))) return [];
  const said = value.message;
  // Newer versions of Node add the line.
  const reason = said.replace(/,? *(\.\.\.)?".*$/s, '').replace(/ \(line \d+ column \d+\)$/, '');
  const position = Number(/position (\d+)/.exec(said)?.[1] ?? shownAt(said, text));
  return [
    {
      line: line + text.slice(0, position).split('\n').length - 1,
      message: `${what} does not parse: ${reason}`,
    },
  ];
}

/** Where the error gives no position, it shows what stands around it: up to ten characters before the one that it names. */
function shownAt(said: string, text: string): number {
  const [, token = '', dots, around = ''] =
    /^Unexpected token '(.+?)', (\.\.\.)?"([\s\S]*)"(?:\.\.\.)? is not valid JSON/.exec(said) ?? [];
  const at = text.indexOf(around);
  if (around === '' || at < 0) return 0;
  const found = around.indexOf(token, dots === undefined ? 0 : 10);
  return at + Math.max(0, found);
}

/** A key that an object has twice: the first value is lost. In code, only where the values are written down. */
export const keyTwice: Rule = (page) => {
  const ofJson = printedJson(page).flatMap(({ text, value, line, what }): Found[] => {
    if (value instanceof Error || !mayHaveTwice(text, value)) return [];
    return readJavaScript(`(${text})`).twice.map(({ offset, key }) => ({
      line: line + offset,
      message: `${what} has the key ${key} twice: the first value is lost`,
    }));
  });
  const ofCode = page.examples.flatMap((example): Found[] =>
    readCode(example).twice.map(({ offset, key }) => ({
      line: example.line + 1 + offset,
      message: `${nameOf(example.tab)} has the key ${key} twice: the first value is lost`,
    })),
  );
  return [...ofJson, ...ofCode];
};

/** Whether a text is JSON that has lost keys when it is read: only then is it worth a parser that knows lines. */
function mayHaveTwice(text: string, value: unknown): boolean {
  let printed = 0;
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) if (colon !== undefined) printed++;
  return printed !== keysIn(value);
}

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const values: unknown[] = Object.values(value);
  return values.reduce((sum: number, inner) => sum + keysIn(inner), Array.isArray(value) ? 0 : values.length);
}

/** A text that goes over several lines is one where it stands between the marks of JSON: not abridged, but broken. */
function withoutStrings(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|(?<=[:,[{]\s*)"(?:[^"\\]|\\.)*"(?=\s*[,}\]:])/g, '""');
}
