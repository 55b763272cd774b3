// @ts-check
import { createRequire } from 'node:module';

/**
 * Validators as CommonJS that exports them by name. What writes it is loaded here, as who only runs validators needs none of it.
 *
 * @param {import('ajv').default} ajv which has their schemas, and keeps its code
 * @param {Readonly<Record<string, string>>} names to the `$id`s of their schemas
 * @returns {string}
 */
export function codeOf(ajv, names) {
  const { default: toCode } = createRequire(import.meta.url)('ajv/dist/standalone/index.js');
  return toCode(ajv, { ...names });
}
