import assert from 'node:assert/strict';
import test from 'node:test';
import { bench } from './support.ts';

test('an input field that a bot disables is disabled for everybody, until it is enabled', async (t) => {
  const it = await bench(t);
  const own = { botId: 39, botToken: it.env('B24_CLIENT_ID'), dialogId: 'chat123' };
  const isEnabled = async (method: string, dialog = 'chat123') => {
    const { result } = (await it.hook(method, { DIALOG_ID: dialog })).json;
    return (result as Record<string, unknown>).text_field_enabled;
  };
  const method = 'imbot.v2.Chat.TextField.enabled';
  for (const [enabled, expected] of [
    [false, false],
    [true, true],
    ['N', false],
    ['Y', true],
    ['0', false],
    [undefined, true],
    [0, false],
    [1, true],
    ['false', false],
    ['anything', true],
  ] as const) {
    assert.deepEqual((await it.hook(method, { ...own, enabled })).json.result, { result: true });
    for (const shown of ['im.dialog.get', 'imbot.dialog.get'])
      assert.equal(await isEnabled(shown), expected, `${shown} after ${JSON.stringify(enabled)}`);
  }
  await it.hook(method, { ...own, dialogId: '1', enabled: false });
  assert.equal(await isEnabled('im.dialog.get', '39'), false, 'in the dialog of the two');
  assert.equal((await it.hook(method, { ...own, dialogId: 'chat9' })).status, 403);
  assert.equal((await it.oauth(method, { botId: 53, dialogId: 'chat123' })).json.error, 'ACCESS_DENIED');
});

test('what a bot says that it does is kept with the typing indicators', async (t) => {
  const it = await bench(t);
  const own = { botId: 39, botToken: it.env('B24_CLIENT_ID') };
  const status = { statusMessageCode: 'IMBOT_AGENT_ACTION_THINKING', duration: 30 };
  await it.hook('imbot.v2.Chat.InputAction.notify', { ...own, dialogId: 'chat123', ...status });
  await it.hook('imbot.v2.Chat.InputAction.notify', { ...own, dialogId: '7' });
  const nobody = await it.hook('imbot.v2.Chat.InputAction.notify', { ...own, dialogId: '999' });
  assert.equal(nobody.json.error, 'ACCESS_DENIED');
  const seen = it.portal.control.typing().map(({ at: _, ...event }) => event);
  assert.deepEqual(seen, [
    { botId: 39, dialogId: 'chat123', ...status },
    { botId: 39, dialogId: '7' },
  ]);
});
