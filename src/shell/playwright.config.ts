/** Playwright's configuration in the package; a checkout has its own at the root. */
import { compiledFile } from './compiled.mjs';
import { configure } from './configuration.ts';

export default configure({
  reporter: await compiledFile('reporter'),
  progress: await compiledFile('progress'),
  globalSetup: await compiledFile('global-setup'),
  globalTeardown: await compiledFile('global-teardown'),
});
