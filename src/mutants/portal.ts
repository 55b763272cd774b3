import { type PortalOptions, type ProfileName, profiles, type World } from '../mock/index.ts';
import { createDirectClient } from '../mutation/client.ts';
import { createMockPool, type MockPool, targetOf } from '../run/embedded-mock.ts';
import type { Target } from '../target/target.ts';
import type { HttpClient } from '../wire/client.ts';
import type { Difference } from './mutant.ts';

export interface OpenPortal {
  target: Target;
  /** Reaches it without a connection. */
  client: HttpClient | undefined;
  close(): Promise<void>;
}

/** Portals that the cases of a run share as worlds of their own, beside the one that all share. */
const WORLDS = 4;

/** Portals for one run after another. */
export const createPortals = (): MockPool => createMockPool(1 + WORLDS);

/**
 * A portal with a difference. The worlds that cases ask for have it as well.
 *
 * @param world read once by the caller
 * @param beneath how the portal answers apart from the difference
 * @param portals where runs follow each other; they stay open when this one is closed
 * @param isDirect whether it is reached without a connection where the difference shows to such a client as well
 */
export async function openPortal(
  difference: Difference,
  world: World,
  beneath: ProfileName = 'documented',
  portals?: MockPool,
  isDirect = false,
): Promise<OpenPortal> {
  const pool = portals ?? createPortals();
  const profile = (difference.profile ?? ((same) => same))(profiles[beneath]);
  const { stages, sharedOnly = false, needsConnection = false } = difference;
  const whole: PortalOptions = { profile, world };
  const struck: PortalOptions = { ...whole, ...(stages && { stages }) };
  const mock = await pool.take(struck);
  const connect = isDirect && !needsConnection ? createDirectClient : undefined;
  return {
    target: targetOf(mock, profile.name, () => pool.world(sharedOnly ? whole : struck, connect)),
    client: connect?.(mock),
    async close() {
      pool.give(mock);
      if (portals === undefined) await pool.close();
    },
  };
}
