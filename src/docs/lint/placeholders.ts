/** What a placeholder stands for. */
export type Meaning = 'address' | 'user' | 'webhook' | 'token' | 'client' | 'chat';

/** Placeholders of the documentation by name (first-steps/how-to-use-examples.md), and those of its older pages. */
export const PLACEHOLDERS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['put_your_bitrix24_address', 'address'],
  ['put.your-domain-here', 'address'],
  ['your_bitrix24', 'address'],
  ['put_your_user_id_here', 'user'],
  ['put_your_webhook_id', 'user'],
  ['user_id', 'user'],
  ['_USER_ID_', 'user'],
  ['put_your_webhook_here', 'webhook'],
  ['put_your_webhook_code', 'webhook'],
  ['webhook_code', 'webhook'],
  ['webhook', 'webhook'],
  ['_CODE_', 'webhook'],
  ['put_access_token_here', 'token'],
  ['YOUR_ACCESS_TOKEN', 'token'],
  ['put_your_client_id_here', 'client'],
  ['put_your_client_id_or_bot_token_here', 'client'],
  ['put_chat_id', 'chat'],
]);
