import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import draft4 from 'ajv-draft-04';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Finding, Kinds } from '../../../src/cli/docs/findings.ts';
import { FORMATS, type Report, render, toCounts } from '../../../src/cli/docs/formats.ts';
import { LINT_KINDS } from '../../../src/cli/docs/lint.ts';

const KINDS: Kinds = {
  ...LINT_KINDS,
  works: { level: 'note', says: 'an example that works', outcome: 'passed' },
  'not-exercised': { level: 'note', says: 'an example that could not be run', outcome: 'skipped' },
};

function finding(rule: string, message: string, rest: Partial<Finding> = {}): Finding {
  const { severity = KINDS[rule]?.level ?? '' } = KINDS[rule] ?? {};
  const place = { file: 'shop/sell.md', path: 'docs/shop/sell.md', line: 12, digest: '0123456789ab' };
  return { rule, severity, message, url: 'https://apidocs.bitrix24.com/shop/sell.html', ...place, ...rest };
}

/** Whatever a page may say: what ends a line, a mark or a command, in each of the formats. */
const NASTY = [
  'ends ]]> and </failure> & \'quotes\' "too"',
  'two\nlines\r\nand ::error::another, 100 % sure',
  '**bold** _it_ `code` [link](https://x.y) <b>tag</b> | cell @someone #12 ~~no~~ &lt;',
  'a bell \u0007, an escape \u001b[31m, an odd half \ud800, a line \u2028 end',
  '__proto__',
];

const ALL: Report = {
  command: 'lint',
  kinds: KINDS,
  summary: ['2 pages, 8 findings.'],
  details: ['What pages lack:', '  1 on 1 page: ```'],
  findings: [
    ...NASTY.map((message) => finding('json-syntax', message)),
    finding('works', "'JS' works"),
    finding('not-exercised', "'Go' not exercised: go is not in PATH", {
      file: 'shop/a b, c: %.md',
      path: '../a b, c: %.md',
    }),
    finding('time', 'finish is 1 s before start', { line: 0 }),
  ],
};
const NOTHING: Report = { command: 'read', kinds: KINDS, summary: [], details: [], findings: [] };

const schema = JSON.parse(
  readFileSync(
    new URL(
      '../../../node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
      import.meta.url,
    ),
    'utf8',
  ),
);
const isSarif = new draft4.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
  schema,
);

/** What would steer a terminal, or is no character of XML. */
const CONTROL = /(?![\t\n])[\p{Cc}\u2028]/u;

interface SarifRun {
  tool: { driver: { rules: { id: string }[] } };
  results: { ruleId: string; ruleIndex: number; level: string; kind?: string; locations: object[] }[];
}

describe('SARIF', () => {
  for (const [name, findings] of [
    ['findings of every outcome', ALL],
    ['no findings', NOTHING],
  ] as const)
    it(`holds against the schema of OASIS, with ${name}`, () => {
      assert.ok(isSarif(JSON.parse(render.sarif(findings))), JSON.stringify(isSarif.errors));
    });

  it('would not hold against it without a text, or with a level that is none', () => {
    const log = JSON.parse(render.sarif(ALL));
    for (const fault of [
      { message: {} },
      { level: 'blemish' },
      { locations: [{ physicalLocation: { region: { startLine: 0 } } }] },
    ]) {
      const broken = structuredClone(log);
      Object.assign(broken.runs[0].results[0], fault);
      assert.equal(isSarif(broken), false, JSON.stringify(fault));
    }
  });

  it('names the rule of each result, and gives levels to failures alone', () => {
    const [run] = JSON.parse(render.sarif(ALL)).runs as [SarifRun];
    for (const { ruleId, ruleIndex } of run.results)
      assert.equal(run.tool.driver.rules[ruleIndex]?.id, ruleId);
    assert.deepEqual(
      run.results.slice(-4).map(({ kind, level }) => [kind, level]),
      [
        [undefined, 'error'],
        ['pass', 'none'],
        ['notApplicable', 'none'],
        [undefined, 'note'],
      ],
    );
    const [place] = run.results.at(-2)?.locations ?? [];
    assert.match(JSON.stringify(place), /"uri":"\.\.\/a%20b%2C%20c%3A%20%25\.md"/);
  });
});

describe('JUnit', () => {
  const xml = render.junit(ALL);

  it('is XML, whatever a page says', () => {
    assert.equal(XMLValidator.validate(xml), true);
    assert.equal(XMLValidator.validate(render.junit(NOTHING)), true);
    assert.doesNotMatch(xml, CONTROL);
  });

  it('fails what is found, skips what could not be told, and passes what works', () => {
    const { testsuites } = new XMLParser({ ignoreAttributes: false, parseAttributeValue: true }).parse(xml);
    assert.deepEqual([testsuites['@_tests'], testsuites['@_failures'], testsuites['@_skipped']], [8, 6, 1]);
    assert.deepEqual(
      testsuites.testsuite.map((suite: Record<string, unknown>) => [suite['@_name'], suite['@_tests']]),
      [
        ['shop/sell.md', 7],
        ['shop/a b, c: %.md', 1],
      ],
    );
  });
});

describe('annotations of GitHub', () => {
  const lines = render.github(ALL).trimEnd().split('\n');

  it('are one line a finding, with nothing that could be another command', () => {
    assert.equal(lines.length, 7);
    for (const line of lines) {
      assert.match(line, /^::(error|warning|notice) file=[^,:]*,line=\d+,title=[^:]*::/);
      assert.doesNotMatch(line, /\p{Cc}/u);
    }
    assert.match(lines[1] ?? '', /::two%0Alines(%0D|\\u000d)%0Aand ::error::another, 100 %25 sure$/);
    assert.match(
      lines[5] ?? '',
      /^::notice file=\.\.\/a b%2C c%3A %25\.md,line=12,title=not-exercised \(note\)::/,
    );
  });

  it('are nothing where nothing was found', () => {
    assert.equal(render.github(NOTHING), '');
  });
});

describe('Markdown', () => {
  const page = render.markdown(ALL);

  it('sums up, counts, and lists page by page', () => {
    assert.match(page, /^2 pages, 8 findings\.\n\n\| rule \| severity \| findings \|\n/);
    assert.match(page, /^\| `json-syntax` \| breaks a caller \| 5 \|$/m);
    assert.match(page, /^### \[shop\/sell\.md\]\(https:\/\/apidocs\.bitrix24\.com\/shop\/sell\.html\)$/m);
    assert.match(page, /^- line 12, `json-syntax` \(breaks a caller\): /m);
  });

  it('leaves no mark, tag or mention of a page alive, and no fence that its text could close', () => {
    assert.match(
      page,
      /\\\*\\\*bold\\\*\\\* \\_it\\_ \\`code\\` \\\[link\\\]\(https:\/\/x\.y\) \\<b\\>tag\\<\/b\\> \\\| cell @\u200bsomeone \\#12 \\~\\~no\\~\\~ \\&lt;/,
    );
    assert.match(page, /^````\nWhat pages lack:\n {2}1 on 1 page: ```\n````$/m);
    assert.equal(page.split('\n').filter((line) => line.startsWith('- ')).length, 8);
  });
});

describe('text', () => {
  it('is a line a finding, beneath the address of its page', () => {
    const lines = render.text(ALL).trimEnd().split('\n');
    assert.equal(lines[0], 'https://apidocs.bitrix24.com/shop/sell.html');
    assert.equal(lines.filter((line) => line.startsWith('https://')).length, 1);
    assert.match(
      lines.at(-1) ?? '',
      /^docs\/shop\/sell\.md:0: time \(blemish\): finish is 1 s before start$/,
    );
    assert.doesNotMatch(render.text(ALL), CONTROL);
  });

  it('counts by kind, the most frequent first', () => {
    assert.deepEqual(toCounts(ALL.findings, KINDS), [
      '     5  json-syntax        breaks a caller',
      '     1  works              note',
      '     1  not-exercised      note',
      '     1  time               blemish',
    ]);
  });
});

it('every format renders whatever a page says, and nothing', () => {
  for (const format of FORMATS) {
    assert.equal(typeof render[format](ALL), 'string');
    assert.equal(typeof render[format](NOTHING), 'string');
  }
});
