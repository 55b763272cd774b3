import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { findPages, readPage, readPages } from '../../../src/docs/corpus.ts';
import { toJson } from '../../../src/docs/page-json.ts';
import { docsHere } from './in-process.ts';
import { INCLUDES, SHOP } from './pages.ts';

describe('files of a checkout', () => {
  const root = mkdtempSync(join(tmpdir(), 'b24-corpus-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  const write = (file: string, text: string | Buffer): string => {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), text);
    return join(root, file);
  };
  for (const [file, text] of Object.entries({ ...INCLUDES, 'shop/sell.md': SHOP })) write(file, text);
  const read = (file: string) => readPage(findPages([root]), { file, path: join(root, file) });

  for (const [name, text] of [
    ['returns and line feeds', SHOP.replaceAll('\n', '\r\n')],
    ['returns alone', SHOP.replaceAll('\n', '\r')],
    ['a byte order mark', `\uFEFF${SHOP}`],
  ] as const)
    it(`are read alike with ${name}`, () => {
      write('shop/other.md', text);
      assert.deepEqual(
        { ...toJson(read('shop/other.md')), file: '' },
        { ...toJson(read('shop/sell.md')), file: '' },
      );
    });

  it('are told as unreadable where they are no text, and the others are read', () => {
    write('shop/picture.md', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]));
    execFileSync('mkfifo', [join(root, 'shop/pipe.md')]);
    assert.deepEqual(
      ['shop/picture.md', 'shop/pipe.md'].map((file) => [read(file).kind, read(file).problems]),
      [
        ['unreadable', [{ line: 1, message: 'cannot be read: it is not text in UTF-8' }]],
        ['unreadable', [{ line: 1, message: 'cannot be read: it is not a file' }]],
      ],
    );
    assert.equal(readPages(findPages([root])).find(({ file }) => file === 'shop/sell.md')?.kind, 'method');
  });

  it('are told by line where they hold bytes that are no UTF-8, and read', () => {
    const line = SHOP.split('\n').findIndex((one) => one.includes('The buyer')) + 1;
    write('shop/latin.md', Buffer.from(SHOP.replace('The buyer', 'The b\u00fcyer'), 'latin1'));
    const { kind, problems } = read('shop/latin.md');
    assert.equal(kind, 'method');
    assert.deepEqual(problems[0], { line, message: 'bytes that are not UTF-8' });
  });

  it('are read through links within what is named, and told where a link leads out of it', () => {
    mkdirSync(join(root, 'links/inner'), { recursive: true });
    write('links/inner/sell.md', SHOP.replaceAll('../_includes', '/_includes'));
    symlinkSync('inner/sell.md', join(root, 'links/alias.md'));
    symlinkSync('../shop/sell.md', join(root, 'links/out.md'));
    symlinkSync('nowhere.md', join(root, 'links/lost.md'));
    const corpus = findPages([join(root, 'links')]);
    assert.deepEqual(
      readPages(corpus).map(({ file, kind, problems }) => [file, kind, problems[0]?.message]),
      [
        ['links/alias.md', 'method', undefined],
        ['links/inner/sell.md', 'method', undefined],
        ['links/lost.md', 'unreadable', 'cannot be read: ENOENT'],
        ['links/out.md', 'unreadable', 'cannot be read: the link leads out of the directory'],
      ],
    );
    assert.equal(readPages(findPages([join(root, 'links/out.md')]))[0]?.kind, 'method');
    rmSync(join(root, 'links'), { recursive: true });
  });

  it('that cannot be opened leave a command unmade, after what it could tell', async () => {
    const path = write('locked/picture.md', Buffer.from([0, 1, 2]));
    for (const words of [
      ['lint', path],
      ['drift', '--from', join(root, 'shop/sell.md'), path],
      ['draft', path],
    ]) {
      const { status, stderr } = await docsHere(words);
      assert.match(stderr, /^locked\/picture\.md:1: cannot be read: it is not text in UTF-8$/m, words[0]);
      assert.equal(status, 2, words[0]);
    }
  });
});

it('a page includes pages, and no other file of the machine', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'b24-corpus-'));
  t.after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, '_includes'));
  writeFileSync(join(root, '_includes', 'note.md'), 'A note.');
  writeFileSync(join(root, 'key'), 'A secret.');
  const include = (name: string) => `{% include [x](${name}) %}\n`;
  writeFileSync(join(root, 'page.md'), `# Page\n\n${include('_includes/note.md')}${include('key')}`);
  const page = readPages(findPages([root])).find(({ file }) => file === 'page.md');
  assert.deepEqual(page?.problems, [{ line: 4, message: 'the included key is not there' }]);
});

const docs = process.env.B24_DOCS;

// A checkout of the documentation is no part of the project: without one there is nothing to test.
if (docs !== undefined && existsSync(join(docs, 'api-reference/chat-bots')))
  describe('the documentation in B24_DOCS', () => {
    it('reads every page on chat bots fully', () => {
      const pages = readPages(findPages([join(docs, 'api-reference/chat-bots')], docs));
      assert.ok(pages.length > 100);
      assert.deepEqual(
        pages.flatMap(({ file, problems }) =>
          problems.map(({ line, message }) => `${file}:${line}: ${message}`),
        ),
        [],
      );
    });
  });
