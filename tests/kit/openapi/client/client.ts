/**
 * A client as an integrator writes it, typed by what openapi-typescript makes of the description. The kit's test puts it
 * beside those types, compiles it under strict and runs it against the mock portal; `@ts-expect-error` holds that the
 * types refuse what the description does not allow.
 */
import createClient, { type ClientOptions } from 'openapi-fetch';
import type { paths } from './api.ts';

/** What a webhook is told of the portal. */
export interface Known {
  botId: number;
  clientId: string;
  dialogId: string;
}

export async function callPortal(options: ClientOptions, { botId, clientId, dialogId }: Known) {
  const api = createClient<paths>(options);

  const typed = await api.POST('/imbot.chat.sendTyping', {
    body: { BOT_ID: botId, CLIENT_ID: clientId, DIALOG_ID: dialogId },
  });
  const done: true | undefined = typed.data?.result;
  const processing: number | undefined = typed.data?.time.processing;

  const asForm = await api.POST('/imbot.chat.sendTyping', {
    body: { BOT_ID: botId, CLIENT_ID: clientId, DIALOG_ID: dialogId },
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });

  const asQuery = await api.GET('/imbot.chat.sendTyping', {
    params: { query: { BOT_ID: botId, CLIENT_ID: clientId, DIALOG_ID: dialogId } },
  });

  const refused = await api.POST('/imbot.chat.sendTyping', {
    body: { BOT_ID: botId, CLIENT_ID: clientId, DIALOG_ID: '' },
  });
  const code: string | undefined = refused.error?.error;
  const text: string | undefined = refused.error?.error_description;

  const users = await api.GET('/user.get', {
    params: { query: { FILTER: { ACTIVE: true }, 'select[]': ['ID', 'NAME'] } },
  });
  const ids: string[] = (users.data?.result ?? []).map((user) => user.ID);

  return {
    typed: { status: typed.response.status, done, processing },
    asForm: asForm.response.status,
    asQuery: asQuery.response.status,
    refused: { status: refused.response.status, code, text },
    users: { status: users.response.status, ids, total: users.data?.total },
  };
}

/** Never run: what must not compile. */
export async function mistakes(options: ClientOptions): Promise<void> {
  const api = createClient<paths>(options);
  // @ts-expect-error DIALOG_ID is required
  await api.POST('/imbot.chat.sendTyping', { body: { BOT_ID: 1 } });
  // @ts-expect-error BOT_ID is a number
  await api.POST('/imbot.chat.sendTyping', { body: { BOT_ID: '1', DIALOG_ID: '1' } });
  // @ts-expect-error there is no such method
  await api.POST('/imbot.chat.sendTypin', { body: {} });
  const { data } = await api.POST('/imbot.chat.sendTyping', { body: { DIALOG_ID: '1' } });
  // @ts-expect-error the result is true, not a number
  const result: number | undefined = data?.result;
  void result;
}
