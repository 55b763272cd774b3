import { compiled, compiledFile } from './src/shell/compiled.mjs';

const { configure } = await compiled<typeof import('./src/shell/configuration.ts')>('configuration');

export default configure({
  reporter: await compiledFile('reporter'),
  progress: await compiledFile('progress'),
  globalSetup: await compiledFile('global-setup'),
  globalTeardown: await compiledFile('global-teardown'),
});
