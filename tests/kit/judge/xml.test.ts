import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonSchema } from '../../../src/contract/schemas.ts';
import { readAnswer } from '../../../src/judge/answer.ts';
import { xml } from './bench.ts';

/** The body of an XML answer in which `value` has this type. */
function read(text: string, type?: JsonSchema['type']): unknown {
  const response = xml(`<response>${text}</response>`);
  const { body } = readAnswer(response, 'xml', (path) =>
    type !== undefined && path.join('.') === 'value' ? { type } : undefined,
  );
  return (body as { value?: unknown }).value;
}

describe('a value in XML', () => {
  for (const [title, text, type, value] of [
    ['is a text where the schema says nothing', '<value>1</value>', undefined, '1'],
    ['keeps the white space of a text', '<value> a </value>', 'string', ' a '],
    ['is true as 1', '<value>1</value>', 'boolean', true],
    ['is true as true', '<value>true</value>', 'boolean', true],
    ['is false as 0', '<value>0</value>', 'boolean', false],
    ['is false as false', '<value>false</value>', 'boolean', false],
    ['is false as nothing', '<value/>', 'boolean', false],
    ['is false between tags', '<value></value>', 'boolean', false],
    ['is true between blanks', '<value> 1\n</value>', 'boolean', true],
    ['stays a text where it is no boolean', '<value> Y </value>', 'boolean', ' Y '],
    ['is a number', '<value>-1.5e-3</value>', 'number', -0.0015],
    ['is a number with a big exponent', '<value>12E+10</value>', 'number', 12e10],
    ['is a number with a bare exponent', '<value>12e3</value>', 'number', 12_000],
    ['is a whole number', '<value>10</value>', 'integer', 10],
    ['stays a text where digits follow other characters', '<value>a1</value>', 'number', 'a1'],
    ['stays a text where other characters follow digits', '<value>1a</value>', 'number', '1a'],
    ['stays a text where the decimals are missing', '<value>1.</value>', 'number', '1.'],
    ['stays a text where the exponent is missing', '<value>1e</value>', 'number', '1e'],
    ['is one of several types', '<value>10</value>', ['null', 'integer'], 10],
    ['is an empty list', '<value/>', 'array', []],
    ['is an empty list around white space', '<value>\n</value>', 'array', []],
    ['is an empty object', '<value/>', 'object', {}],
    ['is an empty text where the schema says nothing', '<value/>', undefined, ''],
    ['is no list where there is a text', '<value>a</value>', 'array', 'a'],
    ['is no object where there is a text', '<value>a</value>', 'object', 'a'],
    ['is a list of one', '<value><item>a</item></value>', 'array', ['a']],
    ['is a list of several', '<value><item>a</item><item>b</item></value>', 'array', ['a', 'b']],
    ['is a list, indented', '<value>\n <item>a</item>\n</value>', 'array', ['a']],
    ['is an object where the schema knows no list', '<value><item>a</item></value>', 'object', { item: 'a' }],
    ['is an object where other keys stand', '<value><a>1</a></value>', 'array', { a: '1' }],
    ['is an object beside items', '<value><item>a</item><b>1</b></value>', 'array', { item: 'a', b: '1' }],
    ['is an object, indented', '<value>\n <a>1</a>\n</value>', 'object', { a: '1' }],
    ['is an object with a text beside', '<value>x<a>1</a></value>', 'object', { a: '1', '#text': 'x' }],
    ['is what stands there twice', '<value>1</value><value>2</value>', 'integer', ['1', '2']],
    ['has no attributes', '<value kind="x">1</value>', 'integer', 1],
    ['is in CDATA', '<value><![CDATA[<1>]]></value>', 'string', '<1>'],
    ['has references to characters', '<value>&#233;&#xE9;&apos;</value>', 'string', "éé'"],
  ] as [string, string, JsonSchema['type'], unknown][])
    it(`${title}: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(read(text, type), value);
    });

  it('has its type by its path', () => {
    const paths: string[] = [];
    readAnswer(xml('<response><a><b>1</b></a><c/></response>'), 'xml', (path) => {
      paths.push(path.join('.'));
      return undefined;
    });
    assert.deepEqual(paths, ['', 'a', 'a.b', 'c']);
  });
});

describe('XML that is none', () => {
  for (const [text, problem] of [
    ['<!-- only a comment -->', 'Start tag expected. (line 1)'],
    [
      '<a>\n<b></a>',
      "Expected closing tag 'b' (opened in line 2, col 1) instead of closing tag 'a'. (line 2)",
    ],
    ['<a>\u0001</a>', 'it holds the character U+0001'],
    ['<a>\u000b</a>', 'it holds the character U+000B'],
    ['<a>\uffff</a>', 'it holds the character U+FFFF'],
    ['<a>&nbsp;</a>', 'the entity &nbsp; is not defined'],
    ['<a>&nbsp;<![CDATA[&]]></a>', 'the entity &nbsp; is not defined'],
    ['<a b="1 & 2"/>', 'the entity & is not defined'],
    ['<a/>x', 'text follows the root element'],
    ['<a/>x<!-- c -->', 'text follows the root element'],
    ['<a/><b/>', 'it must have exactly one root element'],
  ])
    it(`${JSON.stringify(text)}: ${problem}`, () => {
      const response = { status: 200, headers: [], body: Buffer.from(text ?? '') };
      assert.equal(
        readAnswer(response, 'xml', () => undefined).formatProblem,
        `the body is not well-formed XML: ${problem}`,
      );
    });

  for (const text of [
    '<a>\t\n\r</a>',
    '<a><!-- &nbsp; --></a>',
    '<a>\n<!-- &nbsp;\n --><b>1</b><!-- c --></a>',
    '<a><![CDATA[&nbsp;\n]]></a>',
    '<!DOCTYPE a [<!ENTITY other "x">]><a>&other;</a>',
    '<?xml version="1.0"?>\n<?style x?>\n<a/>\n',
    '<a/><!-- c -->\n',
    '<a>&#1087;&#x43f;&#x43F;</a>',
  ])
    it(`but not ${JSON.stringify(text)}`, () => {
      const response = { status: 200, headers: [], body: Buffer.from(text) };
      const { formatProblem, format, xmlRoot } = readAnswer(response, 'xml', () => undefined);
      assert.deepEqual([formatProblem, format, xmlRoot], [undefined, 'xml', 'a']);
    });
});

describe('XML that the parser refuses', () => {
  for (const [title, text, problem] of [
    [
      'for the name of an element',
      '<a><__proto__>1</__proto__></a>',
      /^the XML cannot be read: .*"__proto__"/,
    ],
    [
      'for an entity elsewhere',
      '<!DOCTYPE a [<!ENTITY b SYSTEM "c">]><a/>',
      /^the XML cannot be read: .*ntit/,
    ],
    ['for its depth', `${'<a>'.repeat(500)}${'</a>'.repeat(500)}`, /^the XML cannot be read: .*nested/],
  ] as const)
    it(title, () => {
      const response = { status: 200, headers: [], body: Buffer.from(text) };
      assert.match(readAnswer(response, 'xml', () => undefined).formatProblem ?? '', problem);
    });
});
