import { codeSpans, plain, sameName } from './text.ts';

/** What the first cell of a row says: one name or more, whether it is marked as required, and what follows. */
export interface RowName {
  name: string;
  /** Further names of the same parameter: `**ID** or **CODE**`. */
  others: string[];
  required: boolean;
  rest: string;
}

/** A star that marks a name, in its spellings; two stars are a footnote. An escaped star belongs to the name. */
const MARKS = String.raw`(?:\^\*+\^|\*|,(?=[*^]))*`;
const BOLD = new RegExp(
  String.raw`^\*\*((?:\\[^\n]|\^(?!\*)|[^*\n\\^])+)(${MARKS})(?: ?(\*|\^\*\^|\\\*)(?![*\w]))?`,
);
const CODE = /^`([^`\n]+)`\s*(\^\*+\^|\*+|\\\*)?/;
const BARE = /^([A-Za-z_~][\w.[\]-]*)\s*(\^\*+\^|\*+|\\\*)?(?=\s|$)/;

/** What stands between two names of one parameter. */
const BETWEEN = /^\s*(?:\/|,|\\?\||\bor\b|или)\s*(?=\*\*|`)/;
const WITHIN = /\s*(?:\s\/\s|,\s|\s?\\?\|\s?|\s(?:or|или)\s)\s*/;
const PLAIN_NAME = /^~?[A-Za-z_][\w.[\]-]*$/;

/** `**NAME**`, and its required mark in its spellings: `**NAME***`, `**NAME^*^**`, `**NAME**^*^`, `**NAME** *`. */
export function readName(text: string): RowName | undefined {
  const first = oneName(text);
  if (!first) return undefined;
  const others: string[] = [];
  let { required, rest } = first;
  for (let between = BETWEEN.exec(rest); between; between = BETWEEN.exec(rest)) {
    const next = oneName(rest.slice(between[0].length));
    if (!next || !PLAIN_NAME.test(next.name)) break;
    others.push(next.name);
    required ||= next.required;
    rest = next.rest;
  }
  const [name = '', ...within] = alternatives(first.name);
  return { name, others: [...within, ...others], required: required || saysRequired(rest), rest };
}

/** A word in the place of the mark, alone beside the types: `(required)`. */
function saysRequired(rest: string): boolean {
  if (!/required|mandatory|обязательн/i.test(rest)) return false;
  const words = sameName(rest.replace(/\[[^\]\n]*\]\([^)\n]*\)|`+[^`\n]*`+/g, ' '));
  return /^(required|mandatory|обязательн(ый|ая|ое|о))( (parameter|field|параметр|поле))?$/.test(words);
}

/** The names in `A / B`, `A or B`, `A, B`, `A | B`; anything else is one name. */
function alternatives(name: string): string[] {
  const parts = name.split(WITHIN);
  return parts.length > 1 && parts.every((part) => PLAIN_NAME.test(part)) ? parts : [name];
}

function oneName(printed: string): Omit<RowName, 'others'> | undefined {
  const text = spelledAlike(printed);
  const bold = BOLD.exec(text);
  if (bold) {
    const [whole, inner = '', run = '', apart = ''] = bold;
    // The end of the bold text is somewhere among the marks.
    const marks = run.startsWith('**') ? run.slice(2) : run.endsWith('**') ? run.slice(0, -2) : undefined;
    const name = toName(inner);
    if (marks === undefined || name === '') return undefined;
    const required = apart !== '' || marks.split(',').some((mark) => mark.replaceAll('^', '') === '*');
    return { name, required, rest: text.slice(whole.length) };
  }
  const match = CODE.exec(text) ?? BARE.exec(text);
  if (!match) return linked(text);
  const name = toName(match[1] ?? '');
  const mark = (match[2] ?? '').replace(/[\\^]/g, '');
  return name === '' ? undefined : { name, required: mark === '*', rest: text.slice(match[0].length) };
}

/** Bold text has several spellings, and a mark may be raised, coloured, or stand alone; a link may lead elsewhere. */
function spelledAlike(printed: string): string {
  if (!UNUSUAL.test(printed)) return printed;
  return printed
    .replace(/^\{#[\w-]+\}\s*/, '')
    .replace(/^~~(.+?)~~/, '$1')
    .replace(/^<(b|strong|i|em)>(.+?)<\/\1>/i, '**$2**')
    .replace(/^\[(\*\*[^\]\n]+)\]\([^)\n]*\)/, '$1')
    .replace(/^__([A-Za-z][\w.[\]-]*?)__(?!\w)/, '**$1**')
    .replace(/^(?:\*\*\*([A-Za-z][\w.[\]-]*)\*\*\*|\*([A-Za-z][\w.[\]-]*)\*)(?=\s|$)/, '**$1$2**')
    .replace(/^([^\n<]*)<(span|font|sup)\b[^>\n]*>\s*\\?\*\s*<\/\2>/i, '$1*')
    .replace(/^(\*\*[^*\n]+\*\*) ?(?:\^\\\*\^|\*\*\\?\*\*\*|`\*`)/, '$1*');
}

/** What none of the usual spellings has. */
const UNUSUAL = /^(?:[{~<[_]|\*\*\*|\*[^*])|^[^\n]*(?:<|\^\\|\*\* ?(?:\*\*|`\*`))/;

/** A row that has a link for a name: a shape of its own kind, such as a list of what is described elsewhere. */
function linked(text: string): Omit<RowName, 'others'> | undefined {
  const [whole = ''] = /^\[`[^`\n]+`\]\([^)\n]*\)/.exec(text) ?? [];
  const [name] = codeSpans(whole);
  return name === undefined ? undefined : { name: toName(name), required: false, rest: text };
}

/** Marks without width come with text from elsewhere: they are part of no name. */
function toName(text: string): string {
  return plain(text.replace(/[\u200B\u2060\u00AD]/g, '').replace(/\/([{}])/g, '$1'));
}
