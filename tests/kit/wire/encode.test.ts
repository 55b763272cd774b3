import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RequestPlan } from '../../../src/cases/case.ts';
import { encodeRequest, USER_AGENT } from '../../../src/wire/encode.ts';
import { header, type WireRequest } from '../../../src/wire/exchange.ts';
import { readMultipart } from './multipart.ts';
import { plan, TARGET } from './support.ts';

const UA = ['User-Agent', USER_AGENT] as const;
const ACCEPT = ['Accept', 'application/json'] as const;
const type = (value: string) => ['Content-Type', value] as const;

const PARAMETERS: RequestPlan['parameters'] = {
  BOT_ID: { value: '$bot.id', type: 'integer' },
  DIALOG_ID: { value: 'chat$chat.id', type: 'string' },
  CLIENT_ID: { value: '$bot.clientId', type: 'string' },
};

interface Expected {
  title: string;
  plan: Partial<RequestPlan>;
  url: string;
  headers: (readonly [string, string])[];
  body?: string;
}

const REQUESTS: Expected[] = [
  {
    title: 'GET with a query',
    plan: { verb: 'GET', encoding: 'query', parameters: PARAMETERS },
    url: 'https://portal.test/rest/1/own/some.method?BOT_ID=42&DIALOG_ID=chat42&CLIENT_ID=client-1',
    headers: [UA, ACCEPT],
  },
  {
    title: 'POST with a query has no body',
    plan: { encoding: 'query', parameters: PARAMETERS },
    url: 'https://portal.test/rest/1/own/some.method?BOT_ID=42&DIALOG_ID=chat42&CLIENT_ID=client-1',
    headers: [UA, ACCEPT],
  },
  {
    title: 'POST with JSON keeps an integer a number and an id in a text',
    plan: { parameters: PARAMETERS },
    url: 'https://portal.test/rest/1/own/some.method',
    headers: [UA, ACCEPT, type('application/json')],
    body: '{"BOT_ID":42,"DIALOG_ID":"chat42","CLIENT_ID":"client-1"}',
  },
  {
    title: 'POST urlencoded has texts only',
    plan: { encoding: 'urlencoded', parameters: PARAMETERS },
    url: 'https://portal.test/rest/1/own/some.method',
    headers: [UA, ACCEPT, type('application/x-www-form-urlencoded')],
    body: 'BOT_ID=42&DIALOG_ID=chat42&CLIENT_ID=client-1',
  },
  {
    title: 'no parameters in JSON is an empty object',
    plan: {},
    url: 'https://portal.test/rest/1/own/some.method',
    headers: [UA, ACCEPT, type('application/json')],
    body: '{}',
  },
  {
    title: 'no parameters in a query leaves no question mark',
    plan: { verb: 'GET', encoding: 'query' },
    url: 'https://portal.test/rest/1/own/some.method',
    headers: [UA, ACCEPT],
  },
  {
    title: 'no parameters urlencoded is an empty body',
    plan: { encoding: 'urlencoded' },
    url: 'https://portal.test/rest/1/own/some.method',
    headers: [UA, ACCEPT, type('application/x-www-form-urlencoded')],
    body: '',
  },
  {
    title: 'the suffix .json stands after the method, before the query',
    plan: { verb: 'GET', encoding: 'query', suffix: '.json', parameters: { A: { value: 1 } } },
    url: 'https://portal.test/rest/1/own/some.method.json?A=1',
    headers: [UA, ACCEPT],
  },
  {
    title: 'the suffix .xml asks for no JSON',
    plan: { suffix: '.xml' },
    url: 'https://portal.test/rest/1/own/some.method.xml',
    headers: [UA, type('application/json')],
    body: '{}',
  },
  {
    title: 'plain HTTP goes to the plain-HTTP address',
    plan: { scheme: 'http', verb: 'GET', encoding: 'query' },
    url: 'http://portal.test/rest/1/own/some.method',
    headers: [UA, ACCEPT],
  },
  {
    title: 'no credential is no credential',
    plan: { credential: { none: true }, parameters: { A: { value: 'a' } } },
    url: 'https://portal.test/rest/some.method',
    headers: [UA, ACCEPT, type('application/json')],
    body: '{"A":"a"}',
  },
  {
    title: 'a token in a JSON body comes after the parameters',
    plan: { credential: { token: 'own', in: 'json' }, parameters: { A: { value: 'a' } } },
    url: 'https://portal.test/rest/some.method',
    headers: [UA, ACCEPT, type('application/json')],
    body: '{"A":"a","auth":"token-own"}',
  },
  {
    title: 'a token in an urlencoded body',
    plan: {
      credential: { token: 'own', in: 'form' },
      encoding: 'urlencoded',
      parameters: { A: { value: 'a' } },
    },
    url: 'https://portal.test/rest/some.method',
    headers: [UA, ACCEPT, type('application/x-www-form-urlencoded')],
    body: 'A=a&auth=token-own',
  },
  {
    title: 'a token in the query beside a JSON body',
    plan: { credential: { token: 'own', in: 'query' }, parameters: { A: { value: 'a' } } },
    url: 'https://portal.test/rest/some.method?auth=token-own',
    headers: [UA, ACCEPT, type('application/json')],
    body: '{"A":"a"}',
  },
  {
    title: 'a token in the query after parameters in the query',
    plan: {
      credential: { token: 'expired', in: 'query' },
      verb: 'GET',
      encoding: 'query',
      parameters: { A: { value: 'a' } },
    },
    url: 'https://portal.test/rest/some.method?A=a&auth=token-expired',
    headers: [UA, ACCEPT],
  },
];

describe('a plan is put into wire form exactly', () => {
  for (const { title, plan: change, url, headers, body } of REQUESTS)
    it(title, async () => {
      const request = await encodeRequest(plan(change), TARGET);
      assert.equal(request.method, change.verb ?? 'POST');
      assert.equal(request.url, url);
      assert.deepEqual(request.headers, headers);
      assert.equal(bodyText(request), body);
    });
});

/** What earlier steps captured. */
const CAPTURED = { unique: 'u-1', number: 9, text: '9' };

describe('a parameter goes out as it is meant', () => {
  const VALUES: [title: string, RequestPlan['parameters'][string], json: string, form: string][] = [
    ['a number', { value: 7 }, '{"A":7}', 'A=7'],
    ['a text of digits', { value: '7' }, '{"A":"7"}', 'A=7'],
    ['an empty text', { value: '' }, '{"A":""}', 'A='],
    ['zero', { value: 0 }, '{"A":0}', 'A=0'],
    ['true', { value: true }, '{"A":true}', 'A=true'],
    ['false', { value: false }, '{"A":false}', 'A=false'],
    ['null', { value: null }, '{"A":null}', 'A='],
    ['an id of its own type', { value: '$user.id' }, '{"A":42}', 'A=42'],
    ['an id of a parameter that is a number', { value: '$user.id', type: 'integer' }, '{"A":42}', 'A=42'],
    ['an id of a parameter that is a text', { value: '$user.id', type: 'string' }, '{"A":"42"}', 'A=42'],
    [
      'an id as a number, whatever the parameter',
      { value: '$user.id:number', type: 'string' },
      '{"A":42}',
      'A=42',
    ],
    [
      'an id as a text, whatever the parameter',
      { value: '$user.id:text', type: 'integer' },
      '{"A":"42"}',
      'A=42',
    ],
    ['an id within a text', { value: 'chat$chat.id' }, '{"A":"chat42"}', 'A=chat42'],
    ['a captured number', { value: '$captured.number' }, '{"A":9}', 'A=9'],
    ['a captured text', { value: '$captured.text' }, '{"A":"9"}', 'A=9'],
    ['a captured text of a number', { value: '$captured.number', type: 'string' }, '{"A":"9"}', 'A=9'],
    ['the unique name', { value: 'item $unique' }, '{"A":"item u-1"}', 'A=item%20u-1'],
    [
      'a dollar sign',
      { value: '$$user.id costs $5' },
      '{"A":"$user.id costs $5"}',
      'A=%24user.id%20costs%20%245',
    ],
    ["a reference of the portal's own", { value: '$result[a]' }, '{"A":"$result[a]"}', 'A=%24result%5Ba%5D'],
    ['quotes and backslashes', { value: `"'\\` }, '{"A":"\\"\'\\\\"}', 'A=%22%27%5C'],
    ['what separates forms', { value: 'a&b=c+d e%' }, '{"A":"a&b=c+d e%"}', 'A=a%26b%3Dc%2Bd%20e%25'],
    ['brackets', { value: 'a[b]' }, '{"A":"a[b]"}', 'A=a%5Bb%5D'],
    ['letters beyond ASCII', { value: 'é😀' }, '{"A":"é😀"}', 'A=%C3%A9%F0%9F%98%80'],
    ['a line break', { value: 'a\nb' }, '{"A":"a\\nb"}', 'A=a%0Ab'],
  ];
  for (const [title, value, json, form] of VALUES) {
    it(`${title} in JSON`, async () => {
      assert.equal(bodyText(await encodeRequest(plan({ parameters: { A: value } }), TARGET, CAPTURED)), json);
    });
    it(`${title} in a form`, async () => {
      const change = { encoding: 'urlencoded', parameters: { A: value } } as const;
      assert.equal(bodyText(await encodeRequest(plan(change), TARGET, CAPTURED)), form);
    });
    it(`${title} in a query`, async () => {
      const change = { verb: 'GET', encoding: 'query', parameters: { A: value } } as const;
      const { url } = await encodeRequest(plan(change), TARGET, CAPTURED);
      assert.equal(url, `https://portal.test/rest/1/own/some.method${form && `?${form}`}`);
    });
  }
});

describe('references of headers and keys', () => {
  it('are filled as texts', async () => {
    const { headers, body } = await encodeRequest(
      plan({
        headers: { 'X-Name': '$captured.number' },
        parameters: { A: { value: { 'k$captured.number': 1 } } },
      }),
      TARGET,
      CAPTURED,
    );
    assert.equal(String(header(headers, 'x-name')), '9');
    assert.equal(Buffer.from(body ?? []).toString(), '{"A":{"k9":1}}');
  });

  it('that the target does not know end the case before anything is sent', async () => {
    const value = (reference: string): never => {
      throw new Error(`nothing gives $${reference}`);
    };
    for (const change of [
      { parameters: { A: { value: '$bot.idd' } } },
      { parameters: { A: { value: ['x $bot.idd'] } } },
      { query: { A: { value: '$bot.idd' } } },
      { headers: { 'X-Name': '$bot.idd' } },
    ])
      await assert.rejects(encodeRequest(plan(change), { ...TARGET, value }), /nothing gives \$bot\.idd/);
  });
});

describe('a multipart body', () => {
  const NASTY = `a"b'c\\d é😀 --boundary & <x>`;
  const encode = (change: Partial<RequestPlan>) =>
    encodeRequest(plan({ encoding: 'multipart', ...change }), TARGET);

  it('parses back into its parts, in order', async () => {
    const request = await encode({
      credential: { token: 'own', in: 'form' },
      parameters: { ...PARAMETERS, TEXT: { value: NASTY }, EMPTY: { value: '' } },
    });
    assert.deepEqual(parts(request), [
      ['BOT_ID', '42'],
      ['DIALOG_ID', 'chat42'],
      ['CLIENT_ID', 'client-1'],
      ['TEXT', NASTY],
      ['EMPTY', ''],
      ['auth', 'token-own'],
    ]);
  });

  it('tells its parts for the cURL line', async () => {
    const request = await encode({ parameters: { A: { value: NASTY }, B: { value: 2 } } });
    assert.deepEqual(request.parts, parts(request));
  });

  it('tells line breaks as they are sent', async () => {
    const request = await encode({ parameters: { A: { value: 'one\ntwo\r\nthree\rfour' } } });
    assert.deepEqual(request.parts, parts(request));
  });

  it('has the headers of the others', async () => {
    const { headers } = await encode({});
    assert.deepEqual(headers.slice(0, 2), [UA, ACCEPT]);
    assert.deepEqual(
      headers.map(([name]) => name),
      ['User-Agent', 'Accept', 'Content-Type'],
    );
  });
});

function bodyText({ body }: WireRequest): string | undefined {
  return body === undefined ? undefined : Buffer.from(body).toString('utf8');
}

function parts({ headers, body }: WireRequest): [string, string][] {
  return readMultipart(header(headers, 'content-type') ?? '', Buffer.from(body ?? []));
}
