import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { renderJunit } from '../../../src/report/junit.ts';
import { cell, inline } from '../../../src/report/markdown.ts';
import { renderSummary } from '../../../src/report/summary.ts';
import { renderEnd, type TerminalOptions } from '../../../src/report/terminal.ts';
import { CONTROL, cases, HOSTILE, judgedCase, report, reportSaying } from './bench.ts';

const STATUS = 'some.method.status';
const RESULT = 'some.method.result';
const KNOWN = { reason: 'known', link: 'https://portal.test/1?a>b', owner: 'QA', expires: '2025-12-31' };
const LENIENT = { strict: false, fresh: undefined };
const STRICT = { strict: true, fresh: undefined };
const FAST = 'some.method.fast';

const MIXED = report(
  [judgedCase(0, { [STATUS]: 'contradicted', [RESULT]: 'confirmed' })],
  [{ case: cases[1]?.id ?? '', claims: ['some.method.THING.short'], reason: 'needs B24_USER_ID' }],
);

/** As the file on disk holds it. */
const written = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

const BROKEN_OFF = report([judgedCase(0, { [STATUS]: 'confirmed' })], [], { brokenOff: ['Interrupted'] });

interface Suite {
  '@name': string;
  '@tests': string;
  '@failures': string;
  '@skipped': string;
  testcase: Record<string, unknown>[];
}

interface Suites {
  '@tests': string;
  '@failures': string;
  '@errors': string;
  testsuite: Suite[];
}

function readJunit(xml: string): Suites {
  assert.equal(XMLValidator.validate(xml), true, xml.slice(0, 500));
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    isArray: (name) => name === 'testcase' || name === 'testsuite',
  });
  return (parser.parse(xml) as { testsuites: Suites }).testsuites;
}

describe('junit.xml', () => {
  const junit = readJunit(renderJunit(MIXED, LENIENT));
  const all = junit.testsuite.flatMap((suite) => suite.testcase);

  it('has a test case per claim, in a suite per page', () => {
    assert.deepEqual(
      all.map((one) => one['@classname']),
      MIXED.claims.map((claim) => claim.id),
    );
    assert.deepEqual(
      junit.testsuite.map((suite) => suite['@name']),
      ['api/some-method.md'],
    );
  });

  it('counts what it holds', () => {
    for (const suite of junit.testsuite) {
      assert.equal(suite['@tests'], String(suite.testcase.length));
      assert.equal(suite['@failures'], String(suite.testcase.filter((one) => 'failure' in one).length));
      assert.equal(suite['@skipped'], String(suite.testcase.filter((one) => 'skipped' in one).length));
    }
    assert.deepEqual([junit['@tests'], junit['@failures']], [String(MIXED.claims.length), '1']);
    assert.equal(junit['@errors'], '0');
  });

  it('has an error where the run was not made as a whole', () => {
    const { testsuite, ...counts } = readJunit(renderJunit(BROKEN_OFF, LENIENT));
    assert.deepEqual(
      [counts['@tests'], counts['@failures'], counts['@errors']],
      [String(BROKEN_OFF.claims.length + 1), '0', '1'],
    );
    assert.deepEqual(testsuite[0]?.testcase, [
      {
        error: { '@message': 'Interrupted: the run is not complete.' },
        '@name': 'The run is complete',
        '@classname': 'b24-conformance',
      },
    ]);
  });

  it('tells what a failure expected, where that is said, and how to send the request again', () => {
    const failure = all.find((one) => one['@classname'] === STATUS)?.failure as Record<string, string>;
    assert.equal(failure['@message'], 'contradicted by case 0');
    assert.match(failure['#text'] ?? '', /api\/some-method\.md › Response/);
    assert.match(failure['#text'] ?? '', /curl -X POST/);
  });

  it('tells why a claim was skipped', () => {
    const skipped = all.find((one) => one['@classname'] === 'some.method.THING.short')?.skipped as Record<
      string,
      string
    >;
    assert.equal(skipped['@message'], 'needs B24_USER_ID');
  });

  it('holds neither failure nor skip for a confirmed claim', () => {
    const one = all.find((each) => each['@classname'] === RESULT);
    assert.deepEqual(Object.keys(one ?? {}).sort(), ['@classname', '@name']);
  });

  it('lets a contradicted should fail only when strict', () => {
    const claims = MIXED.claims.map((claim) => ({ ...claim, strength: 'should' as const }));
    assert.equal(readJunit(renderJunit({ ...MIXED, claims }, LENIENT))['@failures'], '0');
    assert.equal(readJunit(renderJunit({ ...MIXED, claims }, STRICT))['@failures'], '1');
  });

  it('lets a known deviation not fail', () => {
    const claims = MIXED.claims.map((claim) => ({ ...claim, deviation: KNOWN }));
    assert.equal(readJunit(renderJunit({ ...MIXED, claims }, STRICT))['@failures'], '0');
  });

  it('lets only a new contradiction fail where the run fails only on new ones', () => {
    const failures = (...fresh: string[]) =>
      readJunit(renderJunit(MIXED, { strict: false, fresh: new Set(fresh) }))['@failures'];
    assert.deepEqual([failures(), failures(STATUS)], ['0', '1']);
  });

  it('lets a stale deviation fail, on the claim that it excused, as it fails the run', () => {
    const stale = [{ claim: RESULT, why: 'the claim is confirmed again' }];
    const { testsuite } = readJunit(renderJunit({ ...MIXED, stale }, LENIENT));
    const failed = testsuite.flatMap((suite) => suite.testcase).find((one) => one['@classname'] === RESULT);
    assert.match(JSON.stringify(failed), /stale deviation: the claim is confirmed again; remove it/);
  });

  for (const [what, text] of Object.entries(HOSTILE))
    it(`stays well-formed and complete with ${what} in it`, () => {
      const xml = written(renderJunit(reportSaying(text), STRICT));
      assert.doesNotMatch(xml, /(?![\t\n\u007f-\u009f])[\p{Cc}\ufffe\uffff]/u);
      const { testsuite } = readJunit(xml);
      assert.equal(testsuite.flatMap((suite) => suite.testcase).length, MIXED.claims.length);
    });
});

describe('summary.md', () => {
  const summary = renderSummary(MIXED);
  /** Everything outside fenced blocks. */
  const outside = (markdown: string): string[] => {
    let fence: string | undefined;
    return markdown.split('\n').filter((line) => {
      const marks = /^(`{3,})(text)?$/.exec(line)?.[1];
      if (fence === undefined && marks) fence = marks;
      else if (fence !== undefined && line === fence) fence = undefined;
      else return fence === undefined;
      return false;
    });
  };

  it('tells the totals', () => {
    for (const line of ['| confirmed | 1 |', '| contradicted | 1 |', '| not exercised | 4 |'])
      assert.ok(summary.split('\n').includes(line), summary);
  });

  it('tells target, requests and cases', () => {
    assert.match(summary, /portal https:\/\/portal\.test · 2025-09-09T13:31:11\.123Z · 1 requests · 1\.2 s/);
    assert.match(summary, new RegExp(`Cases: 1 run, ${cases.length} selected, ${cases.length} in all forms`));
  });

  it('says first of all where the run was not made as a whole', () => {
    const [, , first] = renderSummary(BROKEN_OFF).split('\n');
    assert.equal(first, '**Interrupted: the run is not complete.**');
    assert.doesNotMatch(summary, /not complete/);
  });

  it('tells each contradiction with problem, request and answer', () => {
    assert.ok(summary.includes(`### \`${STATUS}\``));
    for (const part of [
      'contradicted by case 0',
      'curl -X POST',
      'HTTP 200',
      '{"result":true}',
      'of 1 cases',
    ])
      assert.ok(summary.includes(part), part);
  });

  it('groups what was not exercised by reason, the most frequent first, and only counts what was left out', () => {
    const [, table = ''] = /## Not exercised\n\n([\s\S]*?)\n\n/.exec(summary) ?? [];
    assert.deepEqual(table.split('\n').slice(2), [
      '| left out of this run | 2 claims |',
      '| needs `B24_USER_ID` | `some.method.THING.short` |',
      '| no bound is given for quickly | `some.method.fast` |',
    ]);
  });

  it('has no section of contradictions where there are none', () => {
    assert.ok(!renderSummary(report([judgedCase(0, { [STATUS]: 'confirmed' })])).includes('## Contradicted'));
  });

  const plain = outside(renderSummary(reportSaying('harmless')));
  for (const [what, text] of Object.entries(HOSTILE))
    it(`keeps its shape with ${what} in it`, () => {
      const markdown = written(renderSummary(reportSaying(text)));
      assert.doesNotMatch(markdown, CONTROL);
      const lines = outside(markdown);
      assert.equal(lines.length, plain.length);
      const headings = (all: string[]) => all.filter((line) => line.startsWith('#'));
      assert.deepEqual(headings(lines), headings(plain));
      const cells = (all: string[]) =>
        all.filter((line) => line.startsWith('|')).map((line) => line.split(/(?<!\\)\|/).length);
      assert.deepEqual(cells(lines), cells(plain));
      for (const line of lines) {
        assert.doesNotMatch(withoutCode(line), /<[a-z/!?]|\]\(|!\[|`/i);
        // Who reads it where nothing is rendered reads what came.
        assert.doesNotMatch(text.includes('&') ? '' : line, /&#?\w+;/);
      }
    });
});

/** Without code spans, as CommonMark finds them: what is left is read as markup. */
function withoutCode(line: string): string {
  return line.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, 'code');
}

describe('text within a line of Markdown', () => {
  for (const [text, expected] of [
    ['insufficient_scope comes with HTTP status 401.', '`insufficient_scope` comes with HTTP status 401.'],
    ['got HTTP 200 {"result":true}', 'got HTTP 200 `{"result":true}`'],
    ['expected "A_B", got "C_D".', 'expected "`A_B`", got "`C_D`".'],
    ['BOT_ID, DIALOG_ID (CHAT_ID)', '`BOT_ID, DIALOG_ID (CHAT_ID)`'],
    ['a fish & chips for 1 < 2', 'a fish & chips for 1 < 2'],
    ['<b>bold</b> &amp; **strong**', '`<b>bold</b> &amp; **strong**`'],
    ['ask @somebody about #12', 'ask `@somebody` about `#12`'],
    ['`x`', '`` `x` ``'],
    ['a  line\nbreak', 'a line break'],
    ['', ''],
  ] as const)
    it(`reads as it is: ${JSON.stringify(text)}`, () => assert.equal(inline(text), expected));

  it('stays in its cell of a table, whatever stands before a pipe', () => {
    assert.equal(cell(inline('a|b')), '`a\\|b`');
    assert.equal(cell(inline('a\\|b')), '`a\\ \\|b`');
  });
});

describe('what the terminal shows at the end', () => {
  it('tells target, totals and every contradiction', () => {
    const table = renderEnd(MIXED);
    assert.match(table, /target +portal https:\/\/portal\.test/);
    assert.match(table, /claims +1 confirmed, 1 contradicted, 4 not exercised$/m);
    assert.match(table, /✘ some\.method\.status \(must\) · 1 of 1 case$/m);
    assert.match(table, /^ {6}api\/some-method\.md › Response/m);
    assert.match(table, /^ {6}contradicted by case 0/m);
  });

  it('names the embedded mock portal with its profile', () => {
    const target = { kind: 'mock', profile: 'self-hosted', origin: 'embedded' } as const;
    assert.match(renderEnd({ ...MIXED, target }), /target +embedded mock portal, profile self-hosted/);
  });

  it('tells requests without an answer', () => {
    assert.match(renderEnd({ ...MIXED, unanswered: 3 }), /, 1 request, 3 without an answer, /);
  });

  const lines = renderEnd(reportSaying('harmless')).split('\n').length;
  for (const [what, text] of Object.entries(HOSTILE))
    it(`cannot be steered by ${what} in it`, () => {
      const table = renderEnd(reportSaying(text));
      assert.doesNotMatch(table, CONTROL);
      assert.equal(table.split('\n').length, lines);
    });

  it('ends in verdict, reason, exit code and where to read on', () => {
    const last = (options: TerminalOptions): string => renderEnd(MIXED, options).split('\n').at(-1) ?? '';
    assert.equal(last({}), '✘ FAILED: 1 claim contradicted (1 must) · exit code 1');
    assert.equal(
      last({ address: 'file:///tmp/index.html', fresh: new Set() }),
      '✘ FAILED: 1 claim contradicted (1 must), none new · exit code 1 · file:///tmp/index.html',
    );
    assert.match(last({ fresh: new Set(['some.method.status']) }), /\(1 must\), 1 new · exit code 1$/);
  });

  it('is no success where something is left on the portal, and a contradiction still counts first', () => {
    const clean = report([judgedCase(0, { [STATUS]: 'confirmed', [RESULT]: 'confirmed' })]);
    const last = (of: typeof clean) => renderEnd(of, { isUntidy: true }).split('\n').at(-1);
    assert.match(last(clean) ?? '', /^✘ NOT TIDIED UP: .*something is left on the portal.* · exit code 2$/);
    const wrong = report([judgedCase(0, { [STATUS]: 'contradicted' })]);
    assert.match(last(wrong) ?? '', /^✘ FAILED: .* · exit code 1$/);
  });

  it('tells each contradiction once, and of many the first with their reasons', () => {
    const [claim] = MIXED.claims.filter(({ id }) => id === 'some.method.status');
    assert.ok(claim);
    const claims = Array.from({ length: 9 }, (_, index) => ({
      ...claim,
      id: `some.method.${index}`,
      strength: index < 2 ? ('should' as const) : ('must' as const),
    }));
    const text = renderEnd({ ...MIXED, claims });
    assert.deepEqual(
      Array.from(text.matchAll(/some\.method\.(\d)/g), ([, index]) => index),
      ['2', '3', '4', '5', '6', '7'],
    );
    assert.match(text, /^ {2}… 3 more contradicted \(1 must, 2 should\); summary\.md lists them$/m);
  });

  it('tells once what contradicts the same claim of several methods, and apart what differs', () => {
    const [claim] = MIXED.claims.filter(({ id }) => id === 'some.method.status');
    const [evidence] = claim?.evidence ?? [];
    assert.ok(claim && evidence);
    const of = (method: string, problem: string, strength: 'must' | 'should' = 'must') => ({
      ...claim,
      id: `${method}.ACCESS_ERROR.text`,
      method,
      strength,
      evidence: [{ ...evidence, problems: [problem] }],
    });
    const text = (claims: ReturnType<typeof of>[], fresh?: ReadonlySet<string>) =>
      renderEnd({ ...MIXED, claims }, { fresh })
        .split('\n')
        .filter((line) => line.startsWith('  ✘') || line.startsWith('  △'));
    const same = ['a.get', 'b.get', 'c.get'].map((method) => of(method, 'x'));
    assert.deepEqual(text(same), [
      '  ✘ ACCESS_ERROR.text of a.get, b.get and 1 more (must) · 3 claims, 3 of 3 cases',
    ]);
    assert.deepEqual(text(same.slice(0, 2), new Set(['a.get.ACCESS_ERROR.text'])), [
      '  ✘ ACCESS_ERROR.text of a.get and b.get (must) · 2 claims, 2 of 2 cases · 1 new',
    ]);
    const ending = renderEnd({ ...MIXED, claims: same });
    assert.match(ending, /^ {6}api\/some-method\.md › Response.* and 2 more$/m);
    assert.match(text(same, new Set(same.map(({ id }) => id)))[0] ?? '', / · new$/);
    assert.deepEqual(text([of('a.get', 'x'), of('b.get', 'y'), of('c.get', 'x', 'should')]), [
      '  ✘ a.get.ACCESS_ERROR.text (must) · 1 of 1 case',
      '  ✘ b.get.ACCESS_ERROR.text (must) · 1 of 1 case',
      '  △ c.get.ACCESS_ERROR.text (should) · 1 of 1 case',
    ]);
    // What fails no run has its place in the report alone.
    const hint = renderEnd({ ...MIXED, claims: [of('c.get', 'x', 'should')] });
    assert.doesNotMatch(hint, /› Response/);
  });

  it('cuts lines to the width of a terminal, but never the last one, and nothing where it is no terminal', () => {
    const lines = renderEnd(MIXED, { width: 30 }).split('\n');
    for (const line of lines.slice(0, -1)) assert.ok([...line].length <= 30, line);
    assert.ok(lines.some((line) => line.endsWith('…')));
    assert.match(lines.at(-1) ?? '', /exit code 1$/);
    assert.ok(
      renderEnd(MIXED)
        .split('\n')
        .some((line) => line.length > 40),
    );
  });

  it('counts each reason for which nothing was shown, and adds up', () => {
    const [claim] = MIXED.claims.filter(({ id }) => id === 'some.method.status');
    assert.ok(claim);
    const claims = Array.from({ length: 7 }, (_, index) => ({
      ...claim,
      id: `some.method.${index}`,
      verdict: 'not-exercised' as const,
      reasonKind: index === 6 ? ('untestable' as const) : ('blocked' as const),
      reason: `reason ${index}`,
      evidence: [],
    }));
    const text = renderEnd({ ...MIXED, claims });
    assert.deepEqual(
      text.match(/^ +\d+ {2}.*/gm)?.map((line) => line.trim()),
      [
        '1  reason 0',
        '1  reason 1',
        '1  reason 2',
        '3  for other reasons; summary.md lists them',
        '1  no request can tell; summary.md says why',
      ],
    );
  });

  it('does not show what was not contradicted', () => {
    assert.ok(!renderEnd(MIXED).includes(`✘ ${FAST}`));
    assert.ok(!renderEnd(MIXED).includes(`✘ ${RESULT}`));
  });
});
