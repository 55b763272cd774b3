/** Playwright's configuration where its files are compiled: it has nothing to translate. A checkout has one at its root as well. */
import { dirname } from 'node:path';
import { compiledFile } from './compiled.mjs';
import { configure } from './configuration.ts';

export default configure({
  tests: dirname(await compiledFile('conformance.spec')),
  reporter: await compiledFile('reporter'),
  progress: await compiledFile('progress'),
  globalSetup: await compiledFile('global-setup'),
  globalTeardown: await compiledFile('global-teardown'),
});
