import { documentationRoot, documentPlaces } from './documentation-root.ts';
import type { PortalRun } from './portal-run.ts';
import { loadSettings, orExit, orExitAsync } from './settings.ts';

let started: Promise<PortalRun> | undefined;

/** Before the first test: a portal that cannot be reached, trusted or prepared ends the run with one clear message. */
export default async function globalSetup(): Promise<void> {
  const settings = loadSettings();
  orExit(() => documentationRoot(settings));
  orExit(() => documentPlaces(settings));
  if (settings.target === 'mock') return;
  // The embedded mock needs none of it, and starts sooner without.
  started = orExitAsync(async () => (await import('./portal-run.ts')).startPortalRun(settings));
  await started;
}

/** When the run ends, also after failures and Ctrl-C; one that is still being prepared then is tidied up as well. */
export async function endRun(): Promise<void> {
  const run = await started?.catch(() => undefined);
  await run?.close();
}
