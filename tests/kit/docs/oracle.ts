import { createRequire } from 'node:module';
import { type Block, parseBlocks, parsePage, type Reading } from '../../../src/docs/reader/blocks.ts';
import { walk } from '../../../src/docs/reader/sections.ts';
import { plain } from '../../../src/docs/reader/text.ts';

/** A table as the documentation's own parser sees it: the letters and digits of each cell. */
export interface OracleTable {
  line: number;
  rows: string[][];
}

interface Token {
  type: string;
  content: string;
  map: [number, number] | null;
  children: Token[] | null;
}

interface Parser {
  use(plugin: unknown, options?: object): Parser;
  parse(text: string, env: object): Token[];
}

const require = createRequire(import.meta.url);
const transformed = createRequire(require.resolve('@diplodoc/transform'));
const MarkdownIt = transformed('markdown-it') as new (options: object) => Parser;
const plugins = require('@diplodoc/transform/lib/plugins') as unknown[];

const cheerio = transformed('cheerio') as {
  load(html: string): (what: unknown) => Selected;
};

/** What is used of cheerio. */
interface Selected {
  toArray(): unknown[];
  find(selector: string): Selected;
  text(): string;
}

const QUIET = { warn: () => {}, error: () => {}, info: () => {}, log: () => {} };

/** The parser that the documentation is published with, set up as its builder does; includes are left alone. */
function createParser(): Parser {
  const parser = new MarkdownIt({ html: true, linkify: false, breaks: true });
  for (const plugin of plugins)
    parser.use(plugin, {
      log: QUIET,
      lang: 'en',
      path: '/page.md',
      vars: {},
      disableLiquid: true,
      table_ignoreSplittersInInlineCode: true,
    });
  return parser;
}

const parser = createParser();

/** All tables of a page, those within cells, notes and tabs too, in the order of their first lines. */
export function oracleTables(markdown: string): OracleTable[] {
  const tables: OracleTable[] = [];
  const open: OracleTable[] = [];
  // Where a note has no title, the parser gives it one.
  let inTitle = false;
  for (const token of parser.parse(markdown, {})) {
    const table = open.at(-1);
    if (/^yfm_note_title_(open|close)$/.test(token.type)) inTitle = token.type.endsWith('open');
    if (inTitle) continue;
    if (token.type === 'html_block' && /<table\b/i.test(token.content))
      tables.push({ line: (token.map?.[0] ?? 0) + 1, rows: htmlRows(token.content) });
    else if (/^(yfm_)?table_open$/.test(token.type)) {
      const inner: OracleTable = { line: (token.map?.[0] ?? 0) + 1, rows: [] };
      tables.push(inner);
      open.push(inner);
    } else if (/^(yfm_)?table_close$/.test(token.type)) open.pop();
    else if (/^(yfm_)?tr_open$/.test(token.type)) table?.rows.push([]);
    else if (/^(yfm_td|t[hd])_open$/.test(token.type)) table?.rows.at(-1)?.push('');
    else {
      const cells = table?.rows.at(-1);
      if (cells && cells.length > 0) cells[cells.length - 1] += lettersIn(token);
    }
  }
  return tables;
}

/** The rows of a table of HTML, as the parser of that which the documentation is published with reads it. */
function htmlRows(html: string): string[][] {
  const $ = cheerio.load(html);
  return $('tr')
    .toArray()
    .map((row) =>
      $(row)
        .find('td, th')
        .toArray()
        .map((cell) => letters($(cell).text())),
    );
}

function lettersIn(token: Token): string {
  const text = token.type === 'inline' ? (token.children ?? []).map(contentOf).join(' ') : contentOf(token);
  return letters(text);
}

function contentOf({ type, content }: Token): string {
  return /^(text|code_inline|fence|code_block|html_inline|html_block|text_special)$/.test(type)
    ? content.replace(/<br\s*\/?>/g, '')
    : '';
}

/** What of a text both parsers must agree on: escapes, marks and white space are their own affair. */
export function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '');
}

/** All tables of a page as this reader sees them, as letters and digits like the parser's, and lines of rows not closed. */
export function tablesOf(markdown: string): { tables: (OracleTable & { last: number })[]; broken: number[] } {
  const broken: number[] = [];
  const reading: Reading = {
    file: '',
    include: () => ({ file: 'included', text: '' }),
    problem: (line, message) => {
      if (/^a table row without its closing/.test(message)) broken.push(line);
    },
  };
  const tables: (OracleTable & { last: number })[] = [];
  const collect = (blocks: readonly Block[]): void => {
    for (const block of walk(blocks)) {
      if (block.kind !== 'table') continue;
      const cells = block.rows.flat();
      tables.push({
        line: block.line,
        // A row that is not closed is told where the table ends.
        last: Math.max(block.line, ...cells.map(({ line, text }) => line + text.split('\n').length)),
        rows: block.rows.map((row) => row.map(({ text }) => wordsOf(text))),
      });
      for (const { text, line } of cells)
        if (text.includes('#|')) collect(parseBlocks(text.split('\n'), line, reading));
    }
  };
  collect(parsePage(markdown, reading));
  return { tables, broken };
}

/** A cell's words without what only marks them: inner tables' text is the inner tables' affair on both sides. */
function wordsOf(text: string): string {
  return letters(
    plain(
      withoutTables(text)
        .replace(/`[^`\n]*`/g, letters)
        // A term that the parser does not know stays as it is written.
        .replace(/\]\(\*[^)]*\)/g, letters)
        .replace(/^[ >]*```[^\n`]*$/gm, '')
        .replace(/\{%[^%]*%\}/g, '')
        .replace(/<br\s*\/?>|\\</g, ' '),
    ),
  );
}

function withoutTables(text: string): string {
  let depth = 0;
  return text
    .split(/(#\||\|#)/)
    .filter((part) => {
      if (part === '#|') depth++;
      else if (part === '|#') depth = Math.max(0, depth - 1);
      else return depth === 0;
      return false;
    })
    .join('');
}
