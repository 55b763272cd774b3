import { readFileSync } from 'node:fs';
import { messageOf } from '../base/message.ts';
import { loadResources } from '../run/load.ts';
import { ConfigError, type Settings } from '../target/environment.ts';
import type { MadeValues } from '../target/resource-values.ts';
import { createTarget, type Target } from '../target/target.ts';

export interface OpenTarget {
  target: Target;
  close(): Promise<void>;
}

/**
 * The target that the settings name. The embedded mock portal is used exactly as a portal is: through its
 * variables, over sockets, with its own CA.
 *
 * @param made what the run made where no variable gives it
 * @throws ConfigError when `B24_CA_FILE` cannot be read
 */
export async function openTarget(settings: Settings, made?: MadeValues): Promise<OpenTarget> {
  if (settings.target === 'portal')
    return {
      target: createTarget(settings, {
        resources: loadResources(),
        ...(made === undefined ? {} : { made }),
        ca: readCa(settings),
      }),
      close: async () => {},
    };
  // A run on a portal need not load it.
  const { openMock } = await import('../run/embedded-mock.ts');
  const { target, close } = await openMock(settings.mockProfile);
  return { target, close };
}

function readCa(settings: Settings): string | undefined {
  const path = settings.get('B24_CA_FILE');
  if (path === undefined) return undefined;
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`B24_CA_FILE cannot be read: ${messageOf(error)}`);
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----'))
    throw new ConfigError(`B24_CA_FILE (${path}) holds no PEM certificate`);
  return pem;
}
