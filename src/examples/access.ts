import type { Stage } from './runner.ts';

/** What a client may be made of: a webhook's address, or an access token. */
export type Credential = 'webhook' | 'token';

/** An example that passes a CLIENT_ID calls through a webhook: an application needs none. */
export const credentialFor = (text: string): Credential => (/\bCLIENT_ID\b/.test(text) ? 'webhook' : 'token');

/**
 * Address of the target's webhook, as examples reach it.
 *
 * @throws ConfigError naming the variable that the target lacks
 */
export function webhookUrl({ target, relay }: Stage): string {
  return `https://${relay.host}${target.access({ webhook: 'own' }, 'https').path}`;
}

/** @throws ConfigError naming the variable that the target lacks */
export function accessToken({ target }: Stage): string {
  return target.access({ token: 'own' }, 'https').token ?? '';
}
