import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { findPages, readText } from '../../../src/docs/corpus.ts';
import { letters, oracleTables, tablesOf } from './oracle.ts';
import { SHOP } from './pages.ts';

/**
 * What the documentation's parser has and this reader has not: tables, rows, cells, letters of a cell. The reader may have
 * more: where lines are indented less than the list they stand in, the parser drops what follows them from the cell.
 */
function losses(markdown: string): string[] {
  const { tables: ours, broken } = tablesOf(markdown);
  return oracleTables(markdown).flatMap((table) => {
    const own = ours.find(({ line }) => line === table.line);
    if (!own) return [`${table.line}: no table`];
    // Rows that are not closed swallow each other there; the reader parts them, and says so.
    if (broken.some((line) => line >= own.line && line <= own.last)) return [];
    if (own.rows.length !== table.rows.length)
      return [`${table.line}: ${own.rows.length} rows, not ${table.rows.length}`];
    return table.rows.flatMap((row, at) =>
      row.flatMap((cell, column) => {
        const read = own.rows[at]?.[column] ?? '';
        return isWithin(cell, read)
          ? []
          : [`${table.line}: row ${at + 1}, cell ${column + 1}: ${cell} / ${read}`];
      }),
    );
  });
}

/** Whether all letters of the one stand in the other, in order: numbers of a list are marks, not text, to the parser. */
function isWithin(some: string, all: string): boolean {
  let at = 0;
  for (const letter of all) if (letter === some[at]) at++;
  return at === some.length;
}

const PAGES: [name: string, markdown: string][] = [
  ['the sample', SHOP],
  ['lists and code in cells', '#|\n|| a | - b\n- c\n\n```js\nx || y\n``` ||\n|| `d|e` | f \\| g ||\n|#'],
  ['tables within cells', '#|\n|| a |\n\n#|\n|| b | c ||\n|#\n\n||\n|| d | e ||\n|#'],
  [
    'tables in tabs and notes',
    '{% list tabs %}\n\n- One\n\n    #|\n    || a | b ||\n    |#\n\n{% endlist %}\n\n{% note info "x" %}\n\n#|\n|| c | d ||\n|#\n\n{% endnote %}',
  ],
  ['a row on several lines', '#|\n||\n\na\n\n|\n\nb\n\n||\n|#'],
  ['plain Markdown', '| a | b |\n| --- | :-: |\n| `c\\|d` | e \\| f |\n| | g |\n\nwords'],
  [
    'HTML',
    '<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td><code>c</code></td><td>d<br>e</td></tr>\n</table>',
  ],
  ['empty cells', '#|\n|| a | | c ||\n|| | b | ||\n|#'],
];

describe("the documentation's own parser", () => {
  for (const [name, markdown] of PAGES)
    it(`finds the same rows and cells: ${name}`, () => {
      assert.ok(oracleTables(markdown).length > 0);
      assert.deepEqual(losses(markdown), []);
      assert.deepEqual(
        tablesOf(markdown).tables.map(({ rows }) => rows.map(({ length }) => length)),
        oracleTables(markdown).map(({ rows }) => rows.map(({ length }) => length)),
      );
    });

  it('would show a letter, a cell or a row that is lost', () => {
    assert.equal(isWithin('abc', 'a1bc'), true);
    for (const less of ['', 'ab', 'acb']) assert.equal(isWithin('abc', less), false);
    assert.equal(letters('**a**, `b_1`'), 'ab1');
    const [whole] = oracleTables('#|\n|| a | b ||\n|| c | d ||\n|#');
    assert.deepEqual(whole?.rows, [
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });
});

const docs = process.env.B24_DOCS;

// A checkout of the documentation is no part of the project: without one there is nothing to compare.
if (docs !== undefined && existsSync(docs))
  describe('the documentation in B24_DOCS, as its own parser reads it', () => {
    it('loses no table, row, cell or letter', () => {
      const pages = findPages([docs]).files.filter(({ file }) => file.endsWith('.md'));
      const lost = pages.flatMap(({ file, path }) =>
        losses(readText(path)).map((loss) => `${file}:${loss.slice(0, 300)}`),
      );
      assert.ok(pages.length > 0);
      assert.deepEqual(lost, []);
    });
  });
