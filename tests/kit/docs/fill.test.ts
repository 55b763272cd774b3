import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callsWebhook, fill, Unfilled } from '../../../src/examples/fill.ts';

type Stage = Parameters<typeof fill>[1];

/** As much of a target and its relay as placeholders are filled from. */
const STAGE = {
  target: {
    access: (form: object) => ('webhook' in form ? { path: '/rest/7/hook/' } : { token: 'key' }),
    value: (reference: string, kind = 'webhook') =>
      ({ 'bot.clientId': 'app', 'chat.id': 12, 'bot.id': kind === 'webhook' ? 3 : 4 })[reference],
  },
  relay: { host: 'relay:1' },
} as unknown as Stage;

const filled = (text: string): string => fill(text, STAGE, 'webhook');

describe('placeholders', () => {
  for (const [printed, sent] of [
    [
      'https://**put_your_bitrix24_address**/rest/**put_your_user_id_here**/**put_your_webhook_here**/a.b',
      'https://relay:1/rest/7/hook/a.b',
    ],
    ['https://your-domain.bitrix24.com/rest/_USER_ID_/_CODE_/a.b', 'https://relay:1/rest/7/hook/a.b'],
    ['https://your-portal.bitrix24.com/rest/1/webhook_key/a.b.json', 'https://relay:1/rest/7/hook/a.b.json'],
    [
      'https://**put.your-domain-here**/rest/**user_id**/**webhook_code**/a.b',
      'https://relay:1/rest/7/hook/a.b',
    ],
    ['https://**your_bitrix24**/rest/**user_id**/**webhook**/a.b', 'https://relay:1/rest/7/hook/a.b'],
    [
      'https://**put_your_bitrix24_address**/rest/**put_your_webhook_id**/**put_your_webhook_code**/a.b',
      'https://relay:1/rest/7/hook/a.b',
    ],
    ['auth=YOUR_ACCESS_TOKEN', 'auth=key'],
    ['{"CHAT_ID":**put_chat_id**}', '{"CHAT_ID":12}'],
    ['"CLIENT_ID":"**put_your_client_id_or_bot_token_here**"', '"CLIENT_ID":"app"'],
    // A handler's address is the reader's, and a power is no placeholder.
    ['HANDLER=https://your-domain.com/handler.php', 'HANDLER=https://your-domain.com/handler.php'],
    ['2 ** n ** 3', '2 ** n ** 3'],
  ] as const)
    it(`${printed} becomes ${sent}`, () => {
      assert.equal(filled(printed), sent);
    });

  for (const [printed, reason] of [
    [
      '{"attachId":**put_attach_id**}',
      /nothing for put_attach_id: it names something of the reader's own portal/,
    ],
    [
      '{"id":"your_invoice_id"}',
      /nothing for your_invoice_id: it names something of the reader's own portal/,
    ],
    [
      '["a.docx","**base64_docx_content**"]',
      /nothing for base64_docx_content: a file or text that the reader chooses/,
    ],
    ['"**put_current_date_here**"', /nothing for put_current_date_here: a date that the reader chooses/],
    ['"**put_new_title_here**"', /nothing for put_new_title_here: a value that the reader chooses/],
  ] as const)
    it(`${printed} cannot be filled, and why`, () => {
      assert.throws(
        () => filled(printed),
        (error) => error instanceof Unfilled && reason.test(error.message),
      );
    });

  it('tell whether a webhook is called', () => {
    for (const text of [
      '/rest/**user_id**/**webhook_code**/a.b',
      '/rest/_USER_ID_/_CODE_/a.b',
      '/rest/1/webhook_key/a.b',
    ])
      assert.equal(callsWebhook(text), true, text);
    for (const text of ['/rest/a.b?auth=**put_access_token_here**', '/rest/a.b'])
      assert.equal(callsWebhook(text), false, text);
  });
});
