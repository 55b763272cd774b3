import type { Field } from './fields.ts';
import { codeSpans, plain } from './text.ts';

/** Limits of a value, or of its length, as the row says them in numbers. */
export interface Range {
  min?: number;
  max?: number;
  /** What is counted: the value itself, or its characters. */
  of: 'value' | 'length';
}

/** What a row says of the values of its field beside their types. */
export interface Details {
  values?: string[];
  default?: string;
  range?: Range;
}

const VALUES =
  /(?:(?:possible|acceptable|accepted|allowed|available|valid|supported) (?:[\w-]+ )?values?|(?:can|may) (?:be|take|have) (?:one of )?(?:the (?:following )?)?values?|one of(?: the)?(?: following)?(?: values)?|takes? (?:the )?values?|возможные значения|допустимые значения|принимает значения|одно из значений)/i;
const DEFAULTS = [
  /(?:by default|defaults? to|default(?: value)?(?: is| —| -|:)?|по умолчанию(?: —| -|:)?)[ :—-]*`([^`\n]+)`/i,
  /`([^`\n]+)`[ ,(—-]*(?:by default|is (?:the )?default|\(default\)|default\)|по умолчанию)/i,
];
const NUMBER = String.raw`\`?(-?\d[\d   ]*(?:\.\d+)?)\`?`;
const CHARACTERS = String.raw`(?:\s*(characters?|symbols?|letters?|символ\w*))?`;
const BOTH = new RegExp(
  String.raw`\b(?:from|between|от)\s+${NUMBER}\s+(?:to|and|до)\s+${NUMBER}${CHARACTERS}`,
  'i',
);
const MOST = new RegExp(
  String.raw`(?:max(?:imum|\.)?(?:\s+(?:value|length|number|size))?(?:\s+(?:is|of))?|no more than|not more than|(?:must|should) not exceed|cannot exceed|не более|максимум|максимальн\S+ (?:длина|значение))\s*[:—-]?\s*${NUMBER}${CHARACTERS}`,
  'i',
);
const LEAST = new RegExp(
  String.raw`(?:min(?:imum|\.)?(?:\s+(?:value|length))?(?:\s+(?:is|of))?|at least|no less than|not less than|не менее|минимум|минимальн\S+ (?:длина|значение))\s*[:—-]?\s*${NUMBER}${CHARACTERS}`,
  'i',
);

/** Reads values, default and limits from the words of a row; what is said in other words is not guessed. */
export function detailsOf({ text, types }: Field): Details {
  const words = text.replace(/```[\s\S]*?```/g, '');
  const values = types.some((type) => /^object$/i.test(type)) ? [] : valuesIn(words);
  const given = DEFAULTS.map((pattern) => pattern.exec(words)?.[1]).find((found) => found !== undefined);
  const range = types.every((type) => COUNTED.test(type)) ? rangeIn(words, types) : undefined;
  return {
    ...(values.length > 0 ? { values } : {}),
    ...(given === undefined ? {} : { default: given }),
    ...(range ? { range } : {}),
  };
}

/** Code at the start of list items beneath words that promise values, code behind such words, and tables of values. */
function valuesIn(text: string): string[] {
  const lines = text.split('\n');
  const values: string[] = [];
  lines.forEach((line, index) => {
    const promise = VALUES.exec(line);
    if (!promise) return;
    const behind = line.slice(promise.index + promise[0].length);
    const inline = /^[^`.]{0,30}?((?:`[^`\n]+`(?:\s*(?:,|;|\/|\||\bor\b|\band\b|или|и)\s*)*)+)/.exec(
      behind,
    )?.[1];
    const named = codeSpans(inline ?? '');
    // A single one behind such words is an example, or a name.
    if (named.length > 1) values.push(...named);
    for (const item of lines.slice(index + 1)) {
      if (item.trim() === '') continue;
      const value = /^\s*[-*+]\s+(?:\*\*)?`([^`\n]+)`/.exec(item)?.[1];
      if (value === undefined) {
        if (!/^\s{2,}\S/.test(item)) break;
      } else values.push(value);
    }
  });
  return [...new Set([...values, ...tabled(text)])];
}

/** The first column of a table within the cell, where its second says what the value is called or means. */
function tabled(text: string): string[] {
  return [...text.matchAll(/#\|([\s\S]*?)\|#/g)].flatMap(([, table = '']) => {
    const [head = '', ...rows] = [...table.matchAll(/\|\|([\s\S]*?)\|\|/g)].map((row) => row[1] ?? '');
    if (!/^[\s*]*(value|\w+_ID|code|id|значение|код)[\s*]*\|/i.test(head)) return [];
    return rows.map((row) => plain(row.split('|')[0] ?? '')).filter((value) => value !== '');
  });
}

function rangeIn(text: string, types: readonly string[]): Range | undefined {
  const [both, most, least] = [BOTH, MOST, LEAST].map((pattern) => pattern.exec(text));
  const of = [both, most, least].some(
    (match) => match && /^(char|symb|letter|символ)/i.test(match.at(-1) ?? ''),
  )
    ? 'length'
    : /\blength\b|длин/i.test(`${most?.[0] ?? ''}${least?.[0] ?? ''}`)
      ? 'length'
      : 'value';
  // A number in the words of a text is a limit of it only where characters are counted.
  if (of === 'value' && !types.every((type) => NUMERIC.test(type))) return undefined;
  if (both) return { min: numberOf(both[1]), max: numberOf(both[2]), of };
  if (!most && !least) return undefined;
  return {
    ...(least ? { min: numberOf(least[1]) } : {}),
    ...(most ? { max: numberOf(most[1]) } : {}),
    of,
  };
}

const NUMERIC = /^(integer|int|double|float|number)$/;
const COUNTED = /^(integer|int|double|float|number|string|text|char)$/;

function numberOf(text = ''): number {
  return Number(text.replace(/[^\d.-]/g, ''));
}
