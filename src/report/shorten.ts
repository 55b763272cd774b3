/**
 * Cuts a text to the place that matters. For redacted texts only.
 *
 * @param focus how the place begins; where it is not found, as after redaction, the beginning is kept
 */
export function shortenAround(whole: string, focus: string | undefined, length: number): string {
  const at = focus === undefined ? -1 : whole.indexOf(focus);
  if (whole.length <= length || at < length) return shorten(whole, length);
  const head = Math.floor(length / 3);
  const from = at - Math.floor(head / 2);
  const to = from + length - head;
  const tail = to < whole.length ? '…' : '';
  return `${whole.slice(0, head)} … ${whole.slice(from, to)}${tail} (${whole.length} characters)`;
}

/** For redacted texts only. */
export function shorten(whole: string, length: number): string {
  return whole.length <= length ? whole : `${whole.slice(0, length)}… (${whole.length} characters)`;
}
