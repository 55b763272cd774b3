import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { HarEntry } from '../../../src/recording/har.gen.ts';
import { RecordingError } from '../../../src/recording/read-har.ts';
import { HEADERS_OF } from '../../../src/recording/traffic/claims.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { contract, fileOf, judgeAgain, removeFiles } from './bench.ts';

after(removeFiles);

const sample = (name: string): string => join(import.meta.dirname, `${name}.har`);
const all = ({ claims, observations }: ClaimsReport) => [...claims, ...observations];
const idsOf = (report: ClaimsReport, verdict: string): string[] =>
  all(report).flatMap((claim) => (claim.verdict === verdict ? claim.id : []));

async function judgeEntries(entries: readonly unknown[]): Promise<ClaimsReport> {
  const path = fileOf('made.har');
  const log = { version: '1.2', creator: { name: 'test', version: '1' }, entries };
  await writeFile(path, JSON.stringify({ log }));
  return judgeAgain(path);
}

const ACCEPTED = { start: 1795709939.5, finish: 1795709939.75, duration: 0.25, processing: 0.125 };
const TIME = {
  ...ACCEPTED,
  date_start: '2026-11-26T19:18:59+03:00',
  date_finish: '2026-11-26T19:18:59+03:00',
  operating_reset_at: 1795710540,
  operating: 0.125,
};
const HEADERS = [
  { name: 'Content-Type', value: 'application/json; charset=utf-8' },
  { name: 'Date', value: 'Thu, 26 Nov 2026 16:18:59 GMT' },
];
const CALL = 'https://p.example/rest/1/abcdefgh12345678/imbot.chat.sendTyping';

/** A call with a JSON body, and its answer. */
function call(
  sent: unknown,
  answer: unknown,
  {
    url = CALL,
    status = 200,
    response = {},
    headers = HEADERS,
  }: Partial<{
    url: string;
    status: number;
    response: object;
    headers: typeof HEADERS;
  }> = {},
): HarEntry {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return {
    request: {
      method: 'POST',
      url,
      headers: [{ name: 'Content-Type', value: 'application/json' }],
      postData: { mimeType: 'application/json', text: JSON.stringify(sent) },
    },
    response: { status, headers, content: { size: Buffer.byteLength(text), text, ...response } },
  } as HarEntry;
}

const VALID = { BOT_ID: 39, DIALOG_ID: 'chat1', CLIENT_ID: 'aClientId0001' };

/** What each producer's file shows: in two of them a portal does what it must not. */
const SHOWN: Readonly<Record<string, { contradicted: string[]; confirmed: string[]; secrets: string[] }>> = {
  chromium: {
    contradicted: [
      'imbot.chat.sendTyping.DIALOG_ID_EMPTY.code',
      'imbot.chat.sendTyping.DIALOG_ID.required',
      'profile.result.LAST_NAME',
      'profile.result.PERSONAL_GENDER',
      'profile.result.PERSONAL_PHOTO',
      'profile.result.TIME_ZONE',
    ],
    confirmed: [
      'request.address.webhook',
      'request.post.json',
      'request.post.urlencoded',
      'imbot.chat.sendTyping.result',
      'imbot.chat.sendTyping.BOT_ID.integer',
      'imbot.chat.sendTyping.DIALOG_ID.chat',
      'answer.json.suffix',
      'time.duration.difference',
    ],
    secrets: [
      'chr0miumh00kc0de',
      'chromiumclientid01',
      'chromiumcookievalue1',
      'chromiumxtokenheader',
      'chromiumsetcookie02',
      'chromiumclientsecret',
      'chromiumrefreshtoken',
      'chromiumaccesstoken2',
      'chromiummemberid0001',
      'chromiumbearertoken1',
      'local.5c8bb1b0891cf2',
    ],
  },
  mitmproxy: {
    contradicted: ['imbot.chat.sendTyping.DIALOG_ID_EMPTY.text'],
    confirmed: [
      'imbot.chat.sendTyping.BOT_ID_ERROR.status',
      'imbot.chat.sendTyping.BOT_ID_ERROR.text',
      'imbot.chat.sendTyping.DIALOG_ID_EMPTY.code',
      'imbot.chat.sendTyping.DIALOG_ID.required',
      'imbot.chat.updateTitle.CLIENT_ID.oauth',
      'request.post.multipart',
      'request.auth.form',
      'system.INVALID_CREDENTIALS.status',
      'error.code.form',
    ],
    secrets: ['mitmaccesstoken0', 'mitmh00kc0de1234', 'mitmcookieqmb', 'mitmmultiparttoken', 'mitmother0001'],
  },
  fiddler: {
    contradicted: [
      'imbot.chat.sendTyping.DIALOG_ID_EMPTY.code',
      'imbot.chat.sendTyping.DIALOG_ID.required',
      'imbot.chat.updateTitle.result',
      'time.duration.difference',
      'system.expired_token.text',
    ],
    confirmed: [
      'batch.envelope',
      'batch.result_error.present',
      'imbot.chat.sendTyping.result',
      'imbot.chat.sendTyping.BOT_ID_ERROR.text',
      'imbot.chat.sendTyping.BOT_ID.numeric-string',
      'system.expired_token.status',
    ],
    secrets: ['fiddleraccesstoken', 'fiddlerh00kc0de9', 'fiddlerclientid', 'fiddlerproxypassword'],
  },
  charles: {
    contradicted: ['answer.json.media-type'],
    confirmed: [
      'imbot.chat.updateTitle.result',
      'imbot.chat.updateTitle.TITLE.string',
      'imbot.chat.updateTitle.TITLE_EMPTY.code',
      'imbot.chat.updateTitle.TITLE_EMPTY.status',
      'imbot.chat.updateTitle.TITLE.required',
      'request.post.urlencoded',
    ],
    secrets: ['charlesh00kc0de7', 'charlescookie0', 'charlesclientid', 'charlesbasicpassword'],
  },
};

for (const [name, { contradicted, confirmed, secrets }] of Object.entries(SHOWN)) {
  test(`what ${name} has recorded is judged as far as it shows`, async () => {
    const report = await judgeAgain(sample(name));
    assert.deepEqual(idsOf(report, 'contradicted').sort(), [...contradicted].sort());
    const found = idsOf(report, 'confirmed');
    assert.deepEqual(
      confirmed.filter((id) => !found.includes(id)),
      [],
    );
    const unseen = all(report).find(({ id }) => id === 'limits.rate.blocks');
    assert.equal(unseen?.reason, 'not in the recording');
    assert.deepEqual(report.incomplete, []);
  });

  test(`no secret in it reaches the results: ${name}`, async () => {
    const recorded = readFileSync(sample(name), 'utf8');
    const shown = JSON.stringify(await judgeAgain(sample(name))).toLowerCase();
    for (const secret of secrets) {
      // Else the test would look for nothing.
      const forms = [secret, Buffer.from(`anna:${secret}`).toString('base64')];
      assert.ok(forms.some((form) => recorded.includes(form.slice(0, -4))) || recorded.includes('"base64"'));
      assert.ok(!shown.includes(secret.toLowerCase()), `${secret} is in the results`);
    }
  });
}

test('the headers on which claims about a form depend are of claims that there are', () => {
  for (const id of Object.keys(HEADERS_OF)) assert.ok(contract.claim(id), id);
});

test('a call that may have sent what is not in the recording is not blamed for leaving it out', async () => {
  const without = call({ BOT_ID: 39, CLIENT_ID: 'aClientId0001' }, { result: true, time: TIME });
  const { postData: _, ...request } = without.request;
  const announced = [{ name: 'Content-Length', value: '40' }];
  const silent = { ...without, request: { ...request, headers: announced } };
  const untyped = { ...without, request: { ...without.request, headers: [], postData: { text: 'BOT_ID' } } };
  const lower = call(
    { bot_id: 39, dialog_id: 'chat1', client_id: 'aClientId0001' },
    { result: true, time: TIME },
  );
  for (const entry of [silent, untyped, lower]) {
    const report = await judgeEntries([entry]);
    assert.deepEqual(idsOf(report, 'contradicted'), []);
  }
  assert.deepEqual(idsOf(await judgeEntries([without]), 'contradicted'), [
    'imbot.chat.sendTyping.DIALOG_ID_EMPTY.code',
    'imbot.chat.sendTyping.DIALOG_ID.required',
  ]);
});

test('an answer that is not all there says nothing', async () => {
  const whole = { result: true, time: TIME };
  const cut = JSON.stringify(whole).slice(0, 40);
  const gone = [
    call(VALID, '', { response: { text: undefined } }),
    call(VALID, '', { response: { text: '', size: 300 } }),
    call(VALID, cut, { response: { size: 300 } }),
    call(VALID, whole, { status: 0 }),
    call(VALID, whole, { status: 302 }),
    call(VALID, 'KLUv/QAAAA==', {
      response: { encoding: 'base64', size: 200 },
      headers: [...HEADERS, { name: 'Content-Encoding', value: 'zstd' }],
    }),
  ];
  for (const entry of gone) {
    const report = await judgeEntries([entry]);
    assert.equal(report.cases.run, 0);
  }
  // Without any header nothing is known of the type that was declared.
  const bare = await judgeEntries([call(VALID, whole, { headers: [] })]);
  assert.deepEqual(idsOf(bare, 'contradicted'), []);
  assert.ok(idsOf(bare, 'confirmed').includes('imbot.chat.sendTyping.result'));
});

test('a body that was damaged by whoever recorded it is not held against the portal', async () => {
  const coded = [...HEADERS, { name: 'Content-Encoding', value: 'br' }];
  const long = [...HEADERS, { name: 'Content-Length', value: '400' }];
  for (const entry of [
    call(VALID, '\u001b\ufffd\u0000{', { headers: coded }),
    call(VALID, '{"result":tr\ufffde}'),
    call(VALID, '{"result":[1,2', { headers: long }),
    call(VALID, '<response><result>', { url: `${CALL}.xml`, headers: long }),
  ])
    assert.equal((await judgeEntries([entry, call(VALID, { result: true, time: TIME })])).cases.run, 1);
  // As long as its head says: so it was sent.
  const half = '{"result":[1,2';
  const whole = [...HEADERS, { name: 'Content-Length', value: String(half.length) }];
  const report = await judgeEntries([call(VALID, half, { headers: whole })]);
  assert.deepEqual(idsOf(report, 'contradicted'), ['answer.json.default']);
});

test('a refusal of a token that nobody knows, or without a credential to be seen, has no text to keep to', async () => {
  const refused = { error: 'NO_AUTH_FOUND', error_description: 'No such token' };
  const url = 'https://p.example/rest/imbot.chat.sendTyping';
  for (const sent of [{ ...VALID, auth: 'anAccessToken0001' }, VALID])
    assert.deepEqual(
      idsOf(await judgeEntries([call(sent, refused, { url, status: 401 })]), 'contradicted'),
      [],
    );
  // The code of one row with the text of another.
  const mixed = { error: 'BOT_ID_ERROR', error_description: 'Bot was installed by another REST application' };
  assert.deepEqual(idsOf(await judgeEntries([call(VALID, mixed, { status: 400 })]), 'contradicted'), []);
  // By webhook the code says what it is.
  const byWebhook = { error: 'INVALID_CREDENTIALS', error_description: 'Something else' };
  assert.deepEqual(idsOf(await judgeEntries([call(VALID, byWebhook, { status: 401 })]), 'contradicted'), [
    'system.INVALID_CREDENTIALS.text',
  ]);
});

test('commands whose values are results of others are not blamed for what cannot be seen', async () => {
  const url = 'https://p.example/rest/1/abcdefgh12345678/batch';
  const cmd = {
    one: 'imbot.chat.sendTyping?BOT_ID=$result[zero]&CLIENT_ID=aClientId0001',
    two: 'imbot.chat.sendTyping?BOT_ID=1&CLIENT_ID=aClientId0001',
    three: 'imbot.chat.updateTitle?CHAT_ID=1',
  };
  const result = {
    result: { one: true },
    result_error: {
      two: { error: 'DIALOG_ID_EMPTY', error_description: '' },
      three: { error: 'insufficient_scope', error_description: 'Wrong' },
    },
    result_total: [],
    result_next: [],
    result_time: {},
  };
  const report = await judgeEntries([call({ cmd }, { result, time: TIME }, { url })]);
  assert.deepEqual(
    idsOf(report, 'contradicted').filter((id) => id !== 'system.insufficient_scope.text'),
    [],
  );
  assert.ok(idsOf(report, 'confirmed').includes('imbot.chat.sendTyping.DIALOG_ID_EMPTY.code'));
  const time = report.claims.find(({ id }) => id === 'imbot.chat.sendTyping.time');
  assert.equal(time?.verdict, 'not-exercised');
});

test('an answer that does what it must not is contradicted, wherever it is seen', async () => {
  const wrong = await judgeEntries([
    call(VALID, { result: 'yes', time: { ...TIME, duration: 9 } }),
    call(VALID, { error: 'BOT_ID_ERROR', error_description: 'Bot not found' }, { status: 403 }),
  ]);
  assert.deepEqual(idsOf(wrong, 'contradicted').sort(), [
    'imbot.chat.sendTyping.BOT_ID_ERROR.status',
    'imbot.chat.sendTyping.result',
    'time.duration.difference',
  ]);
  const evidence = wrong.claims.find(({ id }) => id === 'imbot.chat.sendTyping.result')?.evidence[0];
  assert.equal(evidence?.case, 'entry 1: imbot.chat.sendTyping');
});

test('a page of a web server in place of an answer contradicts nothing', async () => {
  const html = '<!DOCTYPE html><title>502</title>';
  const headers = [{ name: 'Content-Type', value: 'text/html' }];
  const report = await judgeEntries([call(VALID, html, { status: 502, headers })]);
  assert.deepEqual(idsOf(report, 'contradicted'), []);
});

test('a file that a method of no page gives out contradicts nothing', async () => {
  const report = await judgeEntries([
    call({}, 'PNG', { url: 'https://p.example/rest/1/abcdefgh12345678/download/', headers: [] }),
    call(VALID, { result: true, time: TIME }),
  ]);
  assert.deepEqual(idsOf(report, 'contradicted'), []);
});

test('secrets are found wherever they are sent, and hidden wherever they stand', async () => {
  const secret = (name: string): string => `s3cret${name}0042`;
  const names = [
    'path',
    'user',
    'query',
    'nested',
    'json',
    'cmd',
    'cookie',
    'set',
    'header',
    'referer',
    'part',
    'answer',
  ];
  const entry = call(
    {
      ...VALID,
      auth: { access_token: secret('nested') },
      data: JSON.stringify({ client_secret: secret('json') }),
      cmd: { a: `imbot.bot.list?auth=${secret('cmd')}` },
      note: `it says ${names.map(secret).join(' ')}`,
    },
    { result: true, echo: names.map(secret), refresh_token: secret('answer'), time: TIME },
    {
      url: `https://me:${secret('user')}@p.example/rest/1/${secret('path')}/imbot.chat.sendTyping?application_token=${secret('query')}`,
      headers: [...HEADERS, { name: 'Set-Cookie', value: `A=${secret('set')}; path=/` }],
    },
  );
  entry.request.headers?.push(
    { name: 'Cookie', value: `a=${secret('cookie')}; b=x` },
    { name: 'X-Csrf-Token', value: secret('header') },
    { name: 'Referer', value: `https://p.example/rest/1/${secret('referer')}/profile` },
  );
  const form = call({}, { result: true, time: TIME });
  form.request.postData = {
    mimeType: 'multipart/form-data; boundary=x',
    text: `--x\r\nContent-Disposition: form-data; name="refresh_token"\r\n\r\n${secret('part')}\r\n--x--\r\n`,
  };
  form.request.headers = [{ name: 'Content-Type', value: 'multipart/form-data; boundary=x' }];
  const shown = JSON.stringify(await judgeEntries([entry, form]));
  assert.deepEqual(
    names.filter((name) => shown.includes(secret(name))),
    [],
  );
  assert.ok(shown.includes('**put_your_webhook_here**/imbot.chat.sendTyping'));
});

test('a body that bursts is refused, with the entry', async () => {
  const { gzipSync } = await import('node:zlib');
  const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024)).toString('base64');
  const headers = [...HEADERS, { name: 'Content-Encoding', value: 'gzip' }];
  const entry = call(VALID, bomb, { response: { encoding: 'base64' }, headers });
  await assert.rejects(judgeEntries([call(VALID, '{}'), entry]), (error: Error) => {
    assert.ok(error instanceof RecordingError);
    assert.match(error.message, /entry 2 \(line 1\): its body of \d+ bytes is more than 10 MB once unpacked/);
    return true;
  });
});

test('a file without a call says what was looked for', async () => {
  await assert.rejects(
    judgeEntries([call({}, {}, { url: 'https://example.com/rest/api/2/search' })]),
    /none of its 1 entries is a call to a Bitrix24 REST API/,
  );
});
