/** What `plain` changes; most texts have none of it. */
const MARKED = /[[*`^\\<]|\s\s|[^\S ]/;

/** Text as a reader sees it: without links' targets, emphasis, code marks, escapes and line breaks. */
export function plain(markdown: string): string {
  if (!MARKED.test(markdown)) return markdown.trim();
  return markdown
    .replace(/!?\[((?:[^[\]]|\[[^[\]]*\])*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|`+|\^\*\^/g, '')
    .replace(/\\([|{}[\]*_#<>~.-])/g, '$1')
    .replace(/<br\s*\/?>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The contents of code spans, in order. */
export function codeSpans(markdown: string): string[] {
  return [...markdown.matchAll(/(?<!`)(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g)].map((match) =>
    (match[2] ?? '').trim(),
  );
}

/** Names of headings and columns, compared without case and punctuation, in both languages of the documentation. */
export function sameName(text: string): string {
  const known = SAME.get(text);
  if (known !== undefined) return known;
  const name = oneScript(plain(text).toLowerCase())
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  if (SAME.size > MANY) SAME.clear();
  SAME.set(text, name);
  return name;
}

/** The names of thousands of pages are few. */
const SAME = new Map<string, string>();
const MANY = 20_000;

/** Letters that look alike in both scripts. */
const LATIN = 'abcehkmoptxy';
const CYRILLIC = 'авсенкмортху';

/** Cyrillic letters that look like Latin ones as those. */
export function inLatin(text: string): string {
  return [...text].map((letter) => LATIN[CYRILLIC.indexOf(letter)] ?? letter).join('');
}

/** Words with letters of both scripts, as typing on two keyboards leaves them, in the one that most letters are of. */
function oneScript(text: string): string {
  if (!/\p{Script=Cyrillic}/u.test(text)) return text;
  return text.replace(/\p{L}+/gu, (word) => {
    const cyrillic = word.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
    if (cyrillic === 0 || cyrillic === word.length) return word;
    // A letter that has no twin tells the script; where there is none, most letters do.
    const [from, to] = isCyrillic(word, cyrillic) ? [LATIN, CYRILLIC] : [CYRILLIC, LATIN];
    return [...word].map((letter) => to[from.indexOf(letter)] ?? letter).join('');
  });
}

function isCyrillic(word: string, cyrillic: number): boolean {
  const letters = [...word];
  if (letters.some((letter) => /\p{Script=Cyrillic}/u.test(letter) && !CYRILLIC.includes(letter)))
    return true;
  if (letters.some((letter) => /[a-z]/.test(letter) && !LATIN.includes(letter))) return false;
  return cyrillic * 2 > word.length;
}

/** A method's name within a text: `a.b`, `a.v2.B.c`; a trailing `.*` stands for a group and is no method. */
export function methodNames(text: string): string[] {
  return [
    ...plain(text).matchAll(/(?<![\w./-])([a-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+)(?![\w/]|\.\w|\.\*)/g),
  ].map((match) => match[1] ?? '');
}
