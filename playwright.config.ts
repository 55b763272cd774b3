import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { loadContract, loadDeviations } from './src/suite/load.ts';
import { checkPlaces } from './src/suite/places.ts';
import { keepOurs, listReportersOf, reportersOf } from './src/suite/reporters.ts';
import { resultsFolder } from './src/suite/results.ts';
import { loadSettings, orExit } from './src/suite/settings.ts';
import { MARK, markOf } from './src/suite/shards.ts';

// A wrong environment or wrong contract data ends the run here, before anything is sent.
const settings = orExit(loadSettings);
orExit(() => loadDeviations(settings, loadContract()));
orExit(() => checkPlaces(settings));
orExit(() => keepOurs(process.argv.slice(2), process.env));
const results = resultsFolder(settings);
const name = settings.target;

export default defineConfig({
  testDir: 'tests/conformance',
  // Blob reports carry it, so that only parts of one run are merged.
  metadata: { [MARK]: markOf(settings, process.argv.slice(3)) },
  outputDir: join(results, 'test-output'),
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // Nothing is retried into green.
  retries: 0,
  workers: 2,
  // On a portal requests wait for its limit; every single one has a time limit of its own.
  timeout: settings.target === 'portal' ? 0 : 30_000,
  globalSetup: './src/suite/global-setup.ts',
  globalTeardown: './src/suite/global-teardown.ts',
  reporter: process.argv.includes('--list')
    ? listReportersOf(process.env)
    : reportersOf(process.env, results),
  // What disturbs a portal comes last and alone; without leave to disturb, it is skipped among the others.
  projects: settings.get('B24_ALLOW_DISRUPTIVE')
    ? [
        { name, grepInvert: /@disruptive/, teardown: 'disruptive' },
        { name: 'disruptive', grep: /@disruptive/ },
      ]
    : [{ name }],
  use: { trace: 'off', video: 'off', screenshot: 'off' },
});
