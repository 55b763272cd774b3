import { distance } from 'fastest-levenshtein';

/**
 * `; did you mean 'x'?` when one of the known names is close to what was written, or the only one that has it for a
 * part; else nothing.
 *
 * @param shown how the message writes a name, such as with the dashes of an option
 */
export function guess(
  written: string,
  known: readonly string[],
  shown: (name: string) => string = (name) => name,
): string {
  // Two letters of three changed make another word.
  const limit = written.length <= 3 ? 1 : Math.max(2, Math.floor(written.length / 3));
  let nearest: Near | undefined;
  for (const name of known) {
    if (name === written) continue;
    const [one, other] = [written.toLowerCase(), name.toLowerCase()];
    // A letter in place of another is more likely than one that is missing.
    const far =
      (isSwapped(one, other) ? 1 : distance(one, other)) + Math.abs(name.length - written.length) / 1000;
    if (far < limit + 1 && (nearest === undefined || far < nearest.far)) nearest = { name, far };
  }
  nearest ??= onlyOneWithPart(written, known);
  return nearest === undefined ? '' : `; did you mean '${shown(nearest.name)}'?`;
}

/** Whether two neighbouring letters have changed places: one slip, though two letters differ. */
function isSwapped(one: string, other: string): boolean {
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  return (
    at >= 0 &&
    one[at] === other[at + 1] &&
    one.slice(0, at) + one[at + 1] + one[at] + one.slice(at + 2) === other
  );
}

interface Near {
  name: string;
  far: number;
}

/** Letters from which on a part of a name is not there by chance. */
const PART = 4;

function onlyOneWithPart(written: string, known: readonly string[]): Near | undefined {
  if (written.length < PART) return undefined;
  const found = [...new Set(known)].filter(
    (name) => name.toLowerCase().includes(written.toLowerCase()) && name !== written,
  );
  return found.length === 1 && found[0] !== undefined ? { name: found[0], far: 0 } : undefined;
}
