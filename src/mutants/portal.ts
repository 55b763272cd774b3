import {
  type MockPortal,
  type PortalOptions,
  type ProfileName,
  profiles,
  type World,
} from '../mock/index.ts';
import { createMockPool, type MockPool, targetOf } from '../run/embedded-mock.ts';
import type { Target } from '../target/target.ts';
import type { HttpClient } from '../wire/client.ts';
import { type CaseClock, createCaseClock } from './case-clock.ts';
import type { Difference } from './mutant.ts';

export interface OpenPortal {
  target: Target;
  /** Reaches it without a connection. */
  client: HttpClient | undefined;
  /** Its time, where that is not the machine's: it begins anew for each case. */
  clock: CaseClock | undefined;
  close(): Promise<void>;
}

/** Portals that the cases of a run share as worlds of their own, beside the one that all share. */
const WORLDS = 4;

/** Portals for one run after another. */
export const createPortals = (): MockPool => createMockPool(1 + WORLDS);

export interface OpenOptions {
  /** How the portal answers apart from the difference; as documented unless given. */
  beneath?: ProfileName | undefined;
  /** Where runs follow each other; they stay open when this one is closed. */
  portals?: MockPool | undefined;
  /** Reaches it without a connection, where the difference shows to such a client as well. */
  connect?: ((mock: MockPortal) => HttpClient) | undefined;
}

/**
 * A portal with a difference. The worlds that cases ask for have it as well.
 *
 * @param world read once by the caller
 */
export async function openPortal(
  difference: Difference,
  world: World,
  { beneath = 'documented', portals, connect: direct }: OpenOptions = {},
): Promise<OpenPortal> {
  const pool = portals ?? createPortals();
  const profile = (difference.profile ?? ((same) => same))(profiles[beneath]);
  const { stages, sharedOnly = false, needsConnection = false } = difference;
  const connect = needsConnection ? undefined : direct;
  const clock = connect && createCaseClock();
  const whole = (own = clock): PortalOptions => ({ profile, world, ...(own && { clock: own, series: 1 }) });
  const struck = (own = clock): PortalOptions => ({ ...whole(own), ...(stages && { stages }) });
  const mock = await pool.take(struck());
  const ownWorld = () => {
    const own = connect && createCaseClock();
    return pool.world(sharedOnly ? whole(own) : struck(own), connect);
  };
  return {
    target: targetOf(mock, profile.name, ownWorld),
    client: connect?.(mock),
    clock,
    async close() {
      pool.give(mock);
      if (portals === undefined) await pool.close();
    },
  };
}
