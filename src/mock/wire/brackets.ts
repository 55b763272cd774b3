import qs from 'qs';

/** PHP's own bounds: 1000 variables (`max_input_vars`), 64 levels (`max_input_nesting_level`). */
const VARIABLES = 1000;
const LEVELS = 64;

/**
 * Reads `a=1&b[c][]=2` the way PHP does: brackets nest, the last of equal names wins, indices are kept. Objects have
 * no prototype, so no name can reach one.
 */
export function parseBrackets(text: string): Record<string, unknown> {
  const parsed = qs.parse(text, {
    plainObjects: true,
    allowSparse: true,
    depth: LEVELS,
    parameterLimit: VARIABLES,
    arrayLimit: VARIABLES,
    duplicates: 'last',
  });
  for (const [name, value] of Object.entries(parsed)) parsed[name] = keepIndices(value);
  return parsed;
}

/** A list with gaps becomes a map: `cmd[1]=…&cmd[2]=…` has the keys 1 and 2, not 0 and 1. */
function keepIndices(value: qs.ParsedQs[string]): qs.ParsedQs[string] {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) value[key] = keepIndices(inner);
    return value;
  }
  const indices = Object.keys(value);
  const entries = indices.map((index) => [index, keepIndices(value[Number(index)])] as const);
  if (indices.length === value.length) return entries.map(([, inner]) => inner) as typeof value;
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}
