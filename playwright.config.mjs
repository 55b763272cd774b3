// @ts-check
// JavaScript, as are the tests: for TypeScript, Playwright would start a thread beside each of its processes.
import { compiled, compiledFile } from './src/shell/compiled.mjs';

/** @type {typeof import('./src/shell/configuration.ts')} */
const { configure } = await compiled('configuration');

export default configure({
  reporter: await compiledFile('reporter'),
  progress: await compiledFile('progress'),
  globalSetup: await compiledFile('global-setup'),
  globalTeardown: await compiledFile('global-teardown'),
});
