import type { World } from './world.ts';

const frozen = new WeakSet<World>();

/**
 * A copy that nobody can change: portals that begin with it share it. Of any other world each portal makes such a copy, as its
 * owner may go on to change it.
 */
export function frozenWorld(world: World): World {
  if (frozen.has(world)) return world;
  const copy = deepFreeze(structuredClone(world));
  frozen.add(copy);
  return copy;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
