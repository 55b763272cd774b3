import covertable from 'covertable';

/** One value of each dimension. */
export type Combination = Readonly<Record<string, string>>;
type Factors = Readonly<Record<string, readonly string[]>>;

/** Every combination that is allowed, in the order of the dimensions' values. */
export function product(factors: Factors, allowed: (combination: Combination) => boolean): Combination[] {
  let combinations: Combination[] = [{}];
  for (const [name, values] of Object.entries(factors))
    combinations = combinations.flatMap((before) => values.map((value) => ({ ...before, [name]: value })));
  return combinations.filter(allowed);
}

/**
 * A part of the product that still holds every allowed pair of values (with `strength` 1: every value).
 * Deterministic.
 */
export function covering(
  factors: Factors,
  strength: 1 | 2,
  allowed: (combination: Combination) => boolean,
): Combination[] {
  const all = product(factors, allowed);
  const names = Object.keys(factors);
  if (names.length <= 1) return all;
  const rows = covertable.make(
    Object.fromEntries(Object.entries(factors).map(([name, values]) => [name, [...values]])),
    {
      length: strength,
      sorter: covertable.sorters.hash,
      preFilter: (row: Record<string, string>) => couldBeAllowed(row, all),
    },
  );
  const chosen = new Set(rows.map(key));
  // The library may leave out a pair whose only completion its filter refused late; take those from the product.
  const covered = new Set(rows.flatMap((row) => tuples(row, strength)));
  for (const combination of all) {
    const missing = tuples(combination, strength).filter((tuple) => !covered.has(tuple));
    if (missing.length === 0) continue;
    chosen.add(key(combination));
    for (const tuple of missing) covered.add(tuple);
  }
  return all.filter((combination) => chosen.has(key(combination)));
}

const key = (combination: Combination): string =>
  Object.keys(combination)
    .sort()
    .map((name) => `${name}=${combination[name]}`)
    .join();

function couldBeAllowed(row: Record<string, string>, all: readonly Combination[]): boolean {
  return all.some((combination) => Object.entries(row).every(([name, value]) => combination[name] === value));
}

function tuples(combination: Combination, strength: 1 | 2): string[] {
  const single = Object.entries(combination).map(([name, value]) => `${name}=${value}`);
  if (strength === 1) return single;
  return single.flatMap((one, index) => single.slice(index + 1).map((other) => `${one} ${other}`));
}
