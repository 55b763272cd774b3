import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { ReporterDescription } from '@playwright/test';
import { guess } from '../base/guess.ts';
import { commandLine } from '../base/program.ts';
import { HOME } from '../run/root.ts';
import { ArgumentError } from './settings.ts';

/** Playwright's own, as its `--help` lists them. */
const BUILT_IN = [
  'list',
  'line',
  'dot',
  'failures',
  'json',
  'junit',
  'null',
  'github',
  'html',
  'blob',
  'perfetto',
  'coverage',
];

/** Playwright's own variable: one more reporter beside those of the command line. */
const FURTHER = 'PW_TEST_REPORTER';

/**
 * Reporters as a command line names them, `dot,./mine.ts`, made independent of the working directory.
 *
 * @throws ArgumentError when there is no such reporter
 */
export function readReporters(words: string): string[] {
  return words
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => {
      if (BUILT_IN.includes(name)) return name;
      const path = resolve(name);
      if (existsSync(path)) return path;
      try {
        return createRequire(join(HOME, 'package.json')).resolve(name);
      } catch {
        throw new ArgumentError(
          `--reporter ${name}: that is neither a reporter of Playwright nor a file${guess(name, BUILT_IN)}`,
        );
      }
    });
}

/** Options by which Playwright loads further files of the user, or looks at the sources of the tests. */
const LOADING = /^(-c|--(config|tsconfig|add-reporter|only-changed|ui))(=|$)/;

/**
 * Whether a run loads no file but the suite's own, which are compiled.
 *
 * @param named reporters, as `readReporters` gives them
 * @param passed options and words that go to Playwright
 */
export function loadsOursAlone(
  named: readonly string[],
  passed: readonly string[],
  environment: NodeJS.ProcessEnv,
): boolean {
  return (
    named.every((name) => BUILT_IN.includes(name)) &&
    !passed.some((word) => LOADING.test(word)) &&
    !environment[FURTHER]
  );
}

/**
 * The reporters of a run: those that were named, or the suite's progress, and always those that keep `results/` up to date.
 *
 * @param ours path of the suite's own, which turns what the tests bring into `results/`; a run without it says nothing
 * @param progress path of the one that shows how the run goes on
 */
export function reportersOf(
  ours: string,
  progress: string,
  named: readonly string[],
  results: string,
): ReporterDescription[] {
  const folder = join(results, 'playwright');
  const kept: ReporterDescription[] = [
    ['html', { outputFolder: folder, open: 'never' }],
    // In this order: the first one empties the folder.
    ['junit', { outputFile: join(folder, 'junit.xml') }],
  ];
  const shown = named.filter((name) => !kept.some(([known]) => known === name));
  return [
    [ours],
    ...(named.length === 0 ? [progress] : shown).map((name): ReporterDescription => [name]),
    ...kept,
  ];
}

/** To list is not to run: what the last run left stays. */
export function listReportersOf(named: readonly string[]): ReporterDescription[] {
  return (named.length === 0 ? ['list'] : named).map((name) => [name]);
}

/**
 * Playwright started without our command lets `--reporter` replace every reporter of its configuration. A further one
 * can be named by a variable of Playwright's alone: ours.
 *
 * @throws ArgumentError when that variable names another
 */
export function keepOurs(ours: string, words: readonly string[], environment: NodeJS.ProcessEnv): void {
  if (words.includes('--list') || !words.some((word) => /^--reporter(=|$)/.test(word))) return;
  const other = environment[FURTHER];
  if (other !== undefined && other !== '' && other !== ours)
    throw new ArgumentError(
      `--reporter and ${FURTHER} together leave no room for the suite's own reporter, which writes the results.\n` +
        `${commandLine('conformance', '--reporter NAME')} adds a reporter to it.`,
    );
  environment[FURTHER] = ours;
}
