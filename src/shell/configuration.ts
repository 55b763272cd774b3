import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import { adoptKey, keyOfContract } from '../run/contract-data.ts';
import { loadContract, loadDeviations } from '../run/load.ts';
import { optimizeLate } from '../run/optimize-late.mjs';
import type { SuiteOptions } from './fixture.ts';
import { checkPlaces, lastRunFolder, resultsFolder } from './places.ts';
import { keepOurs, listReportersOf, reportersOf } from './reporters.ts';
import { keepToOneRun } from './results-lock.ts';
import { handedOn, handOn } from './run-folder.ts';
import { projectNames } from './selected-groups.ts';
import { loadSettings, orExit } from './settings.ts';
import { MARK, markOf } from './shards.ts';

/** Files that Playwright loads by their paths. */
export interface LoadedByPath {
  /** Folder of the test files. */
  tests: string;
  reporter: string;
  progress: string;
  globalSetup: string;
  globalTeardown: string;
}

/** How Playwright runs the suite. A wrong environment or wrong contract data ends the process, before anything is sent. */
export function configure({
  tests,
  reporter,
  progress,
  globalSetup,
  globalTeardown,
}: LoadedByPath): PlaywrightTestConfig<object, SuiteOptions> {
  const settings = orExit(loadSettings);
  const results = resultsFolder(settings);
  // Workers read the configuration as well; what concerns all of the run is done by then.
  const isWorker = process.env.TEST_WORKER_INDEX !== undefined;
  const { reporters = [], contractKey } = handedOn();
  optimizeLate();
  if (isWorker) adoptKey(contractKey);
  else {
    orExit(() => loadDeviations(settings, loadContract()));
    handOn({ contractKey: keyOfContract() });
    orExit(() => checkPlaces(settings));
    if (!process.argv.includes('--list')) orExit(() => keepToOneRun(results));
    orExit(() => keepOurs(reporter, process.argv.slice(2), process.env));
  }
  const [name, apart] = projectNames(settings);
  return defineConfig<object, SuiteOptions>({
    testDir: tests,
    // Of a pattern of names Playwright would make an expression anew for every file there.
    testMatch: /\.spec\.(ts|mjs)$/,
    // Blob reports carry it, so that only parts of one run are merged.
    ...(isWorker ? {} : { metadata: { [MARK]: markOf(settings, process.argv.slice(3)) } }),
    outputDir: lastRunFolder(results),
    fullyParallel: true,
    forbidOnly: Boolean(process.env.CI),
    // Nothing is retried into green.
    retries: 0,
    workers: 2,
    // On a portal requests wait for its limit; every single one has a time limit of its own.
    timeout: settings.target === 'portal' ? 0 : 30_000,
    globalSetup,
    globalTeardown,
    reporter: process.argv.includes('--list')
      ? listReportersOf(reporters)
      : reportersOf(reporter, progress, reporters, results),
    // What disturbs a portal comes last and alone; without leave to disturb, it is skipped among the others.
    projects: apart
      ? [
          { name, grepInvert: /@disruptive/, teardown: apart },
          { name: apart, grep: /@disruptive/ },
        ]
      : [{ name }],
    use: {
      documentationRoot: settings.get('B24_DOCS'),
      trace: 'off',
      video: 'off',
      screenshot: 'off',
    },
  });
}
