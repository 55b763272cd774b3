// @ts-check
/**
 * How the schemas of `schemas/` are compiled. Whether they are valid themselves, a test holds: to ask each process costs it more
 * than all that it checks. A tuple may be followed by more: how long a list is, is another condition.
 *
 * @satisfies {import('ajv').Options}
 */
export const STRICT = {
  strict: true,
  validateSchema: false,
  strictTuples: false,
  allErrors: true,
  verbose: true,
  allowUnionTypes: true,
};
