import dotenv from 'dotenv';
import { own } from '../base/own.ts';
import { absolutePaths, readSettings, type Settings, type VariableName } from '../target/environment.ts';
import { secretsOf } from '../target/target.ts';
import { createRedactor } from '../wire/redact.ts';

/** Exit code of a run that could not be made. */
export const EXIT_NOT_MADE = 2;

/** What was asked for on the command line cannot be done. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/** What this process found out or made on its way. */
const found: Partial<Record<VariableName, string>> = {};

/**
 * Settings from the environment and from `.env`; the environment wins, and over both what was found. Processes that this
 * one starts in another directory inherit paths as they are meant here.
 */
export function loadSettings(): Settings {
  dotenv.config({ quiet: true });
  Object.assign(process.env, absolutePaths(process.env));
  return presentSettings();
}

/** Settings found on the way. They never stand in the environment, which every program that a run starts inherits. */
export function adopt(values: Partial<Record<VariableName, string>>): void {
  Object.assign(found, values);
}

/** All that was adopted so far. */
export function adopted(): Record<string, string> {
  return { ...found };
}

function presentSettings(): Settings {
  return readSettings({ ...process.env, ...found });
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
    return createRedactor(secretsOf(presentSettings()))(text);
  } catch {
    // Settings that cannot be read are complained about without their values.
    return text;
  }
}

function exitWith(error: unknown): never {
  if (!(error instanceof Error)) throw error;
  const title = own(TITLES, error.name);
  if (title === undefined) throw error;
  console.error(redactSettings(`${title}\n${error.message.replace(/^/gm, '  ')}`));
  process.exit(EXIT_NOT_MADE);
}

/** By the names of errors: most processes need none of what throws them, and start sooner without. */
const TITLES: Readonly<Record<string, string>> = {
  ArgumentError: 'The arguments are wrong:',
  ConfigError: 'The configuration is wrong (environment and .env):',
  DataError: 'The contract data is wrong:',
  DeviationsError: 'The file of known deviations is wrong:',
  RecordingError: 'The recording cannot be judged:',
  TargetError: 'The target cannot be tested:',
};
