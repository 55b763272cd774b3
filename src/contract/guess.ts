import { closest, distance } from 'fastest-levenshtein';

/** `; did you mean 'x'?` when one of the known names is close to what was written, else nothing. */
export function guess(written: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(
    written.toLowerCase(),
    known.map((name) => name.toLowerCase()),
  );
  const name = known.find((candidate) => candidate.toLowerCase() === nearest);
  const limit = Math.max(2, Math.floor(written.length / 3));
  return name !== undefined && distance(written.toLowerCase(), nearest) <= limit
    ? `; did you mean '${name}'?`
    : '';
}
