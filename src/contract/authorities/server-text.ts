/** Whether texts that two documents give for a server's own words differ; of a translated one nobody knows. */
export function differInWords(one: string, other: string): boolean {
  return isServerText(one) && isServerText(other) && wordingOf(one) !== wordingOf(other);
}

/** The server answers in Latin letters to who has not chosen another language. */
export function isServerText(text: string): boolean {
  return /[A-Za-z]{3}/.test(text) && !/\p{Script=Cyrillic}/u.test(text);
}

/** Marks and the last dot are the writer's, letters are the server's. */
export function wordingOf(text: string): string {
  return text
    .replace(/[’`'"«»“”]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/[.!\s]+$/, '')
    .trim();
}
