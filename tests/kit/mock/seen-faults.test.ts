import assert from 'node:assert/strict';
import test from 'node:test';
import type { Fault } from '../../../src/mock/index.ts';
import { type Bench, bench, raw } from './support.ts';

/** What may come in place of an answer or before it, as faults: L on live portals, S in public copies of the module. */

const TYPING = 'imbot.chat.sendTyping';

test('errors of methods come with an empty code, a number, a third key, or with 200 and without time (L, S)', async (t) => {
  const { portal, hook } = await bench(t);
  for (const error of [
    { error: '', error_description: 'Not found' },
    { error: 0, error_description: 'Zugriff verweigert<br>' },
    { error: 100, error_description: 'Invalid value {1} to match with parameter {id}', argument: 'id' },
    { status: 200, error: 'ERROR_ARGUMENT', error_description: 'Argument is wrong' },
    { status: 403, error: 'insufficient_rights', error_description: '' },
  ]) {
    portal.control.fault({ error });
    const { status, json } = await hook('profile');
    const { status: wanted = 400, ...body } = error as { status?: number };
    assert.deepEqual([status, json], [wanted, body]);
    assert.equal((await hook('profile')).status, 200);
  }
  const error = { error: 100, error_description: 'x', argument: 'id' };
  portal.control.fault({ error });
  assert.match(
    (await hook('profile.xml')).text,
    /<error>100<\/error><error_description>x<\/error_description><argument>id</,
  );
  portal.control.fault({ error, method: 'server.time' });
  const { result_error } = (await hook('batch', { cmd: { now: 'server.time' } })).json.result as {
    result_error: unknown;
  };
  assert.deepEqual(result_error, { now: error });
});

test('a refusal can come in the words of the portal (L)', async (t) => {
  const { portal, oauth, hook } = await bench(t, { profile: 'cloud' });
  const text = 'Исчерпан выделенный дисковый ресурс.<br>';
  portal.control.fault({ code: 'ERROR_OAUTH', text, credential: 'token', count: 'every' });
  for (let call = 0; call < 3; call++) {
    const { status, json } = await oauth('profile');
    assert.deepEqual([status, json], [401, { error: 'ERROR_OAUTH', error_description: text }]);
  }
  assert.equal((await hook('profile')).status, 200);
});

test('pages come in place of an answer, with nothing of the portal about them (L)', async (t) => {
  for (const profile of ['documented', 'cloud'] as const) {
    const { portal, hook } = await bench(t, { profile });
    for (const [page, status, content] of [
      ['login', 200, /USER_LOGIN/],
      ['forbidden', 403, /<h1>403 Forbidden/],
      ['not-found', 404, /<h1>404 Not Found/],
      ['too-large', 413, /<h1>413 Request Entity Too Large/],
      ['address-too-long', 414, /<h1>414 Request-URI Too Large/],
      ['bad-gateway', 502, /<h1>502 Bad Gateway/],
      ['maintenance', 503, /Maintenance/],
      ['gateway-timeout', 504, /<h1>504 Gateway Time-out/],
      ['empty', 200, /^$/],
    ] as const) {
      portal.control.fault({ page });
      const reply = await hook('profile');
      assert.equal(reply.status, status, page);
      assert.match(reply.text, content, page);
      assert.equal(reply.headers['content-type'], 'text/html; charset=UTF-8', page);
      assert.equal(reply.headers['access-control-allow-origin'], undefined, page);
      assert.equal(reply.headers['set-cookie'], undefined, page);
      assert.equal((await hook('profile')).status, 200, page);
    }
  }
});

test('redirects lead to the licence page of an expired portal, and elsewhere (L)', async (t) => {
  const { portal, hook } = await bench(t);
  for (const [fault, status, location] of [
    [{ page: 'licence-expired' }, 302, '/bitrix/coupon_activation.php'],
    [{ page: 'moved' }, 302, '/moved/'],
    [{ page: 'moved', location: 'https://new.invalid/rest/' }, 302, 'https://new.invalid/rest/'],
    [{ page: 'moved-permanently', location: '/auth/' }, 301, '/auth/'],
    [{ page: 'temporary-redirect', location: '/x' }, 307, '/x'],
  ] as const) {
    portal.control.fault(fault);
    const reply = await hook('profile');
    assert.deepEqual([reply.status, reply.headers.location, reply.text], [status, location, '']);
  }
});

test('a PHP warning stands before the JSON, and before XML (L)', async (t) => {
  for (const profile of ['documented', 'cloud'] as const) {
    const { portal, hook } = await bench(t, { profile });
    portal.control.fault({ prefix: 'php-warning', count: 2 });
    const { status, headers, text } = await hook('profile');
    assert.deepEqual([status, headers['content-type']], [200, 'application/json; charset=utf-8']);
    const [warning, json] = text.split('<br />\n{');
    assert.match(warning ?? '', /^<br \/>\n<b>Warning<\/b>: /);
    assert.equal(JSON.parse(`{${json}`).result.ID, '1');
    assert.match((await hook('no.such.xml')).text, /^<br \/>[\s\S]*<error>ERROR_METHOD_NOT_FOUND<\/error>/);
  }
});

const request = (headers = '', body = '') =>
  `POST /rest/no.such HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`;

test('an interim response that nobody asked for goes before the answer', async (t) => {
  const { portal } = await bench(t);
  for (const [prefix, line] of [
    ['interim-100', 'HTTP/1.1 100 Continue'],
    ['interim-102', 'HTTP/1.1 102 Processing'],
    ['interim-103', 'HTTP/1.1 103 Early Hints'],
  ] as const) {
    portal.control.fault({ prefix });
    const received = await raw(portal, request());
    assert.ok(received.startsWith(`${line}\r\n`), received);
    assert.match(received, /\r\n\r\nHTTP\/1\.1 404 Not Found[\s\S]*"ERROR_METHOD_NOT_FOUND"/);
    assert.ok((await raw(portal, request())).startsWith('HTTP/1.1 404 '));
  }
});

test('Expect: 100-continue is answered before the body, and once', async (t) => {
  const { portal } = await bench(t);
  const received = await raw(portal, request('Expect: 100-continue\r\n', '{"a":1}'));
  assert.deepEqual(received.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 100', 'HTTP/1.1 404']);
  assert.ok((await raw(portal, request('Expect: 417-nonsense\r\n'))).startsWith('HTTP/1.1 417 '));
});

test('a fault strikes by number, after calls that pass, by method and by credential', async (t) => {
  const it = await bench(t);
  const { control } = it.portal;
  const statuses = async (calls: number, call: (it: Bench) => Promise<{ status: number }>) => {
    const found: number[] = [];
    for (let made = 0; made < calls; made++) found.push((await call(it)).status);
    return found;
  };
  control.fault({ page: 'bad-gateway', after: 2, count: 2, method: 'Profile' });
  assert.deepEqual(await statuses(2, ({ hook }) => hook('server.time')), [200, 200]);
  assert.deepEqual(await statuses(5, ({ hook }) => hook('profile')), [200, 200, 502, 502, 200]);
  control.fault({ page: 'maintenance', count: 'every', credential: 'webhook' });
  assert.deepEqual(await statuses(3, ({ hook }) => hook('profile')), [503, 503, 503]);
  assert.deepEqual(await statuses(1, ({ oauth }) => oauth('profile')), [200]);
  assert.deepEqual(await statuses(1, ({ portal, send }) => send(`${portal.httpsUrl}/rest/profile`)), [401]);
  control.clearFaults();
  control.fault({ page: 'login', credential: 'none' });
  assert.deepEqual(await statuses(1, ({ hook }) => hook('profile')), [200]);
  assert.match((await it.send(`${it.portal.httpsUrl}/rest/profile`)).text, /USER_LOGIN/);
  // The command of a batch has the credentials of its batch.
  control.fault({ code: 'ERROR_CORE', credential: 'webhook', method: TYPING });
  const { result_error } = (await it.hook('batch', { cmd: { a: TYPING } })).json.result as {
    result_error: Record<string, { error: string }>;
  };
  assert.equal(result_error.a?.error, 'ERROR_CORE');
});

test('faults of the start are there again after a reset', async (t) => {
  const { portal, hook } = await bench(t, { faults: [{ page: 'bad-gateway' }] });
  assert.equal((await hook('profile')).status, 502);
  assert.equal((await hook('profile')).status, 200);
  portal.control.reset();
  assert.equal((await hook('profile')).status, 502);
  await assert.rejects(bench(t, { faults: [{ code: 'NO_SUCH' } as unknown as Fault] }), RangeError);
});

test('a fault that makes no sense is refused with what to change', async (t) => {
  const { portal } = await bench(t);
  for (const [fault, message] of [
    [{}, 'A fault has exactly one of code, error, page, prefix, oauth, not none of them'],
    [
      { code: 'ERROR_CORE', page: 'login' },
      'A fault has exactly one of code, error, page, prefix, oauth, not code and page',
    ],
    [{ code: 'OVERLOAD' }, "There is no code 'OVERLOAD' of faults; did you mean 'OVERLOAD_LIMIT'?"],
    [{ page: 'badgateway' }, "There is no page 'badgateway' of faults; did you mean 'bad-gateway'?"],
    [{ prefix: 'warning' }, "There is no prefix 'warning' of faults; did you mean 'php-warning'?"],
    [{ oauth: 'wrong-client' }, "There is no oauth 'wrong-client' of faults; did you mean 'wrong_client'?"],
    [
      { page: 'login', count: 0 },
      "A fault strikes at least once: count is a whole number from 1, or 'every'",
    ],
    [
      { page: 'login', count: 1.5 },
      "A fault strikes at least once: count is a whole number from 1, or 'every'",
    ],
    [{ page: 'login', after: -1 }, 'after is a whole number of calls that pass first, from 0'],
    [
      { page: 'login', credential: 'hook' },
      "There is no credential 'hook' of faults; did you mean 'webhook'?",
    ],
    [{ page: 'login', text: 'x' }, 'text replaces the text of a code; this fault has none'],
    [
      { page: 'login', location: '/x' },
      'location goes with a page that redirects: moved-permanently, moved, temporary-redirect',
    ],
    [
      { oauth: 'wrong_client', method: 'profile' },
      'A fault of the authorization server knows neither method nor credential',
    ],
  ] as const) {
    assert.throws(() => portal.control.fault(fault as unknown as Fault), {
      constructor: RangeError,
      message,
    });
  }
});
