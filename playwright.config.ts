/** What `npx playwright test` and editors use; `npm run conformance` takes the same from files that are compiled once. */
import { join } from 'node:path';
import { compiled, compiledFile } from './src/shell/compiled.mjs';

const { configure } = await compiled<typeof import('./src/shell/configuration.ts')>('configuration');

export default configure({
  tests: join(import.meta.dirname, 'tests', 'conformance'),
  reporter: await compiledFile('reporter'),
  progress: await compiledFile('progress'),
  globalSetup: await compiledFile('global-setup'),
  globalTeardown: await compiledFile('global-teardown'),
});
