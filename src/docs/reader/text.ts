/** Text as a reader sees it: without links' targets, emphasis, code marks, escapes and line breaks. */
export function plain(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
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
  return plain(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A method's name within a text: `a.b`, `a.v2.B.c`; a trailing `.*` stands for a group and is no method. */
export function methodNames(text: string): string[] {
  return [
    ...plain(text).matchAll(/(?<![\w./-])([a-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+)(?![\w/]|\.\w|\.\*)/g),
  ].map((match) => match[1] ?? '');
}
