import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import qs from 'qs';
import { FormData, Response } from 'undici';
import { createRedactor, redactDeep, SHORTEST_SECRET } from '../../../src/wire/redact.ts';

const NASTY = `a/b+c d"é&<>'%`;
const PLACEHOLDER = '**put_it_here**';
const redact = createRedactor([{ value: NASTY, placeholder: PLACEHOLDER }]);

/** \uXXXX for everything beyond ASCII, and / escaped, as PHP's json_encode writes it. */
const php = (value: string): string =>
  JSON.stringify(value)
    .slice(1, -1)
    .replaceAll('/', '\\/')
    .replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
const phpHex = (value: string): string =>
  php(value.replaceAll('"', '\u0001'))
    .replaceAll('\\u0001', '\\u0022')
    .replace(/[<>&']/g, (char) => `\\u00${char.charCodeAt(0).toString(16).toUpperCase()}`);
const strict = (value: string): string =>
  encodeURIComponent(value).replace(
    /[!'()*~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
const html = (value: string, apostrophe: string): string =>
  value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe);

const FORMS: Record<string, (value: string) => string> = {
  'as it is': (value) => value,
  'in a query, as encodeURIComponent does it': encodeURIComponent,
  'in a query, as this suite sends it': (value) => qs.stringify({ v: value }).slice(2),
  'in a query, every mark encoded': strict,
  'in a form': (value) => new URLSearchParams({ v: value }).toString().slice(2),
  'in a query, digits in small letters': (value) => strict(value).replace(/%../g, (hex) => hex.toLowerCase()),
  'in a query within a query': (value) => encodeURIComponent(qs.stringify({ v: value }).slice(2)),
  'in a form within a query': (value) =>
    encodeURIComponent(new URLSearchParams({ v: value }).toString().slice(2)),
  'in JSON': (value) => JSON.stringify(value).slice(1, -1),
  'in JSON with escaped slashes': (value) => JSON.stringify(value).slice(1, -1).replaceAll('/', '\\/'),
  'in JSON in JSON': (value) => JSON.stringify(JSON.stringify(value)).slice(3, -3),
  'in JSON as PHP writes it in JSON': (value) => JSON.stringify(php(value)).slice(1, -1),
  'in JSON as PHP writes it': php,
  'in JSON as PHP writes it for HTML': phpHex,
  'in XML': (value) => html(value, '&apos;'),
  'in XML as PHP writes it': (value) => html(value, '&#039;'),
  'in XML with a decimal apostrophe': (value) => html(value, '&#39;'),
  'in XML with a hexadecimal apostrophe': (value) => html(value, '&#x27;'),
  'in XML, text only': (value) =>
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  'in a shell line': (value) => value.replaceAll("'", `'\\''`),
  'in JSON in a shell line': (value) => JSON.stringify(value).slice(1, -1).replaceAll("'", `'\\''`),
  'in capital letters': (value) => value.toUpperCase(),
};

describe('a secret is found in every form', () => {
  const secrets = {
    nasty: NASTY,
    marks: "it's(a)*secret!~",
    letters: 'мой-бот-é',
    plain: 'abcDEF0123456789',
  };
  for (const [form, encode] of Object.entries(FORMS))
    for (const [kind, value] of Object.entries(secrets))
      it(`${form}: ${kind}`, () => {
        const one = createRedactor([{ value, placeholder: PLACEHOLDER }]);
        assert.equal(one(`before ${encode(value)} after`), `before ${PLACEHOLDER} after`);
      });

  it('in a multipart body', async () => {
    const form = new FormData();
    form.append('CLIENT_ID', NASTY);
    const body = await new Response(form).text();
    assert.ok(body.includes(NASTY));
    assert.ok(!redact(body).includes(NASTY));
    assert.ok(redact(body).includes(PLACEHOLDER));
  });

  it('in the path of an address', () => {
    const one = createRedactor([{ value: 'c0de1234', placeholder: PLACEHOLDER }]);
    assert.equal(
      one('https://portal.test/rest/1/C0DE1234/profile.json?x=1'),
      `https://portal.test/rest/1/${PLACEHOLDER}/profile.json?x=1`,
    );
  });

  it('every time it stands there', () => {
    assert.equal(redact(`${NASTY} ${NASTY}${NASTY}`), `${PLACEHOLDER} ${PLACEHOLDER}${PLACEHOLDER}`);
  });
});

describe('a secret is found in base64', () => {
  const TOKEN = '0123456789abcdef0123456789abcdef';
  const one = createRedactor([{ value: TOKEN, placeholder: PLACEHOLDER }]);
  for (const user of ['', 'a', 'ab', 'abc', 'abcd', 'client:', 'some-user:'])
    for (const rest of ['', ':x', ':yz'])
      for (const kind of ['base64', 'base64url'] as const)
        it(`of '${user}…${rest}' (${kind})`, () => {
          const written = one(`Authorization: Basic ${Buffer.from(user + TOKEN + rest).toString(kind)}`);
          assert.ok(written.includes(PLACEHOLDER), written);
          const left = written.replace('Authorization: Basic ', '').split(PLACEHOLDER);
          // A group of four may mix the secret's first or last bytes with what stands beside it.
          for (const piece of left) {
            const known = Buffer.from(piece, 'base64').toString('latin1');
            assert.ok(!known.includes(TOKEN.slice(0, 4)) && !known.includes(TOKEN.slice(-4)), written);
          }
        });

  it('of bytes that base64 and base64url write differently', () => {
    const secret = '>>>???>>>???ÿÿÿ';
    const other = createRedactor([{ value: secret, placeholder: PLACEHOLDER }]);
    for (const kind of ['base64', 'base64url'] as const)
      assert.equal(other(Buffer.from(secret).toString(kind)), PLACEHOLDER);
  });
});

describe('several secrets', () => {
  it('of which one begins with another are told apart, in any order', () => {
    const short = { value: 'secret', placeholder: '**short**' };
    const long = { value: 'secret-long', placeholder: '**long**' };
    for (const secrets of [
      [short, long],
      [long, short],
    ])
      assert.equal(createRedactor(secrets)('secret secret-long secrets'), '**short** **long** **short**s');
  });

  it('that overlap leave neither whole', () => {
    const written = createRedactor([
      { value: 'abcdef', placeholder: '**1**' },
      { value: 'defghi', placeholder: '**2**' },
    ])('abcdefghi');
    assert.ok(!written.includes('abcdef') && !written.includes('defghi'), written);
  });

  it('do not touch the placeholders of others', () => {
    const redact = createRedactor([
      { value: 'first-secret', placeholder: '**put_access_token_here**' },
      { value: 'access_token', placeholder: '**put_your_client_id_here**' },
    ]);
    assert.equal(
      redact('first-secret access_token'),
      '**put_access_token_here** **put_your_client_id_here**',
    );
  });

  it('may hold signs that patterns are made of, and placeholders signs that replacements are made of', () => {
    const redact = createRedactor([{ value: '.*+?^$|{}()[]\\', placeholder: '$& $1 $$' }]);
    assert.equal(redact('a .*+?^$|{}()[]\\ b abcdef'), 'a $& $1 $$ b abcdef');
  });
});

describe('what is no secret stays', () => {
  it('when there are no secrets', () => {
    assert.equal(createRedactor([])('anything at all'), 'anything at all');
  });

  it('when a value is too short to be told from innocent text', () => {
    const value = 'x'.repeat(SHORTEST_SECRET - 1);
    assert.equal(createRedactor([{ value, placeholder: PLACEHOLDER }])(`a ${value} b`), `a ${value} b`);
  });

  it('when only a part of the secret is there', () => {
    assert.equal(redact(NASTY.slice(1)), NASTY.slice(1));
  });
});

describe('redactDeep', () => {
  it('reaches every string of plain objects and arrays, and leaves the rest', () => {
    const value = { a: [NASTY, { b: `x${NASTY}` }, [[NASTY]]], n: 1, t: true, z: null, u: undefined };
    assert.deepEqual(redactDeep(value, redact), {
      a: [PLACEHOLDER, { b: `x${PLACEHOLDER}` }, [[PLACEHOLDER]]],
      n: 1,
      t: true,
      z: null,
      u: undefined,
    });
  });

  it('leaves the value it was given as it was', () => {
    const value = { a: NASTY };
    redactDeep(value, redact);
    assert.equal(value.a, NASTY);
  });
});
