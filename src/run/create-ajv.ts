import { createRequire } from 'node:module';
import type { Ajv2020, Options } from 'ajv/dist/2020.js';
import { STRICT } from '../base/ajv-options.mjs';

const load = createRequire(import.meta.url);

/** A strict Ajv. It is loaded when something is to be checked: many a process only reads what was checked before. */
export function createAjv(further: Options = {}): Ajv2020 {
  const { Ajv2020: Ajv } = load('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  const { default: addFormats } = load('ajv-formats') as typeof import('ajv-formats');
  const ajv = new Ajv({ ...STRICT, ...further });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  return ajv;
}
