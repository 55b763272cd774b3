import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { checkProse } from '../../../src/cli/prose/check.ts';
import { runProse } from '../../../src/cli/prose/run.ts';
import { ROOT } from '../../../src/run/load.ts';

const RULES = readFileSync(join(ROOT, 'prose.yaml'), 'utf8');
const { rules } = parse(RULES) as {
  rules: { expected: string; prh: string; specs: { from: string; to: string }[] }[];
};

/** Where a sentence is read, and its line and column there. */
const PLACES: [file: string, place: (sentence: string) => string, line: number, column: number][] = [
  ['page.md', (sentence) => `# Title\n\nText: ${sentence}`, 3, 7],
  ['page.md', (sentence) => `| a | b |\n| --- | --- |\n| x | ${sentence} |`, 3, 7],
  ['page.md', (sentence) => `- [${sentence}](other.md)`, 1, 4],
  ['string.ts', (sentence) => `// told\nconst x = "${sentence}";`, 2, 12],
  ['template.ts', (sentence) => `const x = \`\${name}:\\n${sentence} '\${x}'\`;`, 1, 22],
  ['inner.ts', (sentence) => `const x = \`the \${y ? '${sentence}' : ''}\`;`, 1, 23],
  ['data.yaml', (sentence) => `- id: told\n  says: ${sentence}`, 2, 9],
  ['data.yaml', (sentence) => `a:\n  - untestable: >\n      ${sentence}`, 3, 7],
  ['data.yaml', (sentence) => `because: "${sentence}"`, 1, 11],
  ['data.json', (sentence) => `{ "type": {\n "description": "${sentence}" } }`, 2, 18],
];

describe('words to avoid', () => {
  for (const { expected, prh, specs } of rules) {
    it(`are found, and what to write instead is said: ${expected}`, async () => {
      assert.ok(
        specs.some(({ from, to }) => from !== to),
        'the rule has no example',
      );
      for (const { from, to } of specs) {
        // The words that both begin with stay.
        const start = [...from].findIndex((character, index) => character !== to[index]);
        for (const [file, place, line, column] of PLACES) {
          const found = await checkProse(file, place(from), RULES);
          const where = `${file}: ${place(from)}`;
          assert.equal(found.length, from === to ? 0 : 1, where);
          for (const finding of found) {
            assert.equal(finding.line, line, where);
            assert.ok(finding.column >= column && finding.column <= column + start, where);
            assert.ok(
              place(from)
                .split('\n')
                [line - 1]?.startsWith(finding.found, finding.column - 1),
              where,
            );
            assert.equal(finding.instead, `'${expected}'. ${prh}`);
          }
        }
      }
    });
  }

  it('are found across the end of a line, and before what a template fills in', async () => {
    assert.equal((await checkProse('page.md', 'this file\nis\nno directory', RULES)).length, 1);
    assert.equal((await checkProse('page.md', 'this is no `claims.json`', RULES)).length, 1);
    assert.equal((await checkProse('x.ts', `\`\${path} is no \${kind}.\``, RULES)).length, 1);
  });

  it('are left alone in code, comments, names and data that no person reads', async () => {
    for (const [file, text] of [
      ['page.md', 'write `is no file` and\n\n```\nit is no file\n```\n'],
      ['page.md', '<!-- it is told -->\n'],
      ['x.ts', '// it is told\nconst told = { standing: "told" }; /* is no file */'],
      ['x.ts', 'const pattern = /it is no file/;'],
      ['data.yaml', 'title: it is told\nid: standing'],
      ['page.md', 'Are there any? The answer is no, and nothing is longer.'],
    ] as const)
      assert.deepEqual(await checkProse(file, text, RULES), [], text);
  });

  it('are refused as a rule where its examples do not hold', async () => {
    const rule = 'version: 1\nrules:\n  - expected: b\n    pattern: /a/\n    specs: [{ from: a, to: c }]\n';
    await assert.rejects(checkProse('page.md', 'a', rule), /spec failed/);
  });

  it('are not looked for in files of another kind', async () => {
    await assert.rejects(
      checkProse('page.txt', 'x', RULES),
      /page\.txt is not a \.md, \.ts, \.yaml or \.json file/,
    );
  });
});

describe('npm run prose', () => {
  const CLEAN = {
    'README.md': 'Text.',
    'CONTRIBUTING.md': 'Text.',
    'docs/page.md': 'Text.',
    'fixtures/contract/room/data.yaml': 'says: A text.',
    'schemas/data.json': '{ "description": "a text" }',
    'src/room/file.ts': 'export const TEXT = "a text";',
  };

  it('passes where none is used', async (t) => {
    assert.deepEqual(await proseHere(t, CLEAN), { code: 0, output: '' });
  });

  it('fails by a word in any of them, and counts', async (t) => {
    const wrong = {
      'README.md': 'It is told.',
      'CONTRIBUTING.md': 'It is told.',
      'docs/page.md': 'It is told.',
      'fixtures/contract/room/data.yaml': 'says: It is told.',
      'schemas/data.json': '{ "description": "it is told" }',
      'src/room/file.ts': 'export const TEXT = "it is told";',
    };
    const { code, output } = await prose(t, wrong);
    assert.equal(code, 1);
    const lines = output.trimEnd().split('\n');
    assert.match(lines.pop() ?? '', /^6 to reword; /);
    assert.deepEqual(Object.keys(wrong), Object.keys(CLEAN));
    for (const [index, file] of Object.keys(wrong).entries())
      assert.match(
        lines[index] ?? '',
        new RegExp(`^${file}:1:\\d+: do not write 'told'; write 'reported'\\. Say .*$`),
      );
  });

  it('fails by a single one', async (t) => {
    const { code, output } = await proseHere(t, { ...CLEAN, 'schemas/data.json': '{ "why": "it is told" }' });
    assert.equal(code, 1);
    assert.match(output, /^schemas\/data\.json:1:\d+: .*\n1 to reword; /);
  });

  /** A folder with these files and the rules. */
  function checkout(t: TestContext, files: Readonly<Record<string, string>>): string {
    const directory = mkdtempSync(join(tmpdir(), 'prose-'));
    t.after(() => rmSync(directory, { recursive: true }));
    cpSync(join(ROOT, 'prose.yaml'), join(directory, 'prose.yaml'));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      writeFileSync(join(directory, file), text);
    }
    return directory;
  }

  async function proseHere(t: TestContext, files: Readonly<Record<string, string>>): Promise<Ended> {
    let output = '';
    const code = await runProse(checkout(t, files), (line) => {
      output += `${line}\n`;
    });
    return { code, output };
  }

  /** As npm starts it. */
  function prose(t: TestContext, files: Readonly<Record<string, string>>): Promise<Ended> {
    const tsx = fileURLToPath(import.meta.resolve('tsx'));
    const command = ['--import', tsx, join(ROOT, 'src/cli/prose.ts')];
    return new Promise((resolve) => {
      const child = execFile(process.execPath, command, { cwd: checkout(t, files) }, (_, out, err) => {
        resolve({ code: child.exitCode ?? undefined, output: out + err });
      });
    });
  }
});

interface Ended {
  code: number | undefined;
  output: string;
}
