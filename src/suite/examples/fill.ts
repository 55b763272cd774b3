import type { Credential } from './access.ts';
import type { Stage } from './runner.ts';

/** What stands for a value of the reader's (first-steps/how-to-use-examples.md). */
export const PLACEHOLDER = /\*\*((?:put|your)[\w.-]*)\*\*/g;

/** A placeholder that nothing of the target stands for. */
export class Unfilled extends Error {}

/**
 * The example with the documentation's placeholders replaced by the target's values, and the ids of its sample world by
 * those of ours: a bot and a chat of a page exist nowhere.
 *
 * @param credential whose bot stands in for the sample's
 * @throws Unfilled naming the placeholder that nothing stands for
 * @throws ConfigError naming the variable that the target lacks
 */
export function fill(
  text: string,
  { target, relay: { host } }: Pick<Stage, 'target' | 'relay'>,
  credential: Credential,
): string {
  const webhook = (): string[] => target.access({ webhook: 'own' }, 'https').path.split('/').filter(Boolean);
  const values: Record<string, () => string | undefined> = {
    put_your_bitrix24_address: () => host,
    'put.your-domain-here': () => host,
    put_your_user_id_here: () => webhook()[1],
    put_your_webhook_here: () => webhook()[2],
    put_access_token_here: () => target.access({ token: 'own' }, 'https').token,
    put_your_client_id_here: () => target.thing('clientId', 'https'),
  };
  const filled = text.replace(PLACEHOLDER, (_, name: string) => {
    const value = values[name]?.();
    if (!value) throw new Unfilled(`the target has nothing for ${name}`);
    return value;
  });
  const bot = credential === 'webhook' ? 'bot' : 'oauthBot';
  return filled
    .replace(
      /(\bBOT_ID["']?\s*(?::|=>)\s*)\d+/g,
      (_, before: string) => `${before}${target.thing(bot, 'https')}`,
    )
    .replace(
      /(\bDIALOG_ID["']?\s*(?::|=>)\s*["'])chat\d+/g,
      (_, before: string) => `${before}chat${target.thing('chat', 'https')}`,
    );
}
