import { once } from '../base/once.ts';
import {
  defaultWorldFile,
  frozenWorld,
  loadWorld,
  type MockPortal,
  type PortalOptions,
  startMockPortal,
  type World,
} from '../mock/index.ts';
import { readSettings, type Settings } from '../target/environment.ts';
import { createTarget, type OwnWorld, type Target } from '../target/target.ts';
import { createClient, type HttpClient } from '../wire/client.ts';
import { filesOfCode } from './contract-data.ts';
import { contentKey, keptByContent } from './kept-data.ts';
import { moveLever } from './levers.ts';
import { loadResources } from './load.ts';
import { ROOT } from './root.ts';

/** Portals that serve cases as worlds of their own, one after another. */
const WORLDS = 4;

export interface OpenMock {
  mock: MockPortal;
  target: Target;
  close(): Promise<void>;
}

/** Starts a mock portal in this process; worlds of its own are further ones. */
export async function openMock(profile: Settings['mockProfile']): Promise<OpenMock> {
  const mock = await startMockPortal({ profile, world: await seedWorld() });
  const pool = createMockPool(WORLDS);
  return {
    mock,
    target: targetOf(mock, profile, () => pool.world({ profile })),
    close: async () => {
      await Promise.all([mock.close(), pool.close()]);
    },
  };
}

/** The world that portals begin with; read once for all processes. */
const seedWorld = once(async (): Promise<World> => {
  const key = contentKey([defaultWorldFile, ...filesOfCode(['mock/world', 'base'])]);
  // What keeps it cannot wait for it.
  const known = keptByContent<World | undefined>(ROOT, 'world', key, () => undefined);
  if (known) return frozenWorld(known);
  const read = await loadWorld();
  return frozenWorld(keptByContent(ROOT, 'world', key, () => read));
});

/** A mock portal in this process as a target. */
export function targetOf(mock: MockPortal, profile: string, ownWorld?: () => Promise<OwnWorld>): Target {
  const settings = readSettings(mock.environment);
  return createTarget(settings, {
    resources: loadResources(),
    kind: 'mock',
    profile,
    name: 'embedded',
    ca: mock.ca,
    ownWorld,
  });
}

/** Mock portals that are reset and used again: to start one costs two servers, and a handshake for each connection. */
export interface MockPool {
  /** A portal that begins as `options` say. Whoever comes when all are taken waits for one. */
  take(options: PortalOptions): Promise<MockPortal>;
  give(mock: MockPortal): void;
  /**
   * A portal for one case, with connections that outlive the case; closing it gives the portal back.
   *
   * @param connect another way to reach it
   */
  world(options: PortalOptions, connect?: (mock: MockPortal) => HttpClient): Promise<OwnWorld>;
  close(): Promise<void>;
}

/** @param most portals, started when they are first wanted */
export function createMockPool(most: number): MockPool {
  const started = new Set<Promise<MockPortal>>();
  const free: MockPortal[] = [];
  const waiting: ((mock: MockPortal | Promise<MockPortal>) => void)[] = [];
  let client: HttpClient | undefined;

  async function idle(): Promise<MockPortal> {
    const mock = free.pop();
    if (mock) return mock;
    if (started.size >= most) return new Promise((resolve) => waiting.push(resolve));
    const starting = seedWorld().then((world) => startMockPortal({ world }));
    started.add(starting);
    try {
      return await starting;
    } catch (error) {
      started.delete(starting);
      waiting.shift()?.(idle());
      throw error;
    }
  }

  /** All portals of a process have the same CA. */
  function shared({ ca }: MockPortal): HttpClient {
    client ??= createClient({ ca, isCaAlone: true });
    return client;
  }

  const pool: MockPool = {
    async take(options) {
      const mock = await idle();
      try {
        // Here, not when it was given back: what comes late from the case before must not be found.
        mock.reset(options);
        return mock;
      } catch (error) {
        pool.give(mock);
        throw error;
      }
    },
    give(mock) {
      const next = waiting.shift();
      if (next) next(mock);
      else free.push(mock);
    },
    async world(options, connect = shared) {
      const mock = await pool.take(options);
      return {
        client: connect(mock),
        target: targetOf(mock, mock.profile),
        change: (change) => moveLever(mock, change),
        close: async () => pool.give(mock),
      };
    },
    async close() {
      await client?.close();
      const all = await Promise.allSettled(started);
      await Promise.all(all.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)));
    },
  };
  return pool;
}
