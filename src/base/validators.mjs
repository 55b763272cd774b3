// @ts-check
/**
 * Validators of JSON Schemas that every start needs. A module `*.validators.mjs` exports its `schemas` and what this makes of
 * them; where the sources become a few files of JavaScript, `shell/build.mjs` puts the compiled validators in place of such a
 * module, as to load Ajv and compile its schemas takes longer than all else that a start does.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/**
 * @typedef {object} SchemasToCompile
 * @property {import('ajv').Options} options
 * @property {readonly object[]} schemas in the order in which they refer to each other
 * @property {Readonly<Record<string, string>>} names of validators, to the `$id` of their schemas
 */

/**
 * @param {SchemasToCompile} source
 * @param {import('ajv').Options} [further]
 */
export function createAjv({ options, schemas }, further = {}) {
  const ajv = new Ajv2020({ ...options, ...further });
  /** @type {(ajv: Ajv2020) => void} */ (/** @type {unknown} */ (addFormats))(ajv);
  for (const schema of schemas) ajv.addSchema(schema);
  return ajv;
}

/**
 * A validator by its name, compiled when it is first asked for.
 *
 * @param {SchemasToCompile} source
 * @returns {(name: string) => import('ajv').ValidateFunction}
 */
export function compileOnDemand(source) {
  /** @type {Ajv2020 | undefined} */
  let ajv;
  return (name) => {
    ajv ??= createAjv(source);
    const validate = ajv.getSchema(source.names[name] ?? '');
    if (validate === undefined) throw new Error(`there is no schema '${name}'`);
    return validate;
  };
}
