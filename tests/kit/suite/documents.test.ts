import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../../../src/run/load.ts';

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', ...markdownIn('docs')];
/** What a run makes, and what stands for a name of the reader's. */
const NOT_OURS = /^(results|blob-report)\/|[A-Z]{3,}/;

for (const document of DOCUMENTS)
  describe(document, () => {
    const text = readFileSync(join(ROOT, document), 'utf8');

    it('links to files that exist', () => {
      // What stands in a block of code is shown, not linked.
      const linked = text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, '');
      const links = [...linked.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path = '']) => path);
      assert.deepEqual(
        links.filter((path) => !existsSync(join(ROOT, dirname(document), path))),
        [],
      );
    });

    it('names files and folders that exist', () => {
      const named = [...text.matchAll(/`((?:\.ci|bench|docs|fixtures|schemas|src|tests)\/[^`\s]*)`/g)]
        .map(([, path = '']) => path.replace(/[#:].*$/, ''))
        .filter((path) => !NOT_OURS.test(path));
      assert.deepEqual(
        named.filter((path) => !existsSync(join(ROOT, path))),
        [],
      );
    });

    it('calls scripts that exist', () => {
      const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
      const called = [...text.matchAll(/npm run (?:-s )?([a-z]+)/g)].map(([, name = '']) => name);
      assert.deepEqual(
        called.filter((name) => !Object.hasOwn(scripts, name)),
        [],
      );
    });
  });

function markdownIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}
