import { endRun } from './global-setup.ts';

/** What `globalSetup` returned Playwright would call only if Ctrl-C did not come while it was at work. */
export default function globalTeardown(): Promise<void> {
  return endRun();
}
