import dotenv from 'dotenv';
import { DataError } from '../contract/yaml-file.ts';
import { absolutePaths, ConfigError, readSettings, type Settings } from '../target/environment.ts';
import { TargetError } from '../target/preflight.ts';
import { secretsOf } from '../target/target.ts';
import { createRedactor } from '../wire/redact.ts';

/** Exit code of a run that could not be made. */
export const EXIT_NOT_MADE = 2;

/** What was asked for on the command line cannot be done. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/**
 * Settings from the environment and from `.env`; the environment wins. Processes that this one starts in another
 * directory inherit paths as they are meant here.
 */
export function loadSettings(): Settings {
  dotenv.config({ quiet: true });
  Object.assign(process.env, absolutePaths(process.env));
  return readSettings(process.env);
}

/** The result; or, where the run cannot be made for a reason the user can mend, that reason alone and exit 2. */
export function orExit<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    return exitWith(error);
  }
}

export async function orExitAsync<T>(make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    return exitWith(error);
  }
}

/** Replaces the secrets of the present settings: for everything that goes to the console. */
export function redactSettings(text: string): string {
  try {
    return createRedactor(secretsOf(readSettings(process.env)))(text);
  } catch {
    // Settings that cannot be read are complained about without their values.
    return text;
  }
}

function exitWith(error: unknown): never {
  const title = titleOf(error);
  if (title === undefined || !(error instanceof Error)) throw error;
  console.error(redactSettings(`${title}\n${error.message.replace(/^/gm, '  ')}`));
  process.exit(EXIT_NOT_MADE);
}

function titleOf(error: unknown): string | undefined {
  if (error instanceof ArgumentError) return 'The arguments are wrong:';
  if (error instanceof ConfigError) return 'The configuration is wrong (environment and .env):';
  if (error instanceof DataError) return 'The contract data is wrong:';
  if (error instanceof TargetError) return 'The target cannot be tested:';
  return undefined;
}
