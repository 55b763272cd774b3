import type { PageData, Sample } from '../reader/page.ts';
import { partOf, walk } from '../reader/sections.ts';
import { codeSpans, plain } from '../reader/text.ts';
import { isObject } from './curl.ts';
import type { Rule } from './finding.ts';

interface ErrorExample {
  code: string;
  text: string | undefined;
  line: number;
}

/** The error example's code and text; REST 3 answers with a summary, its tables list the details: no text to compare. */
export function errorExampleOf({ errors }: PageData): ErrorExample | undefined {
  return errors.sample && exampleIn(errors.sample);
}

function exampleIn({ value, line }: Sample): ErrorExample | undefined {
  if (!isObject(value)) return undefined;
  const { error, error_description: text } = value;
  if (typeof error === 'string' || typeof error === 'number')
    return { code: String(error), text: typeof text === 'string' ? text : undefined, line };
  if (!isObject(error) || typeof error.code !== 'string') return undefined;
  return { code: error.code, text: undefined, line };
}

/** An error example shows a code that neither the page's table nor the system errors have. */
export const errorCode: Rule = (page) => {
  const codes = page.errors.table.map(({ code }) => code);
  if (codes.every((code) => code === '')) return [];
  const all = [...codes, ...page.system.map(({ code }) => code)];
  // Some tables have the status in the place of a code that is empty.
  const unnamed = page.errors.table.filter((row) => /^[1-5]\d\d$/.test(row.code));
  return page.errors.samples.flatMap((sample) => {
    const { code, text = '', line } = exampleIn(sample) ?? {};
    if (code === undefined || line === undefined || all.includes(code)) return [];
    if (code === '' && unnamed.some((row) => matches(text, row.text))) return [];
    if (code === '')
      return [{ line, message: 'the error example has an empty code, which the table does not have' }];
    if (all.some((known) => isFamilyOf(known, code))) return [];
    const other = unnamed.find((row) => wording(row.text) === wording(code));
    if (other)
      return [
        {
          line,
          message: `the error example has the code ${code}, the table has it as the text of ${other.code}`,
        },
      ];
    return [{ line, message: `the error example has the code ${code}, which the table does not have` }];
  });
};

/** `ERROR_XXX` and `ERROR_#NAME#` stand for many codes. */
function isFamilyOf(code: string, printed: string): boolean {
  const [start = '', rest] = code.split(/X{2,}|#\w+#|\.\.\.|<\w+>|\{\w+\}/);
  return rest !== undefined && start !== '' && printed.startsWith(start);
}

/** The error example shows a code, and the page lists none. */
export const errorTable: Rule = (page) => {
  const example = errorExampleOf(page);
  if (page.kind !== 'method' || !example || example.code === '' || page.errors.table.length > 0) return [];
  if (page.system.some(({ code }) => code === example.code)) return [];
  const part = partOf(page.sections, 'errors') ?? partOf(page.sections, 'codes');
  const blocks = part ? [part.own, ...part.below].flatMap((section) => walk(section.blocks)) : [];
  // A table that could not be read, or a sentence, may have it.
  const isSaid = blocks.some(
    (block) =>
      (block.kind === 'table' && block.rows.length > 1) ||
      (block.kind !== 'code' && 'text' in block && codeSpans(block.text).includes(example.code)),
  );
  if (isSaid) return [];
  return [
    {
      line: example.line,
      message: `the error example has the code ${example.code}, and the page has no table of error codes`,
    },
  ];
};

/** An example of an error without the key by which a caller knows one. */
export const errorShape: Rule = (page) => {
  const { sample } = page.errors;
  if (page.kind !== 'method' || sample?.value === undefined) return [];
  if (!isObject(sample.value)) {
    // A text or a number may be what stands in a table's row.
    if (typeof sample.value !== 'object') return [];
    const what = sample.value === null ? 'null' : 'a list';
    return [
      {
        line: sample.line,
        message: `the error example is ${what}: callers recognize an error by the key error`,
      },
    ];
  }
  const keys = Object.keys(sample.value);
  // Some answers carry their errors within the result.
  if (
    keys.length === 0 ||
    (/"(error|errors)"\s*:/i.test(JSON.stringify(sample.value)) && !keys.some((key) => /^err/i.test(key)))
  )
    return [];
  if (keys.includes('error')) return [];
  const near = keys.find((key) => /^"?err(or)?s?(_code)?$/i.test(key));
  return [
    {
      line: sample.line,
      message: `the error example has no error${near === undefined ? '' : `, but ${near}`}: callers recognize an error by that key`,
    },
  ];
};

/** The error example's text is another one than every text that the table has for its code. */
export const errorText: Rule = (page) => {
  const example = errorExampleOf(page);
  if (!example?.text || example.code === '') return [];
  const printed = example.text;
  const rows = [...page.errors.table, ...page.system].filter(({ code }) => code === example.code);
  // A table of codes and descriptions alone may describe in its own words.
  if (rows.some(({ when }) => when === undefined)) return [];
  const texts = rows.map(({ text }) => text).filter((text) => text !== '');
  if (texts.length === 0 || texts.length < rows.length) return [];
  if (texts.some((text) => matches(printed, text) || /\p{Script=Cyrillic}/u.test(text + printed))) return [];
  if (rows.some(({ lines = [] }) => lines.some((line) => matches(printed, line)))) return [];
  return [
    {
      line: example.line,
      message: `the error example says '${printed}' with ${example.code}, the table '${texts.join("' or '")}'`,
    },
  ];
};

/** Whether a printed text can be the table's, or one of the alternatives that a row has. */
function matches(printed: string, pattern: string): boolean {
  if (/^error_(description|message)$/.test(pattern) || namesFewer(printed, pattern)) return true;
  // Where the table leaves a number out, it stands for any.
  if (wording(printed.replace(/(?<=\s|#)\d+(?=\s|$)/g, '')) === wording(pattern)) return true;
  // One value of an example is as good as another: what is quoted, and numbers.
  if (withoutValues(printed) === withoutValues(pattern)) return true;
  return [
    pattern,
    ...pattern.split(
      /\s+(?:\/|or|\|)\s+|\s*;\s+|\s*<br\s*\/?>\s*|(?<=[.!»"'])\s*[,/]?\s+(?=[«"'A-Z])|,\s+(?=[A-Z])|\s*\n\s*/,
    ),
  ].some((alternative) => isMadeOf(wording(printed), partsOf(alternative)));
}

/** A text with a mark in the place of each value in it: of numbers, and of what stands in quotes. */
function withoutValues(text: string): string {
  const blank = text
    .replace(/"[^"]*"|«[^»]*»|“[^”]*”|‘[^’]*’|(?<![\p{L}\d])'[^']*'(?!\p{L})/gu, '\u0000')
    .replace(/(?<![\p{L}\d])\d+(?![\p{L}\d])/gu, '\u0000');
  return wording(blank);
}

/** `fields: a` of a row that lists all that may be missing, `fields: a, b, c`. */
function namesFewer(printed: string, pattern: string): boolean {
  const [[start = '', some], [same, all]] = [printed, pattern].map((text) => {
    const at = text.lastIndexOf(':');
    return [
      wording(text.slice(0, at)),
      new Set(
        text
          .slice(at + 1)
          .split(/[\s,.`]+/)
          .filter(Boolean),
      ),
    ] as const;
  }) as [readonly [string, Set<string>], readonly [string, Set<string>]];
  return printed.includes(':') && start !== '' && start === same && [...some].every((word) => all.has(word));
}

/** Placeholders stand for anything; case, marks, escapes and the last dot are wording. */
function wording(text: string): string {
  return plain(text)
    .replace(/\\?\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/<br\s*\/?>/gi, ' ')
    .toLowerCase()
    .replace(/&(quot|#0?39|lt|gt|amp|laquo|raquo|nbsp);/g, '')
    .replace(/\\u0027|\\n|\\r|\\t/g, ' ')
    .replace(/[`'’‘"«»“”\\*_]|<\/?[a-z][^>]*>/g, '')
    .replace(/[[\]]/g, '')
    .replace(/\s*([:,;.()-])\s*/g, '$1')
    .replace(/\s+/g, ' ')
    .replace(/[.!:\s]+$/, '')
    .trim();
}

function partsOf(pattern: string): string[] {
  return wording(
    pattern
      .replace(/["«]error text["»]/i, '\u0000')
      .replace(
        /(?<![*\w])\*\w+\*(?![*\w])|#[\w.]+#|\$?\{+[^}]*\}+|(?<=\s|^|[("'])(?:[:@][a-z]\w*|_[a-z]\w*_)(?=\s|$|[)"',.])|<[\w ]+>|%[sd]|\.\.\.|…|\[[^\]]*\]|\$\w+|\b(?:XXX+|xxx+)\b|\b(?:FIELD|PARAM|PARAMETER)_NAME\b|\b(?:field|param|parameter)(?:Name|Id)\b|(?<=\s|^|\()(N|ID|X|FIELD|NAME|VALUE)(?=\s|$|\))/g,
        '\u0000',
      ),
  )
    .split('\u0000')
    .map((part) => part.trim());
}

/** Whether a text begins with the first part, ends with the last, and has the others between them in their order. */
function isMadeOf(text: string, [first = '', ...others]: readonly string[]): boolean {
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
