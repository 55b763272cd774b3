import { type MockPortal, type ProfileName, profiles, startMockPortal, type World } from '../mock/index.ts';
import { targetOf } from '../suite/embedded-mock.ts';
import { moveLever } from '../suite/levers.ts';
import type { OwnWorld, Target } from '../target/target.ts';
import { createClient } from '../wire/client.ts';
import type { Difference } from './mutant.ts';

export interface OpenPortal {
  target: Target;
  close(): Promise<void>;
}

/** Portals that the cases of a run share as worlds of their own, one after another: each start costs two servers. */
const WORLDS = 4;

/**
 * Starts a portal with a difference. The worlds that cases ask for have it as well; each is put back to how it was at
 * the start before another case gets it.
 *
 * @param world read once by the caller
 * @param beneath how the portal answers apart from the difference
 */
export async function openPortal(
  difference: Difference,
  world: World,
  beneath: ProfileName = 'documented',
): Promise<OpenPortal> {
  const profile = (difference.profile ?? ((same) => same))(profiles[beneath]);
  const { stages, sharedOnly = false, remembers = false } = difference;
  const start = (isStruck: boolean): Promise<MockPortal> =>
    startMockPortal({ profile, world, ...(stages && isStruck ? { stages } : {}) });
  const mock = await start(true);
  const worlds = pool(WORLDS, () => start(!sharedOnly), remembers);
  // All portals of a process have the same CA.
  const client = createClient({ ca: mock.ca });
  const target = targetOf(mock, profile.name, async (): Promise<OwnWorld> => {
    const own = await worlds.take();
    return {
      client,
      target: targetOf(own, profile.name, () =>
        Promise.reject(new Error('a world has no worlds of its own')),
      ),
      change: (change) => moveLever(own, change),
      async close() {
        own.control.reset();
        await worlds.give(own);
      },
    };
  });
  return {
    target,
    close: async () => {
      await client.close();
      await Promise.all([mock.close(), worlds.close()]);
    },
  };
}

/** At most so many portals, made when they are first wanted; whoever comes too late waits. */
function pool(most: number, start: () => Promise<MockPortal>, onlyOnce: boolean) {
  const made: Promise<MockPortal>[] = [];
  const free: MockPortal[] = [];
  const waiting: ((portal: MockPortal) => void)[] = [];
  return {
    async take(): Promise<MockPortal> {
      const idle = free.pop();
      if (idle) return idle;
      if (made.length >= most) return new Promise((resolve) => waiting.push(resolve));
      const started = start();
      made.push(started);
      return started;
    },
    async give(used: MockPortal): Promise<void> {
      if (onlyOnce) await used.close();
      const portal = onlyOnce ? await start() : used;
      if (onlyOnce) made.push(Promise.resolve(portal));
      const next = waiting.shift();
      if (next) next(portal);
      else free.push(portal);
    },
    async close(): Promise<void> {
      const all = await Promise.allSettled(made);
      await Promise.all(all.map((one) => (one.status === 'fulfilled' ? one.value.close() : undefined)));
    },
  };
}
