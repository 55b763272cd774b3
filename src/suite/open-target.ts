import { readFileSync } from 'node:fs';
import { type MockPortal, startMockPortal } from '../mock/index.ts';
import { ConfigError, readSettings, type Settings } from '../target/environment.ts';
import { createTarget, type OwnWorld, type Target } from '../target/target.ts';
import { moveLever } from './levers.ts';

export interface OpenTarget {
  target: Target;
  close(): Promise<void>;
}

/**
 * The target that the settings name. The embedded mock portal is used exactly as a portal is: through its
 * variables, over sockets, with its own CA.
 *
 * @throws ConfigError when `B24_CA_FILE` cannot be read
 */
export async function openTarget(settings: Settings): Promise<OpenTarget> {
  if (settings.target === 'portal')
    return { target: createTarget(settings, { ca: readCa(settings) }), close: async () => {} };
  const { mock, target } = await openMock(settings.mockProfile);
  return { target, close: () => mock.close() };
}

async function openMock(profile: Settings['mockProfile']): Promise<{ mock: MockPortal; target: Target }> {
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

function readCa(settings: Settings): string | undefined {
  const path = settings.get('B24_CA_FILE');
  if (path === undefined) return undefined;
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(
      `B24_CA_FILE cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----'))
    throw new ConfigError(`B24_CA_FILE (${path}) holds no PEM certificate`);
  return pem;
}
