import type { PageData } from '../reader/page.ts';
import { plain } from '../reader/text.ts';
import { isObject } from './curl.ts';
import type { Rule } from './finding.ts';

/** The error example's code and text; REST 3 answers with a summary, its tables list the details: no text to compare. */
function exampleOf({
  errors,
}: PageData): { code: string; text: string | undefined; line: number } | undefined {
  const { value, line } = errors.sample ?? {};
  if (!isObject(value) || line === undefined) return undefined;
  const { error, error_description: text } = value;
  if (typeof error === 'string')
    return { code: error, text: typeof text === 'string' ? text : undefined, line };
  if (!isObject(error) || typeof error.code !== 'string') return undefined;
  return { code: error.code, text: undefined, line };
}

/** The error example shows a code that neither the page's table nor the system errors have. */
export const errorCode: Rule = (page) => {
  const example = exampleOf(page);
  const codes = page.errors.table.map(({ code }) => code).filter((code) => code !== '');
  if (!example || example.code === '' || codes.length === 0) return [];
  if ([...codes, ...page.system.map(({ code }) => code)].includes(example.code)) return [];
  return [
    {
      line: example.line,
      message: `the error example has the code ${example.code}, which the table does not have`,
    },
  ];
};

/** The error example's text is another one than every text that the table has for its code. */
export const errorText: Rule = (page) => {
  const example = exampleOf(page);
  if (!example?.text || example.code === '') return [];
  const rows = [...page.errors.table, ...page.system].filter(({ code }) => code === example.code);
  // A table of codes and descriptions alone may describe in its own words.
  if (rows.some(({ when }) => when === undefined)) return [];
  const texts = rows.map(({ text }) => text).filter((text) => text !== '');
  if (texts.length === 0 || texts.length < rows.length) return [];
  if (texts.some((text) => matches(example.text ?? '', text))) return [];
  return [
    {
      line: example.line,
      message: `the error example says '${example.text}' with ${example.code}, the table '${texts.join("' or '")}'`,
    },
  ];
};

/** Whether a printed text can be the table's: placeholders stand for anything; case, marks and the last dot are wording. */
function matches(printed: string, pattern: string): boolean {
  const wording = (text: string): string =>
    plain(text)
      .toLowerCase()
      .replace(/&(quot|#39|lt|gt|amp);/g, '')
      .replace(/\\u0027/g, '')
      .replace(/[`'’"«»“”\\]|<[^>]*>/g, '')
      .replace(/\s+/g, ' ')
      .replace(/[.!\s]+$/, '')
      .trim();
  const parts = wording(
    pattern.replace(/#[A-Z_]+#|\{[^}]*\}|<[\w ]+>|%[sd]|\.\.\.|\[[^\]]*\]/g, '\u0000'),
  ).split('\u0000');
  return isMadeOf(wording(printed), parts);
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
