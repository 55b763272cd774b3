import { distance } from 'fastest-levenshtein';

/** `; did you mean 'x'?` when one of the known names is close to what was written, else nothing. */
export function guess(written: string, known: readonly string[]): string {
  const limit = Math.max(2, Math.floor(written.length / 3));
  let nearest: { name: string; far: number } | undefined;
  for (const name of known) {
    if (name === written) continue;
    // A letter in place of another is more likely than one that is missing.
    const far =
      distance(written.toLowerCase(), name.toLowerCase()) + Math.abs(name.length - written.length) / 1000;
    if (far < limit + 1 && (nearest === undefined || far < nearest.far)) nearest = { name, far };
  }
  return nearest === undefined ? '' : `; did you mean '${nearest.name}'?`;
}
