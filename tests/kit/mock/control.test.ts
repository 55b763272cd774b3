import assert from 'node:assert/strict';
import test from 'node:test';
import { request } from 'undici';
import { commandNames } from '../../../src/mock/control/command.ts';
import { type FaultCode, faultCodes } from '../../../src/mock/index.ts';
import { bench, post, stillClock } from './support.ts';

const statuses: Record<FaultCode, [number, number]> = {
  INTERNAL_SERVER_ERROR: [500, 500],
  ERROR_UNEXPECTED_ANSWER: [500, 500],
  QUERY_LIMIT_EXCEEDED: [503, 503],
  NO_AUTH_FOUND: [401, 401],
  INVALID_REQUEST: [401, 401],
  OVERLOAD_LIMIT: [401, 401],
  ACCESS_DENIED: [401, 401],
  INVALID_CREDENTIALS: [401, 401],
  ERROR_METHOD_NOT_FOUND: [404, 404],
  insufficient_scope: [401, 401],
  expired_token: [401, 401],
  user_access_error: [401, 401],
  PORTAL_DELETED: [403, 403],
  OPERATION_TIME_LIMIT: [429, 429],
  // L
  invalid_token: [401, 401],
  authorization_error: [401, 401],
  APPLICATION_NOT_FOUND: [401, 401],
  ERROR_OAUTH: [401, 401],
  CONNECTION_ERROR: [401, 401],
  PAYMENT_REQUIRED: [401, 401],
  verification_needed: [401, 401],
  METHOD_CONFIRM_WAITING: [401, 401],
  METHOD_CONFIRM_DENIED: [403, 403],
  ALLOWED_ONLY_INTRANET_USER: [403, 403],
  ACCESS_ERROR: [403, 403],
  ERROR_CORE: [400, 400],
};

for (const [index, profile] of (['documented', 'self-hosted'] as const).entries()) {
  test(`every refusal that any call may meet can strike a portal of the profile ${profile} (L, D)`, async (t) => {
    const { portal, hook } = await bench(t, { profile });
    for (const code of Object.keys(faultCodes) as FaultCode[]) {
      portal.control.fault({ code, count: 2 });
      for (let time = 0; time < 2; time++) {
        const { status, json } = await hook('profile');
        assert.deepEqual([status, json.error], [statuses[code][index], code]);
        assert.deepEqual(Object.keys(json), ['error', 'error_description']);
      }
      assert.equal((await hook('profile')).status, 200);
    }
  });
}

for (const [profile, stop] of [
  ['documented', ''],
  ['self-hosted', '.'],
] as const)
  test(`webhooks and applications get the error of the plan in different words (${profile})`, async (t) => {
    const { portal, hook, oauth } = await bench(t, { profile });
    portal.control.fault({ code: 'ACCESS_DENIED', count: 2 });
    assert.equal((await hook('profile')).json.error_description, 'REST is available only by subscription');
    assert.equal(
      (await oauth('profile')).json.error_description,
      `REST is available only on commercial plans${stop}`,
    );
  });

test('a fault strikes at its own stage, and only the method it is meant for', async (t) => {
  const { portal, env, hook, send } = await bench(t);
  portal.control.fault({ code: 'insufficient_scope', method: 'Imbot.Chat.sendTyping' });
  assert.equal((await hook('profile')).status, 200);
  assert.equal((await send(`${portal.httpsUrl}/rest/imbot.chat.sendTyping`)).json.error, 'NO_AUTH_FOUND');
  const batch = await hook('batch', {
    cmd: [`imbot.chat.sendTyping?CLIENT_ID=${env('B24_CLIENT_ID')}&DIALOG_ID=7`],
  });
  assert.deepEqual((batch.json.result as { result_error: unknown }).result_error, [
    {
      error: 'insufficient_scope',
      error_description: 'The request requires higher privileges than provided by the webhook token',
    },
  ]);
  portal.control.fault({ code: 'PORTAL_DELETED', count: 9 });
  assert.equal((await hook('no.such.method')).json.error, 'PORTAL_DELETED');
  portal.control.clearFaults();
  assert.equal((await hook('profile')).status, 200);
  assert.throws(() => portal.control.fault({ code: 'NO_SUCH' as FaultCode }), RangeError);
  assert.throws(() => portal.control.fault({ code: 'PORTAL_DELETED', count: 0 }), RangeError);
});

test('typing is recorded, and a reset puts everything back but the clock', async (t) => {
  const clock = stillClock(1_760_000_000);
  const { portal, env, hook, oauth } = await bench(t, { clock });
  const { control } = portal;
  await hook('imbot.chat.sendTyping', { DIALOG_ID: 'CHAT123' });
  assert.deepEqual(control.typing(), [{ botId: 39, dialogId: 'chat123', at: 1_760_000_000 }]);
  control.advanceClock(4000);
  assert.equal((await oauth('profile')).json.error, 'expired_token');
  control.setLimits({ rate: 0, burst: 0 });
  control.fault({ code: 'PORTAL_DELETED', count: 100 });
  control.moveTo('https://else.invalid');
  control.reset();
  assert.deepEqual(control.typing(), []);
  assert.equal((await hook('server.time')).json.result, '2025-10-09T13:00:00+03:00');
  assert.equal((await oauth('profile', {}, env('B24_OAUTH_ACCESS_TOKEN'))).status, 200);
  control.setClock(1_800_000_000.25);
  assert.equal(((await hook('profile')).json.time as { start: number }).start, 1_800_000_000.25);
});

test('a portal that has moved redirects every call', async (t) => {
  const { portal, hook, send } = await bench(t, { movedTo: 'https://new.invalid/' });
  const { status, headers, text } = await hook('profile?a=%26b');
  assert.deepEqual([status, text], [302, '']);
  assert.equal(headers.location, 'https://new.invalid/rest/1/mock0hook0full01/profile?a=%26b');
  assert.equal(
    (await send(`${portal.httpUrl}/oauth/token/?x=1`)).headers.location,
    'https://new.invalid/oauth/token/?x=1',
  );
  portal.control.moveTo(undefined);
  assert.equal((await hook('profile')).status, 200);
});

test('the control port does the same from outside, for whoever has its token', async (t) => {
  const { portal, hook, oauth } = await bench(t, { control: true, clock: stillClock(1_760_000_000) });
  const { url = '', token = '' } = portal.controlPort ?? {};
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
  const tell = async (command: unknown, given = token) => {
    const { headers = {}, body = '' } = post(command);
    const response = await request(url, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${given}` },
      body,
    });
    return [response.statusCode, await response.body.json()];
  };
  assert.deepEqual(await tell({ do: 'fault', code: 'PORTAL_DELETED', count: 1, method: 'profile' }), [
    200,
    { result: true },
  ]);
  assert.equal((await hook('profile')).json.error, 'PORTAL_DELETED');
  assert.deepEqual(await tell({ do: 'set-users', count: 60 }), [200, { result: true }]);
  assert.equal((await hook('user.get')).json.total, 60);
  assert.deepEqual(await tell({ do: 'advance-clock', seconds: 3600 }), [200, { result: true }]);
  assert.equal((await oauth('profile')).json.error, 'expired_token');
  await hook('imbot.chat.sendTyping', { DIALOG_ID: '7' });
  assert.deepEqual(await tell({ do: 'typing' }), [
    200,
    { result: [{ botId: 39, dialogId: '7', at: 1_760_003_600 }] },
  ]);
  for (const command of [
    { do: 'fault', code: 'ERROR_OAUTH', text: 'Disk quota<br>', count: 'every', credential: 'token' },
    { do: 'fault', error: { status: 200, error: '', error_description: 'Not found', argument: 'id' } },
    { do: 'fault', page: 'moved', location: 'https://else.invalid/', after: 20 },
    { do: 'fault', prefix: 'interim-103', method: 'profile' },
    { do: 'fault', oauth: 'WRONG_CLIENT' },
    { do: 'clear-faults' },
    { do: 'set-clock', now: 1_760_000_000 },
    { do: 'set-cost', method: 'profile', seconds: 1 },
    { do: 'set-limits', rate: 2, burst: 50 },
    { do: 'lift-limits' },
    { do: 'set-operating-limit', seconds: 10 },
    { do: 'lift-operating-limit' },
    { do: 'move-to', url: 'https://else.invalid' },
    { do: 'move-back' },
    { do: 'reset' },
  ]) {
    assert.deepEqual(await tell(command), [200, { result: true }], command.do);
  }
  assert.equal((await tell({ do: 'profile' }))[0], 400);
  for (const wrong of [
    {},
    [],
    1,
    { do: 'fault' },
    { do: 'fault', code: 'NO_SUCH' },
    { do: 'set-clock', now: 'x' },
    { do: 'reset', x: 1 },
  ]) {
    const [status, answer] = await tell(wrong);
    assert.equal(status, 400, JSON.stringify(wrong));
    assert.deepEqual(Object.keys(answer as object), ['error']);
  }
  for (const [wrong, message] of [
    [{ do: 'fault' }, 'A fault has exactly one of code, error, page, prefix, oauth, not none of them'],
    [
      { do: 'fault', page: 'bad-gatewy' },
      "There is no page 'bad-gatewy' of faults; did you mean 'bad-gateway'?",
    ],
    [{ do: 'fault', page: 'login', times: 2 }, "command has no property 'times'"],
    [{ do: 'falt' }, "There is no command 'falt'; did you mean 'fault'?"],
    [{ do: 'x' }, `There is no command 'x'; there are ${commandNames().join(', ')}`],
    [{ do: 1 }, 'command.do must be string'],
    [{}, "command needs the property 'do'"],
    [{ do: 'set-clock' }, "command needs the property 'now'"],
    [{ do: 'advance-clock', second: 1 }, "command has no property 'second'; did you mean 'seconds'?"],
    [
      { do: 'fault', page: 'login', credential: 'x' },
      'command.credential must be one of webhook, token, none',
    ],
    [{ do: 'fault', error: { error: '' } }, "command.error needs the property 'error_description'"],
    [
      { do: 'fault', error: { error: '', error_description: '', hint: 1 } },
      "command.error has no property 'hint'",
    ],
    [
      { do: 'fault', error: { error: null, error_description: '' } },
      'command.error.error must be string,number',
    ],
  ] as const) {
    assert.deepEqual(await tell(wrong), [400, { error: message }]);
  }
  assert.equal((await tell({ do: 'reset' }, 'wrong'))[0], 401);
  assert.equal((await request(url)).statusCode, 401);
});

test('users are added up to a number, in pages of fifty, and found by a list of ids', async (t) => {
  const { portal, hook } = await bench(t);
  portal.control.setUsers(60);
  const ids = ({ json }: Awaited<ReturnType<typeof hook>>): string[] =>
    (json.result as { ID: string }[]).map(({ ID }) => ID);
  const first = await hook('user.get');
  assert.deepEqual([ids(first).length, first.json.total, first.json.next], [50, 60, 50]);
  const last = await hook('user.get', { start: 50 });
  assert.deepEqual([ids(last).length, last.json.total, last.json.next], [10, 60, undefined]);
  assert.deepEqual(ids(await hook('user.get', { FILTER: { ID: ['2147480001', '7', '1'] } })), ['1', '7']);
  assert.deepEqual(ids(await hook('user.get', { ID: 2147480001 })), []);
  portal.control.setUsers(2);
  assert.equal((await hook('user.get')).json.total, 60);
  portal.control.reset();
  assert.equal((await hook('user.get')).json.total, 2);
});

test('what applications keep is closed to webhooks', async (t) => {
  const { hook, oauth } = await bench(t);
  for (const method of ['app.option.get', 'user.option.get']) {
    const { status, json } = await hook(method);
    assert.deepEqual([status, json.error], [400, 'AccessException']);
    assert.deepEqual((await oauth(method)).json.result, []);
  }
});
