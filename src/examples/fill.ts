import { type Meaning, PLACEHOLDERS } from '../docs/lint/placeholders.ts';
import type { Credential } from './access.ts';
import type { Stage } from './runner.ts';

/** A name between stars, as pages mark what the reader puts in (first-steps/how-to-use-examples.md). */
export const PLACEHOLDER = /\*\*([A-Za-z][A-Za-z0-9]*(?:[_.-][\w.-]*\w)|webhook)\*\*/g;

/** Older pages write them bare: the address before `/rest/`, the webhook's parts behind it, and the token. */
const BARE_ADDRESS = /\b(https?:\/\/)your[-_](?:domain|portal)(?:\.[a-z0-9-]+)*(?=\/rest\/)/gi;
const BARE_WEBHOOK = /(\/rest\/)(?:_USER_ID_|\d+)\/(?:_CODE_|webhook_key|webhook_code|your_webhook)(?=\/)/g;
const BARE_TOKEN = /\bYOUR_ACCESS_TOKEN\b/g;

/** Values in quotes that are the reader's own. */
const BARE_VALUE = /(?<=["'])(your_\w+)(?=["'])/;

/** A placeholder that nothing of the target stands for. */
export class Unfilled extends Error {}

/** Whether the example calls a webhook, whichever way its parts are written. */
export function callsWebhook(text: string): boolean {
  const marked = [...text.matchAll(PLACEHOLDER)].some(
    ([, name = '']) => PLACEHOLDERS.get(name) === 'webhook',
  );
  return marked || new RegExp(BARE_WEBHOOK.source).test(text);
}

/** Why nothing can stand for a placeholder. */
function reasonFor(name: string): string {
  const nothing = `the target has nothing for ${name}`;
  if (/base64|image|photo|content|file/i.test(name))
    return `${nothing}: a file or text that the reader chooses`;
  if (/date|time/i.test(name)) return `${nothing}: a date that the reader chooses`;
  if (/(^|_)(id|ids|token|code)(_here)?$/i.test(name))
    return `${nothing}: it names something of the reader's own portal`;
  return `${nothing}: a value that the reader chooses`;
}

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
  const values: Record<Meaning, () => string | undefined> = {
    address: () => host,
    user: () => webhook()[1],
    webhook: () => webhook()[2],
    token: () => target.access({ token: 'own' }, 'https').token,
    client: () => String(target.value('bot.clientId')),
    chat: () => String(target.value('chat.id')),
  };
  const standIn = (name: string): string => {
    const meaning = PLACEHOLDERS.get(name);
    const value = meaning && values[meaning]();
    if (!value) throw new Unfilled(reasonFor(name));
    return value;
  };
  const filled = text
    .replace(PLACEHOLDER, (_, name: string) => standIn(name))
    .replace(BARE_ADDRESS, (_, scheme: string) => `${scheme}${host}`)
    .replace(BARE_WEBHOOK, (_, before: string) => `${before}${values.user()}/${values.webhook()}`)
    .replace(BARE_TOKEN, () => standIn('YOUR_ACCESS_TOKEN'));
  const [bare] = BARE_VALUE.exec(filled) ?? [];
  if (bare !== undefined) throw new Unfilled(reasonFor(bare));
  return filled
    .replace(
      /(\bBOT_ID["']?\s*(?::|=>)\s*)\d+/g,
      (_, before: string) => `${before}${target.value('bot.id', credential)}`,
    )
    .replace(
      /(\bDIALOG_ID["']?\s*(?::|=>)\s*["'])chat\d+/g,
      (_, before: string) => `${before}chat${target.value('chat.id')}`,
    );
}
