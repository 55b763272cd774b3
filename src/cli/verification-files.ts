import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode, systemWords } from '../base/system-words.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import { type Verification, verificationsOf } from '../report/verification.ts';
import { loadSchemas } from '../run/load.ts';
import { ArgumentError } from '../shell/settings.ts';
import { ConfigError } from '../target/environment.ts';

/**
 * Writes what a run says of each method into a folder, a file a method, beside the files that are there.
 *
 * @returns how many were written, and how many of these are verified
 * @throws ArgumentError where the run has no survey, or a file of the folder is of something else; ConfigError where
 * nothing can be written
 */
export function writeVerifications(
  folder: string,
  { name, report }: { name: string; report: ClaimsReport },
): { written: number; verified: number } {
  if (report.survey === undefined)
    throw new ArgumentError(`${name} has no survey of all methods: make the run with --confidence parsed`);
  const made = verificationsOf(report, readVerifications(folder));
  try {
    mkdirSync(folder, { recursive: true });
    for (const [key, verification] of made)
      writeFileSync(join(folder, `${key}.json`), `${JSON.stringify(verification, undefined, 2)}\n`);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw new ConfigError(`${folder} cannot be written (--verification): ${systemWords(error)}`);
  }
  const verified = [...made.values()].filter(({ confidence }) => confidence === 'verified').length;
  return { written: made.size, verified };
}

/**
 * The files of a folder, by their names without the ending; none where there is no such folder.
 *
 * @throws ArgumentError where one of them is of something else
 */
export function readVerifications(folder: string): Map<string, Verification> {
  const found = new Map<string, Verification>();
  const validate = loadSchemas().validator('verification.schema.json');
  for (const file of filesIn(folder)) {
    const path = join(folder, file);
    const value = parse(path);
    if (!validate(value)) {
      const [error] = validate.errors ?? [];
      throw new ArgumentError(
        `${path} is not the verification of a method: ${error?.instancePath ?? ''} ${error?.message ?? ''}; --verification needs a folder of its own`,
      );
    }
    found.set(file.slice(0, -'.json'.length), value as Verification);
  }
  return found;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw new ArgumentError(`${folder}: ${systemWords(error)}`);
  }
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new ArgumentError(`${path} is not JSON; --verification needs a folder of its own`);
  }
}
