import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { Case } from '../cases/case.ts';
import type { Contract, Matchers } from '../contract/contract.ts';
import { referencesInMatchers } from '../contract/matcher.ts';
import { addressOf } from '../contract/schemas.ts';
import { schemaOf } from '../judge/values.ts';
import { createAjv } from './create-ajv.ts';
import { codeOf } from './standalone.mjs';

/** Validators as JavaScript: plain data, which can be kept. */
export interface ValidatorCode {
  /** The names of what is exported, by what the schemas are asked for by: a reference into `schemas/`, or themselves as JSON. */
  names: Readonly<Record<string, string>>;
  code: string;
}

/**
 * Validators of everything that the judge compares answers with, compiled. To load Ajv and compile these few schemas takes
 * longer than all else that the judge does in a short run.
 *
 * @param files schemas that references lead to
 */
export function compileValidators(
  files: readonly object[],
  contract: Contract,
  cases: readonly Case[],
): ValidatorCode {
  const ajv = createAjv({ code: { source: true } });
  for (const file of files) ajv.addSchema(file);
  const names: Record<string, string> = {};
  const addresses: Record<string, string> = {};
  for (const schema of schemasOf(contract, cases)) {
    const name = `validator${Object.keys(names).length}`;
    const key = typeof schema === 'string' ? schema : JSON.stringify(schema);
    if (Object.hasOwn(names, key)) continue;
    names[key] = name;
    addresses[name] = typeof schema === 'string' ? addressOf(schema) : addressOf(name);
    if (typeof schema !== 'string') ajv.addSchema({ $id: addresses[name], ...schema });
  }
  return { names, code: codeOf(ajv, addresses) };
}

/** What the judge compares with, unless it is only known from an answer. */
function schemasOf(contract: Contract, cases: readonly Case[]): (string | object)[] {
  const expected = [
    ...contract.claims.flatMap(({ check = {} }) => [
      check.success,
      check.failure,
      check.shows,
      check.refusalShows,
    ]),
    ...cases.flatMap(({ expect, before, after }) => [
      expect,
      ...[...before, ...after].map((step) => (step.kind === 'request' ? step.expect : undefined)),
    ]),
  ];
  return expected.flatMap((matchers: Matchers = {}) =>
    Object.values(matchers).flatMap((matcher) =>
      referencesInMatchers({ '': matcher }).length > 0 ? [] : (schemaOf(matcher) ?? []),
    ),
  );
}

/** By what schemas are asked for by, as above. */
export function runValidators({ names, code }: ValidatorCode): Map<string, ValidateFunction> {
  const found: Record<string, ValidateFunction> = {};
  const run = new Script(`(function (exports, require) {${code}\n})`, { filename: 'validators.cjs' });
  (run.runInThisContext() as (exports: object, load: NodeJS.Require) => void)(
    found,
    createRequire(import.meta.url),
  );
  return new Map(
    Object.entries(names).flatMap(([key, name]) => {
      const validate = found[name];
      return validate ? [[key, validate] as const] : [];
    }),
  );
}
