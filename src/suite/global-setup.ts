import { checkReachable } from '../target/preflight.ts';
import { createClient } from '../wire/client.ts';
import { openTarget } from './open-target.ts';
import { loadSettings, orExitAsync } from './settings.ts';

/** Before the first test: a portal that cannot be reached or trusted ends the run with one clear message. */
export default async function globalSetup(): Promise<void> {
  const settings = loadSettings();
  if (settings.target === 'mock') return;
  await orExitAsync(async () => {
    const { target, close } = await openTarget(settings);
    const client = createClient({ ca: target.ca });
    try {
      await checkReachable(target, client);
    } finally {
      await client.close();
      await close();
    }
  });
}
