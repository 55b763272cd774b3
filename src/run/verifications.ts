import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, type DataProblem, parseYamlFile } from '../base/yaml-file.ts';
import type { Schemas } from '../contract/schemas.ts';
import { validateShape } from '../contract/validate.ts';
import type { Verification } from '../report/verification.gen.ts';

const ENDING = '.json';

/** Files of verifications in a folder, by name; none where there is no such folder. */
export const verificationFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(ENDING))
        .sort()
        .map((name) => join(folder, name))
    : [];

/**
 * What runs have said of methods: a file each, by its name without the ending.
 *
 * @param shown how a message names a file
 * @throws DataError where one of them is of something else, with each mistake
 */
export function readVerifications(
  folder: string,
  schemas: Schemas,
  shown = (path: string): string => path,
): Map<string, Verification> {
  const found = new Map<string, Verification>();
  const problems: DataProblem[] = [];
  const validate = schemas.validator('verification.schema.json');
  for (const path of verificationFiles(folder)) {
    const text = readFileSync(path, 'utf8');
    const value = parse(text);
    const key = path
      .slice(folder.length)
      .replace(/^[\\/]/, '')
      .slice(0, -ENDING.length);
    // Positions cost time, which only a mistake is worth: there may be a file for each documented method.
    if (value === undefined || !validate(value)) problems.push(...mistakesIn(shown(path), text, schemas));
    else {
      const verification = value as Verification;
      const { method, rest } = verification;
      const wanted = rest === undefined ? method : `${method}@${rest}`;
      if (key !== wanted)
        problems.push({
          file: shown(path),
          line: 1,
          message: `it is of ${wanted}: its name must be '${wanted}${ENDING}'`,
        });
      found.set(key, verification);
    }
  }
  if (problems.length > 0) throw new DataError(problems);
  return found;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function mistakesIn(file: string, text: string, schemas: Schemas): DataProblem[] {
  if (parse(text) === undefined) return [{ file, line: 1, message: 'it is not JSON' }];
  return validateShape(parseYamlFile(file, text), schemas, 'verification.schema.json');
}
