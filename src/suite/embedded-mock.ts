import { type MockPortal, startMockPortal } from '../mock/index.ts';
import { readSettings, type Settings } from '../target/environment.ts';
import { createTarget, type OwnWorld, type Target } from '../target/target.ts';
import { moveLever } from './levers.ts';

/** Starts a mock portal in this process; worlds of its own are further ones. */
export async function openMock(
  profile: Settings['mockProfile'],
): Promise<{ mock: MockPortal; target: Target }> {
  const mock = await startMockPortal({ profile });
  return { mock, target: targetOf(mock, profile, () => openWorld(profile)) };
}

/** A mock portal in this process as a target. */
export function targetOf(mock: MockPortal, profile: string, ownWorld: () => Promise<OwnWorld>): Target {
  const settings = readSettings(mock.environment);
  return createTarget(settings, { kind: 'mock', profile, name: 'embedded', ca: mock.ca, ownWorld });
}

async function openWorld(profile: Settings['mockProfile']): Promise<OwnWorld> {
  const { mock, target } = await openMock(profile);
  return { target, change: (change) => moveLever(mock, change), close: () => mock.close() };
}
