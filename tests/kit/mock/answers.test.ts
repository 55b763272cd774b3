import assert from 'node:assert/strict';
import test from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { loadWorld } from '../../../src/mock/index.ts';
import { renderXml } from '../../../src/mock/wire/xml.ts';
import { bench, stillClock } from './support.ts';

test('time has all eight fields, which agree with each other and with the Date header', async (t) => {
  const { hook } = await bench(t);
  const { headers, json } = await hook('profile');
  const time = json.time as Record<string, number & string>;
  assert.deepEqual(Object.keys(time), [
    'start',
    'finish',
    'duration',
    'processing',
    'date_start',
    'date_finish',
    'operating_reset_at',
    'operating',
  ]);
  const { start = 0, finish = 0, duration = 0, processing = 0, operating_reset_at: resetAt } = time;
  assert.equal(duration, finish - start);
  assert.ok(start <= finish && 0 <= processing && processing <= duration, JSON.stringify(time));
  assert.equal(start, Math.round(start * 1e6) / 1e6);
  assert.match(String(time.date_start), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+03:00$/);
  assert.equal(Date.parse(String(time.date_start)) / 1000, Math.floor(start));
  assert.equal(Date.parse(String(time.date_finish)) / 1000, Math.floor(finish));
  assert.ok(Number.isInteger(resetAt));
  assert.equal(headers['content-type'], 'application/json; charset=utf-8');
  assert.ok(Math.abs(Date.parse(String(headers.date)) / 1000 - finish) < 2);
});

test('time and Date follow an injected clock', async (t) => {
  const clock = stillClock(1_757_424_671.509725);
  const { hook } = await bench(t, { clock });
  const { headers, json } = await hook('server.time');
  assert.equal(json.result, '2025-09-09T16:31:11+03:00');
  assert.deepEqual(json.time, {
    start: 1_757_424_671.509725,
    finish: 1_757_424_671.509725,
    duration: 0,
    processing: 0,
    date_start: '2025-09-09T16:31:11+03:00',
    date_finish: '2025-09-09T16:31:11+03:00',
    operating_reset_at: 1_757_425_271,
    operating: 0,
  });
  assert.equal(headers.date, 'Tue, 09 Sep 2025 13:31:11 GMT');
});

test('a self-hosted portal reports no load', async (t) => {
  const { hook } = await bench(t, { profile: 'self-hosted' });
  const { time } = (await hook('profile')).json as { time: object };
  assert.deepEqual(Object.keys(time), [
    'start',
    'finish',
    'duration',
    'processing',
    'date_start',
    'date_finish',
  ]);
});

test('XML on demand, for answers and errors', async (t) => {
  const { hook } = await bench(t);
  const profile = await hook('profile.xml');
  assert.equal(profile.headers['content-type'], 'text/xml; charset=utf-8');
  assert.ok(
    profile.text.startsWith(
      '<?xml version="1.0" encoding="utf-8"?><response><result><ID>1</ID><ADMIN>1</ADMIN>',
    ),
  );
  const { response } = new XMLParser().parse(profile.text);
  assert.equal(response.time.duration, response.time.finish - response.time.start);
  assert.match((await hook('methods.xml')).text, /<result><item>app\.info<\/item><item>/);
  assert.match((await hook('imbot.chat.sendTyping.xml', { DIALOG_ID: 7 })).text, /<result>1<\/result>/);
  const error = await hook('imbot.chat.sendTyping.XML/');
  assert.equal(error.status, 400);
  assert.equal(
    error.text,
    '<?xml version="1.0" encoding="utf-8"?><response><error>DIALOG_ID_EMPTY</error>' +
      '<error_description>Dialog ID can&apos;t be empty</error_description></response>',
  );
});

test('XML stays well-formed whatever it carries', () => {
  const text = renderXml(
    {
      yes: true,
      no: false,
      nothing: null,
      empty: [],
      list: [1, [2, 3], { a: 'x' }],
      numbered: { 10: 'a', 2: 'b' },
      'a<b>&"c d': '</x>&amp;]]>',
      '': '\u0000\ud800\u{1f600}',
      'a b': 1,
      a_b: 2,
      __proto__x: 3,
    },
    true,
  );
  assert.equal(XMLValidator.validate(text), true, text);
  assert.ok(text.includes('<yes>1</yes><no></no><nothing></nothing><empty></empty>'));
  assert.ok(
    text.includes(
      '<list><item>1</item><item><item>2</item><item>3</item></item><item><a>x</a></item></list>',
    ),
  );
  assert.ok(text.includes('&lt;/x&gt;&amp;amp;]]&gt;'));
  assert.ok(text.includes('\ufffd\ufffd\u{1f600}'));
});

test('the system methods', async (t) => {
  const { hook, send, env } = await bench(t);
  const result = async (method: string, parameters = {}) => (await hook(method, parameters)).json.result;
  assert.deepEqual(await result('profile'), {
    ID: '1',
    ADMIN: true,
    NAME: 'Klaus',
    LAST_NAME: 'Weber',
    PERSONAL_GENDER: '',
    PERSONAL_PHOTO: `${new URL(env('B24_WEBHOOK')).origin}/upload/main/user1.png`,
    TIME_ZONE: 'Europe/Berlin',
  });
  assert.equal(((await result('user.current')) as { EMAIL: string }).EMAIL, 'klaus@portal.invalid');
  const [{ scopes } = {}] = (await loadWorld()).webhooks;
  assert.deepEqual(await result('scope'), [...(scopes ?? [])].sort());
  assert.ok(((await result('scope', { full: 'true' })) as string[]).includes('user_brief'));
  assert.deepEqual(await result('method.get', { name: 'imbot.chat.sendtyping' }), {
    isExisting: true,
    isAvailable: true,
  });
  assert.deepEqual(await result('method.get'), { isExisting: false, isAvailable: false });
  assert.deepEqual(
    (await send(`${env('B24_WEBHOOK_NO_SCOPE')}method.get?name=imbot.chat.sendtyping`)).json.result,
    {
      isExisting: true,
      isAvailable: false,
    },
  );
  const poor = (await send(`${env('B24_WEBHOOK_NO_SCOPE')}methods`)).json.result as string[];
  assert.ok(poor.includes('user.current') && poor.includes('profile'));
  assert.ok(!poor.some((name) => name.startsWith('imbot.')), poor.join());
  assert.ok(((await result('methods', { full: true })) as string[]).includes('imbot.chat.sendTyping'));
  assert.ok(
    ((await result('methods', { scope: 'user' })) as string[]).every((name) => name.startsWith('user.')),
  );
  assert.ok(((await result('methods', { scope: '' })) as string[]).includes('profile'));
});
