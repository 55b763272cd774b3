/** Placeholders of the documentation by name, and what stands for them. */
export const PLACEHOLDERS: ReadonlyMap<string, string> = new Map([
  ['put_your_bitrix24_address', 'address'],
  ['put.your-domain-here', 'address'],
  ['put_your_user_id_here', 'user'],
  ['put_your_webhook_here', 'webhook'],
  ['put_access_token_here', 'token'],
  ['put_your_client_id_here', 'client'],
]);
