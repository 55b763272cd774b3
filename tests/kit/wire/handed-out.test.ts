import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Exchange, Header } from '../../../src/wire/exchange.ts';
import { handedOut, learnFrom, maskHeader, secretsIn } from '../../../src/wire/handed-out.ts';
import { createRedactor } from '../../../src/wire/redact.ts';

const S = 'q7RxSecret0001value';

const answer = (body: string, headers: readonly Header[] = []) => ({
  status: 200,
  headers,
  body: Buffer.from(body),
});
const valuesIn = (body: string, headers: readonly Header[] = []): string[] =>
  secretsIn(answer(body, headers)).map(({ value }) => value);
const placeholderIn = (body: string, headers: readonly Header[] = []): string | undefined =>
  secretsIn(answer(body, headers)).find(({ value }) => value === S)?.placeholder;

describe('what an answer hands out is found', () => {
  const BODIES: Record<string, [body: string, placeholder: string]> = {
    'in a field': [`{"sessid":"${S}"}`, '**csrf_token**'],
    'in a field of another spelling': [`{"bitrixSessid":"${S}"}`, '**csrf_token**'],
    'in a field in capitals, nested': [`{"result":[{"a":{"AUTH_ID":"${S}"}}]}`, '**put_access_token_here**'],
    'in a list': [`{"tokens":["x","${S}"]}`, '**token**'],
    'in a field of a form': [`{"fields":[{"name":"csrf-token","value":"${S}"}]}`, '**csrf_token**'],
    'in the result of a batch': [`{"result":{"result":{"a":{"member_id":"${S}"}}}}`, '**member_id**'],
    'in JSON in JSON': [
      JSON.stringify({ a: JSON.stringify({ refresh_token: S }) }),
      '**put_refresh_token_here**',
    ],
    'in an address': [`{"DOWNLOAD_URL":"https:\\/\\/p.test\\/d\\/?x=1&token=${S}"}`, '**signed_link**'],
    'in a part of a parameter': [`{"u":"https://p.test/?token=disk%7C${S}%7Cx"}`, '**signed_link**'],
    'in an address within an address': [
      `{"u":"https://p.test/?back=${encodeURIComponent(`https://q.test/?a=1&signature=${S}`)}"}`,
      '**signed_link**',
    ],
    'in the address of a webhook': [`{"u":"https://p.test/rest/1/${S}/profile.json"}`, '**webhook_code**'],
    'in the text of an error': [
      `{"error":"X","error_description":"bad application_token: ${S}."}`,
      '**application_token**',
    ],
    'in a header that a text repeats': [`{"a":"Authorization: Bearer ${S}"}`, '**token**'],
    'in XML': [`<response><access_token>${S}</access_token></response>`, '**put_access_token_here**'],
    'in XML, as characters': [`<r><sessid><![CDATA[${S}]]></sessid></r>`, '**csrf_token**'],
    'in an address in XML': [`<r><u>https://p.test/?a=1&amp;token=${S}</u></r>`, '**signed_link**'],
    'in a hidden field': [`<form><input type=hidden value=${S} name=sessid></form>`, '**csrf_token**'],
    'in a meta element': [`<meta content='${S}' name='csrf-token'>`, '**csrf_token**'],
    'in a script': [`<script>BX.message({'bitrix_sessid':'${S}'})</script>`, '**csrf_token**'],
    'in an attribute': [`<div data-access-token="${S}">`, '**put_access_token_here**'],
    'in a form body': [`a=1&refresh_token=${S}&b=2`, '**put_refresh_token_here**'],
    'in a dump': [`Array ( [auth_token] => ${S} )`, '**token**'],
    'after a warning': [`<b>Warning</b>: x\n{"result":{"sessid":"${S}"}}`, '**csrf_token**'],
  };
  for (const [where, [body, placeholder]] of Object.entries(BODIES))
    it(where, () => assert.equal(placeholderIn(body), placeholder));

  const HEADERS: Record<string, [header: Header, placeholder: string]> = {
    'in a cookie': [['Set-Cookie', `A=${S}; path=/`], '**session_cookie**'],
    'in a cookie in quotes': [['set-cookie', `A="${S}"; path=/`], '**session_cookie**'],
    'in a cookie after a semicolon': [['Set-Cookie', `A=x;${S}; path=/`], '**session_cookie**'],
    'in a cookie that a proxy has folded': [
      ['Set-Cookie', `A=1; expires=Wed, 21 Oct 2026 07:28:00 GMT, B=${S}; path=/`],
      '**session_cookie**',
    ],
    'in a cookie in JSON, encoded': [['Set-Cookie', `A=%7B%22id%22%3A%22${S}%22%7D`], '**session_cookie**'],
    'in a header by its name': [['X-Bitrix-Csrf-Token', S], '**csrf_token**'],
    'in a licence': [['X-Powered-CMS', `Bitrix Site Manager (${S})`], '**licence_hash**'],
    'in the address of a redirect': [['Location', `/auth/?code=${S}&state=1`], '**authorization_code**'],
    'in the part of an address that is not sent': [
      ['Location', `/#access_token=${S}`],
      '**put_access_token_here**',
    ],
    'as the password of an address': [['Location', `https://u:${S}@p.test/`], '**credential**'],
  };
  for (const [where, [header, placeholder]] of Object.entries(HEADERS))
    it(where, () => assert.equal(placeholderIn('', [header]), placeholder));
});

describe('what is no secret is not taken for one', () => {
  it('in cookies of words, numbers, dates and zones', () => {
    for (const value of [
      '1',
      'Y',
      '0.',
      'deleted',
      'undefined',
      'Europe%2FMoscow',
      'windows-1251',
      'bitrix24',
      '1764150000',
    ])
      assert.deepEqual(valuesIn('', [['Set-Cookie', `a=${value}; path=/`]]), [], value);
    assert.deepEqual(valuesIn('', [['Set-Cookie', 'a=26.11.2026%2009%3A28%3A22; path=/']]), []);
  });

  it('in an ordinary answer', () => {
    const time = {
      start: 1764150000.123456,
      date_start: '2026-11-26T09:28:22+00:00',
      operating_reset_at: 1764150600,
    };
    assert.deepEqual(valuesIn(JSON.stringify({ result: true, time })), []);
    const text = 'The access token provided has expired. Unable to get application by token';
    assert.deepEqual(valuesIn(JSON.stringify({ error: 'expired_token', error_description: text })), []);
    assert.deepEqual(valuesIn('{"token_type":"bearer-of-2026-11","result":["imbot.chat.sendTyping"]}'), []);
  });
});

describe('a cookie as it is shown', () => {
  const shown = (value: string): string => maskHeader(['Set-Cookie', value])[1];
  it('keeps name and attributes, and nothing of the value, however short', () => {
    assert.equal(shown('a=1; Path=/; HttpOnly'), 'a=**session_cookie**; Path=/; HttpOnly');
    assert.equal(shown('a="x;y; path=z"; Max-Age=3'), 'a=**session_cookie**; Max-Age=3');
    assert.equal(shown('a=x;y=z; SameSite=Lax'), 'a=**session_cookie**; SameSite=Lax');
    assert.equal(
      shown('a=%3B; expires=Wed, 21 Oct 2026 07:28:00 GMT'),
      'a=**session_cookie**; expires=Wed, 21 Oct 2026 07:28:00 GMT',
    );
    assert.equal(
      shown('a=1; path=/, b=2; secure'),
      'a=**session_cookie**; path=/, b=**session_cookie**; secure',
    );
    assert.equal(shown('a=; path=/'), 'a=; path=/');
    assert.equal(shown('secret'), '**session_cookie**');
  });

  it('leaves other headers as they are, but for those named after secrets', () => {
    assert.deepEqual(maskHeader(['X-Bitrix-Csrf-Token', 'abc']), ['X-Bitrix-Csrf-Token', '**csrf_token**']);
    assert.deepEqual(maskHeader(['Content-Type', 'application/json']), ['Content-Type', 'application/json']);
  });
});

describe('what was handed out once', () => {
  const exchange = (cookie: string, url = 'https://p.test/rest/1/x/some.method'): Exchange => ({
    request: { method: 'GET', url, headers: [] },
    response: answer('', [['Set-Cookie', `a=${cookie}; path=/`]]),
  });

  it('is redacted by redactors that were there before, in what comes later', () => {
    const redact = createRedactor([]);
    learnFrom(exchange('laterSECRET0001later'));
    assert.equal(redact('again laterSECRET0001later'), 'again **session_cookie**');
    assert.equal(redact(`again ${btoa('laterSECRET0001later')}`).includes('**session_cookie**'), true);
  });

  it('is not what we sent ourselves', () => {
    learnFrom(exchange('some.method2026/rest', 'https://p.test/some.method2026%2Frest'));
    assert.equal(handedOut.has('some.method2026/rest'), false);
  });
});
