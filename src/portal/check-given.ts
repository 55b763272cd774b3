import type { Resources } from '../contract/resources.ts';
import type { TokenSource } from '../target/call.ts';
import { ConfigError, type Settings } from '../target/environment.ts';
import type { HttpClient } from '../wire/client.ts';
import { checkCredentials, checkToken, type Granted } from './check-credentials.ts';
import { checkIds } from './check-ids.ts';
import type { PortalFacts } from './plan.ts';
import type { Unusable } from './run-context.ts';

export interface Asked {
  facts: PortalFacts;
  /** Scopes without which a credential shows nothing. */
  scopes: readonly string[];
  /** Renews only where this may. */
  tokens: TokenSource;
  /** Whether a run could renew the access token. */
  renewable: boolean;
  resources: Resources;
}

/**
 * Asks every credential and id of the settings, beside the webhook, whether it is what its variable is for: what one of
 * them cannot do is then not reported as a fault of the portal.
 *
 * @returns what cannot be used, with the reason, and the scopes of what can
 * @throws ConfigError where the configuration is wrong, naming all that is
 */
export async function checkGiven(
  settings: Settings,
  client: HttpClient,
  { facts, scopes, tokens, renewable, resources }: Asked,
): Promise<{ unusable: Unusable; granted: Granted }> {
  const token = await checkToken(settings.webhook?.origin ?? '', client, tokens, { scopes, renewable });
  const credentials = await checkCredentials(settings, client, { scopes, resources });
  const ids = await checkIds(settings, client, {
    facts,
    resources,
    tokens,
    byToken: token.unusable === undefined && tokens.current() !== undefined,
  });
  const problems = [...credentials.problems, ...ids.problems];
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return {
    unusable: {
      ...credentials.unusable,
      ...ids.unusable,
      ...(token.unusable === undefined ? {} : { token: token.unusable }),
    },
    granted: { ...credentials.granted, ...(token.granted === undefined ? {} : { token: token.granted }) },
  };
}
