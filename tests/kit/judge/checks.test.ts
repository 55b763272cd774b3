import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Check } from '../../../src/contract/contract.ts';
import type { WireResponse } from '../../../src/wire/exchange.ts';
import { answer, type CaseName, find, said, xml } from './bench.ts';

const TIME = { start: 1757424671.5, finish: 1757424671.75, duration: 0.25, processing: 0.125 };
const OK = { result: true, time: TIME };
const WRONG = { error: 'WRONG_THING', error_description: "Thing can't be wrong" };
const OTHER = { error: 'OTHER', error_description: 'Something else' };

const ok = answer(OK);
const okXml = xml('<response><result>1</result><time><start>1757424671.5</start></time></response>');
const wrong = answer(WRONG, { status: 400 });
const wrongXml = xml(
  "<response><error>WRONG_THING</error><error_description>Thing can't be wrong</error_description></response>",
  { status: 400 },
);
const GATEWAY =
  'blocked: an HTML page (HTTP 502: a gateway gets no valid answer from the portal) came in place of an answer of the REST API';
const html = answer('<html><p>Bad Gateway</html>', { status: 502, type: 'text/html' });
const empty = answer('');

type Row = [title: string, one: CaseName, response: WireResponse, said: string];

function table(name: string, check: Check, rows: Row[]): void {
  describe(name, () => {
    for (const [title, one, response, expected] of rows)
      it(`${title}: ${expected.split(':')[0]}`, () => {
        assert.equal(said(find(check, one, response)), expected);
      });
  });
}

table('accepted', { accepted: true }, [
  ['a result with status 200', 'valid', ok, 'confirmed'],
  ['a result in XML', 'valid xml', okXml, 'confirmed'],
  ['a result of false', 'valid', answer({ result: false }), 'confirmed'],
  ['a result of null', 'valid', answer({ result: null }), 'confirmed'],
  ['a result with status 201', 'valid', answer(OK, { status: 201 }), 'confirmed'],
  ['an undocumented form that is accepted', 'undocumented', ok, 'confirmed'],
  [
    'an error',
    'valid',
    wrong,
    "contradicted: expected the request to be accepted, got HTTP 400 WRONG_THING (Thing can't be wrong)",
  ],
  [
    'an error in XML',
    'valid xml',
    wrongXml,
    "contradicted: expected the request to be accepted, got HTTP 400 WRONG_THING (Thing can't be wrong)",
  ],
  [
    'an error with status 200',
    'valid',
    answer(WRONG),
    "contradicted: expected the request to be accepted, got HTTP 200 WRONG_THING (Thing can't be wrong)",
  ],
  [
    'an error status with a result',
    'valid',
    answer({ result: true }, { status: 500 }),
    'contradicted: expected the request to be accepted, got HTTP 500 {"result":true}',
  ],
  [
    'a result with a status that is no success',
    'valid',
    answer({ result: true }, { status: 300 }),
    'contradicted: expected the request to be accepted, got HTTP 300 {"result":true}',
  ],
  [
    'an empty object',
    'valid',
    answer({}),
    'contradicted: expected the request to be accepted, got HTTP 200 {}',
  ],
  [
    'an answer that is no object',
    'valid',
    answer('1'),
    'contradicted: expected the request to be accepted, got HTTP 200 1',
  ],
  ['a list', 'valid', answer([]), 'contradicted: expected the request to be accepted, got HTTP 200 []'],
  ['null', 'valid', answer('null'), 'contradicted: expected the request to be accepted, got HTTP 200 null'],
  [
    'an error that is no text',
    'valid',
    answer({ error: { code: 7 } }, { status: 400 }),
    'contradicted: expected the request to be accepted, got HTTP 400 error: {"code":7}',
  ],
  ['an empty body', 'valid', empty, 'blocked: the body cannot be read'],
  ['a page of HTML', 'valid', html, GATEWAY],
]);

table('refused', { refused: true }, [
  ['an error', 'refusal', wrong, 'confirmed'],
  ['an error in XML', 'refusal xml', wrongXml, 'confirmed'],
  ['an error with status 200', 'refusal', answer(WRONG), 'confirmed'],
  ['an error status with a body that is no error', 'refusal', answer({}, { status: 403 }), 'confirmed'],
  [
    'an error status without a readable body',
    'refusal',
    answer('Forbidden', { status: 403, type: 'text/plain' }),
    'blocked: the body cannot be read',
  ],
  ['400 without a body', 'refusal', answer('', { status: 400 }), 'blocked: the body cannot be read'],
  [
    'a success',
    'refusal',
    answer({ result: true }),
    'contradicted: expected the request to be refused with an error, got HTTP 200 {"result":true}',
  ],
  [
    'a server failure',
    'refusal',
    answer({ error: 'INTERNAL_SERVER_ERROR', error_description: 'Internal server error' }, { status: 500 }),
    'blocked: the server failed (HTTP 500 INTERNAL_SERVER_ERROR (Internal server error)); try again later',
  ],
  ['a server failure without a readable body', 'refusal', html, GATEWAY],
  ['an unreadable success', 'refusal', empty, 'blocked: the body cannot be read'],
]);

table('status of a success', { status: 200 }, [
  ['the status', 'valid', ok, 'confirmed'],
  ['the status in XML', 'valid xml', okXml, 'confirmed'],
  ['the status of an answer that cannot be read', 'valid', empty, 'confirmed'],
  [
    'another success',
    'valid',
    answer({ result: true }, { status: 201 }),
    'contradicted: expected HTTP 200, got HTTP 201 {"result":true}',
  ],
  [
    'an error',
    'valid',
    wrong,
    "contradicted: expected HTTP 200, got HTTP 400 WRONG_THING (Thing can't be wrong)",
  ],
  [
    'an error that was expected',
    'error',
    wrong,
    "contradicted: expected HTTP 200, got HTTP 400 WRONG_THING (Thing can't be wrong)",
  ],
  ['a page of HTML', 'valid', html, GATEWAY],
  [
    'an undocumented form that is refused',
    'undocumented',
    wrong,
    'blocked: the request has an undocumented form and was not accepted',
  ],
  [
    'an undocumented form that is accepted otherwise',
    'undocumented',
    answer({ result: true }, { status: 201 }),
    'contradicted: expected HTTP 200, got HTTP 201 {"result":true}',
  ],
]);

table('media type of JSON', { mediaType: 'application/json' }, [
  ['the type with a charset', 'valid', ok, 'confirmed'],
  ['the type alone', 'valid', answer(OK, { type: 'application/json' }), 'confirmed'],
  ['the type before a blank', 'valid', answer(OK, { type: 'application/json ; charset=utf-8' }), 'confirmed'],
  ['the type in capitals', 'valid', answer(OK, { type: 'Application/JSON;charset=UTF-8' }), 'confirmed'],
  ['the type of an error', 'error', wrong, 'confirmed'],
  [
    'another type',
    'valid',
    answer(OK, { type: 'text/html; charset=utf-8' }),
    'contradicted: expected the media type application/json, got text/html',
  ],
  [
    'a type that only begins so',
    'valid',
    answer(OK, { type: 'application/json-seq' }),
    'contradicted: expected the media type application/json, got application/json-seq',
  ],
  [
    'no type',
    'valid',
    { ...ok, headers: [] },
    'contradicted: expected the media type application/json, got none',
  ],
]);

table('charset', { charset: 'utf-8' }, [
  ['utf-8', 'valid', ok, 'confirmed'],
  ['in capitals', 'valid', answer(OK, { type: 'application/json; charset=UTF-8' }), 'confirmed'],
  ['without a blank', 'valid', answer(OK, { type: 'application/json;charset=utf-8' }), 'confirmed'],
  ['with blanks', 'valid', answer(OK, { type: 'application/json;  charset = utf-8' }), 'confirmed'],
  ['in quotes', 'valid', answer(OK, { type: 'application/json; charset="utf-8"' }), 'confirmed'],
  [
    'after another parameter',
    'valid',
    answer(OK, { type: 'application/json; a=b; charset=utf-8' }),
    'confirmed',
  ],
  [
    'another',
    'valid',
    answer(OK, { type: 'application/json; charset=windows-1251' }),
    'contradicted: expected charset=utf-8, got windows-1251',
  ],
  [
    'none',
    'valid',
    answer(OK, { type: 'application/json' }),
    'contradicted: expected charset=utf-8, got no charset',
  ],
]);

table('format JSON', { format: 'json' }, [
  ['an object', 'valid', ok, 'confirmed'],
  ['an error', 'error', wrong, 'confirmed'],
  ['JSON declared as something else', 'valid', answer(OK, { type: 'text/html' }), 'confirmed'],
  ['an empty body', 'valid', empty, 'contradicted: expected JSON, but the body is empty'],
  [
    'bytes that are no UTF-8',
    'valid',
    answer(Buffer.from('{"a":"\xe9"}', 'latin1')),
    'contradicted: expected JSON, but the body is not UTF-8',
  ],
]);

table('format XML', { format: 'xml' }, [
  ['an element', 'valid xml', okXml, 'confirmed'],
  ['an empty root', 'valid xml', xml('<response/>'), 'confirmed'],
  ['without a declaration', 'valid xml', answer('<response><result>1</result></response>'), 'confirmed'],
  ['with CDATA', 'valid xml', xml('<response><result><![CDATA[<1>]]></result></response>'), 'confirmed'],
  [
    'with entities',
    'valid xml',
    xml('<response>&amp;&lt;&gt;&quot;&apos;&#233;&#xE9;</response>'),
    'confirmed',
  ],
  ['with an ampersand in CDATA', 'valid xml', xml('<response><![CDATA[a & b &c;]]></response>'), 'confirmed'],
  ['an empty body', 'valid xml', empty, 'contradicted: expected XML, but the body is empty'],
  ['white space', 'valid xml', answer(' \n '), 'contradicted: expected XML, but the body is empty'],
]);

describe('a format that was not asked for is contradicted, and the answer is read all the same', () => {
  for (const [format, name, response] of [
    ['json', 'valid', okXml],
    ['json', 'valid', answer('{"result":true,}')],
    ['json', 'valid', answer(`\ufeff${JSON.stringify(OK)}`)],
    ['json', 'valid', answer('result=1')],
    ['xml', 'valid xml', ok],
    ['xml', 'valid xml', xml('<response><result>1</response>')],
    ['xml', 'valid xml', xml('<response>1</response> trailing')],
    ['xml', 'valid xml', xml('<response>fish & chips</response>')],
    ['xml', 'valid xml', xml('<one>1</one><two>2</two>')],
    ['xml', 'valid xml', xml('<one/><two/>')],
    ['xml', 'valid xml', xml('<response>&nbsp;</response>')],
    ['xml', 'valid xml', xml('<response>\u0000</response>')],
    ['xml', 'valid xml', xml('')],
  ] as const)
    it(`${format}: ${Buffer.from(response.body).toString('utf8')}`, () => {
      const { outcome, reason } = find({ format }, name, response);
      assert.equal(outcome, 'contradicted');
      assert.match(reason ?? '', new RegExp(`^expected ${format.toUpperCase()}, but the body is not `));
    });

  it('JSON for XML still shows the result', () => {
    assert.equal(said(find({ accepted: true }, 'valid xml', ok)), 'confirmed');
  });

  it('XML for JSON still shows the error', () => {
    const check: Check = { error: { code: 'WRONG_THING', part: 'code' } };
    assert.equal(said(find(check, 'error', wrongXml)), 'confirmed');
  });
});

table('root of XML', { xmlRoot: 'response' }, [
  ['the root', 'valid xml', okXml, 'confirmed'],
  ['the root of an error', 'error xml', wrongXml, 'confirmed'],
  ['XML that was not asked for', 'valid', okXml, 'confirmed'],
  [
    'another root',
    'valid xml',
    xml('<answer><result>1</result></answer>'),
    'contradicted: expected the root element <response>, got <answer>',
  ],
  [
    'the root in capitals',
    'valid xml',
    xml('<Response/>'),
    'contradicted: expected the root element <response>, got <Response>',
  ],
  ['JSON', 'valid xml', ok, 'blocked: the answer is not XML'],
  ['what cannot be read', 'valid xml', empty, 'blocked: the answer is not XML'],
]);

table('a value of a success', { success: { '/result': { is: true, says: 'the boolean true' } } }, [
  ['true', 'valid', ok, 'confirmed'],
  ['1 in XML', 'valid xml', okXml, 'confirmed'],
  ['true in XML', 'valid xml', xml('<response><result>true</result></response>'), 'confirmed'],
  [
    'a text',
    'valid',
    answer({ result: 'true' }),
    'contradicted: expected result to be the boolean true, got "true"',
  ],
  ['a number', 'valid', answer({ result: 1 }), 'contradicted: expected result to be the boolean true, got 1'],
  [
    'false',
    'valid',
    answer({ result: false }),
    'contradicted: expected result to be the boolean true, got false',
  ],
  [
    'null',
    'valid',
    answer({ result: null }),
    'contradicted: expected result to be the boolean true, got null',
  ],
  [
    'an object',
    'valid',
    answer({ result: { a: 1 } }),
    'contradicted: expected result to be the boolean true, got {"a":1}',
  ],
  [
    'nothing in XML, which is false',
    'valid xml',
    xml('<response><result/></response>'),
    'contradicted: expected result to be the boolean true, got false',
  ],
  [
    'another word in XML',
    'valid xml',
    xml('<response><result>yes</result></response>'),
    'contradicted: expected result to be the boolean true, got "yes"',
  ],
  [
    'missing',
    'valid',
    answer({}),
    'contradicted: expected result to be the boolean true, but it is missing: HTTP 200 {}',
  ],
  [
    'missing from an error with status 200',
    'valid',
    answer(OTHER),
    'contradicted: expected result to be the boolean true, but it is missing: HTTP 200 OTHER (Something else)',
  ],
  [
    'an error',
    'valid',
    wrong,
    "blocked: the request was refused: HTTP 400 WRONG_THING (Thing can't be wrong)",
  ],
  ['what cannot be read', 'valid', empty, 'blocked: the body cannot be read'],
  [
    'an undocumented form that is refused',
    'undocumented',
    wrong,
    'blocked: the request has an undocumented form and was not accepted',
  ],
  [
    'an undocumented form that is accepted with something else',
    'undocumented',
    answer({ result: 'Y' }),
    'contradicted: expected result to be the boolean true, got "Y"',
  ],
]);

table('a nested number', { success: { '/time/start': { $ref: 'time.schema.json#/properties/start' } } }, [
  ['a number', 'valid', ok, 'confirmed'],
  ['a number in XML', 'valid xml', okXml, 'confirmed'],
  ['whole seconds', 'valid', answer({ result: true, time: { start: 1757424671 } }), 'confirmed'],
  [
    'a text',
    'valid',
    answer({ result: true, time: { start: '1757424671.5' } }),
    'contradicted: expected time.start to be a number of Unix seconds (not milliseconds, not text), got "1757424671.5"',
  ],
  [
    'milliseconds',
    'valid',
    answer({ result: true, time: { start: 1757424671500 } }),
    'contradicted: expected time.start to be a number of Unix seconds (not milliseconds, not text), got 1757424671500',
  ],
  [
    'a date in XML',
    'valid xml',
    xml('<response><result>1</result><time><start>2025-09-09</start></time></response>'),
    'contradicted: expected time.start to be a number of Unix seconds (not milliseconds, not text), got "2025-09-09"',
  ],
  [
    'missing',
    'valid',
    answer({ result: true, time: {} }),
    'contradicted: expected time.start to be a number of Unix seconds (not milliseconds, not text), but it is missing: time is {}',
  ],
  ['without time around it', 'valid', answer({ result: true }), 'blocked: there is no time to look into'],
  [
    'with null around it',
    'valid',
    answer({ result: true, time: null }),
    'blocked: time is not an object to look into',
  ],
  [
    'with a text around it',
    'valid',
    answer({ result: true, time: '1' }),
    'blocked: time is not an object to look into',
  ],
]);

describe('numbers in XML', () => {
  const check: Check = { success: { '/time/duration': { $ref: 'time.schema.json#/properties/duration' } } };
  for (const [text, outcome] of [
    ['0', 'confirmed'],
    ['0.25', 'confirmed'],
    ['1.0E-5', 'confirmed'],
    [' 12\n', 'confirmed'],
    ['12', 'confirmed'],
    ['-1', 'contradicted'],
    ['', 'contradicted'],
    ['0,25', 'contradicted'],
    ['0x10', 'contradicted'],
    ['1_000', 'contradicted'],
    ['NaN', 'contradicted'],
    ['Infinity', 'contradicted'],
    ['.5', 'contradicted'],
  ])
    it(`'${text}' is ${outcome}`, () => {
      const response = xml(
        `<response><result>1</result><time><duration>${text}</duration></time></response>`,
      );
      assert.equal(find(check, 'valid xml', response).outcome, outcome);
    });
});

table(
  'a value that may be missing',
  { success: { '/time/operating': { $ref: 'time.schema.json#/properties/operating', optional: true } } },
  [
    ['there and right', 'valid', answer({ result: true, time: { operating: 0.5 } }), 'confirmed'],
    [
      'there and wrong',
      'valid',
      answer({ result: true, time: { operating: '0.5' } }),
      'contradicted: expected time.operating to be a number of seconds, zero or more, got "0.5"',
    ],
    ['missing', 'valid', ok, 'blocked: the target does not send time.operating'],
  ],
);

table('a value that must be missing', { success: { '/error': { absent: true } } }, [
  ['missing', 'valid', ok, 'confirmed'],
  [
    'empty',
    'valid',
    answer({ result: true, error: '' }),
    'contradicted: expected error to be absent, got ""',
  ],
  [
    'null',
    'valid',
    answer({ result: true, error: null }),
    'contradicted: expected error to be absent, got null',
  ],
  [
    'an error with status 200',
    'valid',
    answer(OTHER),
    'contradicted: expected error to be absent, got "OTHER"',
  ],
]);

table('a value of an error', { failure: { '/error': { $ref: 'error.schema.json#/properties/error' } } }, [
  ['a code', 'error', wrong, 'confirmed'],
  ['a code in XML', 'error xml', wrongXml, 'confirmed'],
  ['the code of any refusal', 'refusal', answer(OTHER, { status: 403 }), 'confirmed'],
  ['a code with status 200', 'error', answer(OTHER), 'confirmed'],
  [
    'a code with a hyphen',
    'error',
    answer({ error: 'WRONG-THING' }, { status: 400 }),
    'contradicted: expected error to be a text of digits, Latin letters and underscores, or an empty one, got "WRONG-THING"',
  ],
  [
    'a number',
    'error',
    answer({ error: 400 }, { status: 400 }),
    'contradicted: expected error to be a text of digits, Latin letters and underscores, or an empty one, got 400',
  ],
  ['an empty code', 'error', answer({ error: '' }, { status: 400 }), 'confirmed'],
  [
    'missing',
    'error',
    answer({}, { status: 400 }),
    'contradicted: expected error to be a text of digits, Latin letters and underscores, or an empty one, but it is missing: HTTP 400 {}',
  ],
  ['a success', 'error', ok, 'blocked: the answer is not an error: HTTP 200 {"result":true}'],
  ['nothing with status 200', 'error', answer({}), 'blocked: the answer is not an error: HTTP 200 {}'],
  [
    'an error beside a result',
    'error',
    answer({ ...OTHER, result: 1 }),
    'blocked: the answer is not an error: HTTP 200 OTHER (Something else)',
  ],
  ['what cannot be read', 'error', html, GATEWAY],
]);

table('an error without result', { failure: { '/result': { absent: true } } }, [
  ['without', 'error', wrong, 'confirmed'],
  [
    'with',
    'error',
    answer({ ...WRONG, result: null }, { status: 400 }),
    'contradicted: expected result to be absent, got null',
  ],
]);

table('code of an error', { error: { code: 'WRONG_THING', part: 'code' } }, [
  ['the code', 'error', wrong, 'confirmed'],
  ['the code in XML', 'error xml', wrongXml, 'confirmed'],
  ['the code with another status', 'error', answer(WRONG, { status: 200 }), 'confirmed'],
  [
    'another code',
    'error',
    answer(OTHER, { status: 400 }),
    'contradicted: expected the error WRONG_THING, got HTTP 400 OTHER (Something else)',
  ],
  [
    'the code in small letters',
    'error',
    answer({ ...WRONG, error: 'wrong_thing' }, { status: 400 }),
    "contradicted: expected the error WRONG_THING, got HTTP 400 wrong_thing (Thing can't be wrong)",
  ],
  [
    'a success',
    'error',
    answer({ result: true }),
    'contradicted: expected the error WRONG_THING, got HTTP 200 {"result":true}',
  ],
  [
    'an error without a code',
    'error',
    answer({}, { status: 400 }),
    'contradicted: expected the error WRONG_THING, got HTTP 400 {}',
  ],
  ['what cannot be read', 'error', html, GATEWAY],
]);

table('status of an error', { error: { code: 'WRONG_THING', part: 'status' } }, [
  ['the status', 'error', wrong, 'confirmed'],
  [
    'another status',
    'error',
    answer(WRONG, { status: 403 }),
    'contradicted: expected HTTP 400, got HTTP 403',
  ],
  ['status 200', 'error', answer(WRONG), 'contradicted: expected HTTP 400, got HTTP 200'],
  [
    'another error with that status',
    'error',
    answer(OTHER, { status: 400 }),
    'blocked: WRONG_THING was not answered: HTTP 400 OTHER (Something else)',
  ],
  [
    'a success',
    'error',
    answer({ result: true }),
    'blocked: WRONG_THING was not answered: HTTP 200 {"result":true}',
  ],
]);

table('text of an error', { error: { code: 'WRONG_THING', part: 'text' } }, [
  ['the text', 'error', wrong, 'confirmed'],
  ['the text in XML', 'error xml', wrongXml, 'confirmed'],
  ...['can&apos;t', 'can&#39;t', 'can&#039;t', 'can&#x27;t'].map(
    (written): Row => [
      `the text in XML, written ${written}`,
      'error xml',
      xml(
        `<response><error>WRONG_THING</error><error_description>Thing ${written} be wrong</error_description></response>`,
        { status: 400 },
      ),
      'confirmed',
    ],
  ),
  [
    'another text',
    'error',
    answer({ ...WRONG, error_description: 'Nope' }, { status: 400 }),
    `contradicted: expected the text "Thing can't be wrong", got "Nope"`,
  ],
  [
    'the text in other letters',
    'error',
    answer({ ...WRONG, error_description: "thing can't be wrong" }, { status: 400 }),
    `contradicted: expected the text "Thing can't be wrong", got "thing can't be wrong"`,
  ],
  ...[" Thing can't be wrong", "Thing can't be wrong ", "\nThing can't be wrong\n"].map(
    (text): Row => [
      `the text in XML with white space, ${JSON.stringify(text)}`,
      'error xml',
      xml(`<response><error>WRONG_THING</error><error_description>${text}</error_description></response>`, {
        status: 400,
      }),
      `contradicted: expected the text "Thing can't be wrong", got ${JSON.stringify(text)}`,
    ],
  ),
  [
    'the text in XML that is indented',
    'error xml',
    xml(
      "\n<response>\n  <error>WRONG_THING</error>\n  <error_description>Thing can't be wrong</error_description>\n</response>\n",
      { status: 400 },
    ),
    'confirmed',
  ],
  [
    'no text',
    'error',
    answer({ error: 'WRONG_THING' }, { status: 400 }),
    `contradicted: expected the text "Thing can't be wrong", got nothing`,
  ],
  [
    'another error',
    'error',
    answer(OTHER, { status: 400 }),
    'blocked: WRONG_THING was not answered: HTTP 400 OTHER (Something else)',
  ],
]);
