import { compiled, compiledFile } from './src/suite/compiled.mjs';

const { configure } = await compiled<typeof import('./src/suite/configuration.ts')>('configuration');

export default configure({
  reporter: await compiledFile('reporter'),
  globalSetup: await compiledFile('global-setup'),
  globalTeardown: await compiledFile('global-teardown'),
});
