import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode, systemWords } from '../base/system-words.ts';
import { DataError } from '../base/yaml-file.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import { type Verification, verificationsOf } from '../report/verification.ts';
import { loadSchemas } from '../run/load.ts';
import { readVerifications } from '../run/verifications.ts';
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
  const made = verificationsOf(report, earlierIn(folder));
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

/** @throws ArgumentError where a file of the folder is of something else: it would be written over */
function earlierIn(folder: string): Map<string, Verification> {
  try {
    return readVerifications(folder, loadSchemas());
  } catch (error) {
    if (error instanceof DataError)
      throw new ArgumentError(
        `${folder} has files that are not the verification of a method, and --verification needs a folder of its own:\n${error.message}`,
      );
    if (systemCode(error) !== undefined) throw new ArgumentError(`${folder}: ${systemWords(error)}`);
    throw error;
  }
}
