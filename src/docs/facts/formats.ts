import type { Field } from '../reader/fields.ts';
import { codeSpans } from '../reader/text.ts';

const SCALAR = /^(string|text|char|integer|int|date|datetime|time|null)$/i;

/** What promises templates of a value, right before the first of them, or at the end of the line above their list. */
const PROMISE = /(?<![\w-])(?:formats?|форматы?|формате)\s*:?\s*(?=`|$)/gim;

/** What follows explains the templates, or gives examples of values. */
const ASIDE = /\b(?:where|for example|such as|e\.g\.)|\(|(?<!\p{L})(?:где|например)(?!\p{L})|[.;]\s/iu;

/** Letters that stand for others, such as `chatXXX`, `U<ID>`, `YYYY-MM-DD`; neither sentences nor JSON. */
const TEMPLATE = /^(?=.*(?:[A-Z]{2}|<\w+>|\{\w+\}))[A-Za-z#<{][\w<>{}#.:|+-]*$/;

/** Templates of a value where the row lists them as code; one that is not understood leaves them all out. */
export function formatsOf({ text, types }: Field): string[] {
  if (types.length === 0 || !types.every((type) => SCALAR.test(type))) return [];
  const lines = text.replace(/```([^`\n]+)```/g, '`$1`').split('\n');
  const formats = lines.flatMap((line, index) =>
    [...line.matchAll(PROMISE)].flatMap((promise) => {
      const behind = line.slice(promise.index + promise[0].length);
      return behind === '' ? itemsBelow(lines.slice(index + 1)) : codeSpans(upToAside(behind));
    }),
  );
  return formats.every((format) => TEMPLATE.test(format)) ? [...new Set(formats)] : [];
}

/** An aside within code is none. */
function upToAside(text: string): string {
  const hidden = text.replace(/`[^`]*`/g, (span) => '`'.padEnd(span.length - 1, 'x').concat('`'));
  const end = hidden.search(ASIDE);
  return end < 0 ? text : text.slice(0, end);
}

/** The code at the start of each item of a list. */
function itemsBelow(lines: readonly string[]): string[] {
  const formats: string[] = [];
  for (const line of lines) {
    if (line.trim() === '') continue;
    const [, item] = /^\s*[-*+]\s+(?:\*\*)?`([^`\n]+)`/.exec(line) ?? [];
    if (item === undefined) break;
    formats.push(item);
  }
  return formats;
}
