import { checkMove, checkReachable } from '../target/preflight.ts';
import { createClient, type HttpClient } from '../wire/client.ts';
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
      const origin = target.origin('https');
      const moved = await checkReachable(origin, client);
      if (moved === undefined) return;
      checkMove(origin, moved, settings.followMoved);
      await follow(origin, moved, client);
    } finally {
      await client.close();
      await close();
    }
  });
}

/** Once, and for the whole run: the workers inherit the new address. */
async function follow(from: string, to: string, client: HttpClient): Promise<void> {
  await checkReachable(to, client);
  console.log(`The portal has moved to ${to}; this run follows it. Put the new address into B24_WEBHOOK.`);
  for (const name of ['B24_WEBHOOK', 'B24_WEBHOOK_NO_SCOPE']) {
    const value = process.env[name];
    if (value?.startsWith(from)) process.env[name] = to + value.slice(from.length);
  }
}
