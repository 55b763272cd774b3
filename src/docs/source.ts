import { createHash } from 'node:crypto';

/** Where a statement stands on a documentation page; see `source` in schemas/contract.schema.json. */
export interface SourceLocation {
  heading: string;
  row?: string;
  part?: string;
}

/** A place, and the digest of what stands there. */
export interface Source extends SourceLocation {
  digest: string;
}

type BlockKind = 'paragraph' | 'item' | 'code' | 'note' | 'row';

interface Block {
  heading: string;
  kind: BlockKind;
  text: string;
  /** Line at which it starts, counted from 1. */
  line: number;
  /** Which of its kind it is beneath its heading, counted from 1. */
  nth: number;
  /** Of a row: first words of its cells, and which of the rows of that word it is. */
  keys: Map<string, number>;
}

/**
 * The source text a claim was made from, or undefined when the page no longer has such a place.
 *
 * @param markdown page in the documentation's Markdown dialect (YFM: tables `#| || … || |#`, notes `{% note %}`)
 * @param location heading text, and a row key or the n-th block beneath the heading; without either, all of the
 *   heading's paragraphs and list items
 */
export function findSource(markdown: string, location: SourceLocation): string | undefined {
  const section = indexOf(markdown).sections.get(location.heading);
  if (section === undefined) return undefined;
  if (location.row !== undefined || location.part !== undefined) return blockOf(section, location)?.text;
  const prose = section.blocks.filter((block) => block.kind === 'paragraph' || block.kind === 'item');
  return prose.length === 0 ? undefined : prose.map((block) => block.text).join('\n');
}

function blockOf({ rows, parts }: SourceSection, { row, part }: SourceLocation): Block | undefined {
  if (row !== undefined) {
    const [, key = row, nth = '1'] = /^(.*) #(\d+)$/.exec(row) ?? [];
    return rows.get(key)?.[Number(nth) - 1];
  }
  const [kind, number] = part?.split(' ') ?? [];
  return parts.get(kind as BlockKind)?.[Number(number) - 1];
}

/**
 * The line at which a place begins, counted from 1; that of its heading where the page no longer has the row or part.
 *
 * @param said tells apart rows of one key: the first that has this in its text is meant
 */
export function lineOf(markdown: string, location: SourceLocation, said = ''): number {
  const section = indexOf(markdown).sections.get(location.heading);
  if (section === undefined) return 1;
  const alike = location.row === undefined ? [] : (section.rows.get(location.row) ?? []);
  const block = alike.find(({ text }) => text.includes(said)) ?? blockOf(section, location);
  return block?.line ?? section.line;
}

/**
 * The block that stands at a line, as `findSource` finds it again; undefined where the line is of none, such as a heading.
 *
 * @param line counted from 1
 * @param keys words that may be the key of a row, the first that is one of its cells' first words is taken; else the
 *   first word of its first cell that has letters
 */
export function sourceAt(markdown: string, line: number, keys: readonly string[] = []): Source | undefined {
  const index = indexOf(markdown);
  const block = blockAt(index.blocks, line);
  if (!block) return undefined;
  index.digestOf ??= new Map();
  const known = index.digestOf.get(block) ?? digest(block.text);
  index.digestOf.set(block, known);
  const { heading, kind, nth } = block;
  if (kind !== 'row') return { heading, part: `${kind} ${nth}`, digest: known };
  const words = [...block.keys.keys()];
  const key =
    keys.find((word) => IS_WORD.test(word) && block.keys.has(word)) ??
    words.find((word) => IS_WORD.test(word)) ??
    words[0];
  if (key === undefined) return undefined;
  const count = block.keys.get(key) ?? 1;
  return { heading, row: count === 1 ? key : `${key} #${count}`, digest: known };
}

const IS_WORD = /[\p{L}\p{N}]/u;

/** The first block of a kind beneath a heading whose text matches. */
export function findPart(
  markdown: string,
  heading: string,
  kind: BlockKind,
  matches: RegExp | ((text: string) => boolean),
): Source | undefined {
  const found = indexOf(markdown)
    .sections.get(heading)
    ?.parts.get(kind)
    ?.find(({ text }) => (typeof matches === 'function' ? matches(text) : matches.test(text)));
  return found && { heading, part: `${kind} ${found.nth}`, digest: digest(found.text) };
}

/** The last block that starts at a line or above, by halving: pages have hundreds of rows. */
function blockAt(blocks: readonly Block[], line: number): Block | undefined {
  let [from, to] = [0, blocks.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((blocks[middle]?.line ?? 0) <= line) from = middle + 1;
    else to = middle;
  }
  return blocks[from - 1];
}

/** Blocks beneath a heading, by their kind, and rows by the first word of each of their cells. */
interface SourceSection {
  /** Of its heading. */
  line: number;
  blocks: Block[];
  parts: Map<BlockKind, Block[]>;
  rows: Map<string, Block[]>;
}

interface PageIndex {
  sections: Map<string, SourceSection>;
  /** In the order of their lines. */
  blocks: Block[];
  digests?: Set<string>;
  digestOf?: Map<Block, string>;
}

/** Pages asked for last: whoever asks for one source of a page asks for all of them. */
const INDEXES = new Map<string, PageIndex>();
const KEPT = 8;

function indexOf(markdown: string): PageIndex {
  const known = INDEXES.get(markdown);
  if (known) return known;
  const sections = new Map<string, SourceSection>();
  const blocks = readBlocks(markdown).map((read): Block => {
    const section: SourceSection = sections.get(read.heading) ?? {
      line: read.under,
      blocks: [],
      parts: new Map(),
      rows: new Map(),
    };
    sections.set(read.heading, section);
    const alike = section.parts.get(read.kind) ?? [];
    section.parts.set(read.kind, alike);
    const block: Block = { ...read, nth: alike.length + 1, keys: new Map() };
    alike.push(block);
    section.blocks.push(block);
    if (read.kind !== 'row') return block;
    for (const key of rowKeys(read.cells ?? read.text)) {
      if (block.keys.has(key)) continue;
      const rows = section.rows.get(key) ?? [];
      section.rows.set(key, rows);
      rows.push(block);
      block.keys.set(key, rows.length);
    }
    return block;
  });
  const index = { sections, blocks };
  const [oldest] = INDEXES.keys();
  if (INDEXES.size >= KEPT && oldest !== undefined) INDEXES.delete(oldest);
  INDEXES.set(markdown, index);
  return index;
}

/** First 16 hex digits of the SHA-256 of the text without links' targets, emphasis, code marks and line breaks. */
export function digest(text: string): string {
  return createHash('sha256').update(normalise(text)).digest('hex').slice(0, 16);
}

/** Whether a block or row of the page still reads like that, wherever it stands now. */
export function stillThere(markdown: string, known: string): boolean {
  const index = indexOf(markdown);
  index.digests ??= new Set(index.blocks.map(({ text }) => digest(text)));
  return index.digests.has(known);
}

function normalise(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The first word of each of a row's cells: a parameter's name, a status, an error code. */
function rowKeys(row: string): string[] {
  return row.split('|').flatMap((cell) => normalise(cell.replace(/\^\*\^|\\\*/g, '')).split(' ')[0] || []);
}

interface ReadBlock {
  heading: string;
  /** Line of the heading. */
  under: number;
  kind: BlockKind;
  text: string;
  line: number;
  /** Of a row with tables in its cells: the row without them. */
  cells?: string;
}

function readBlocks(markdown: string): ReadBlock[] {
  const blocks: ReadBlock[] = [];
  let heading = '';
  let under = 1;
  const lines = markdown.split(/\r?\n/);
  let index = 0;
  const until = (end: RegExp): string => {
    const from = index;
    while (index < lines.length && !end.test(lines[index] ?? '')) index++;
    const text = lines.slice(from, index).join('\n');
    index++;
    return text;
  };
  while (index < lines.length) {
    const line = (lines[index] ?? '').trim();
    index++;
    const at = index;
    const title = /^#{1,6}\s+(.*?)\s*(\{#[^}]*\})?$/.exec(line);
    if (title) [heading, under] = [title[1] ?? '', at];
    else if (line.startsWith('#|')) {
      const end = tableEnd(lines, index);
      blocks.push(...readRows(lines.slice(index, end), index + 1, { heading, under }));
      index = end + 1;
    } else if (/^(```|~~~)/.test(line))
      blocks.push({ heading, under, kind: 'code', text: until(/^\s*(```|~~~)\s*$/), line: at });
    else if (line.startsWith('{% note'))
      blocks.push({ heading, under, kind: 'note', text: until(/^\s*\{% endnote/), line: at });
    else if (/^(-|\*|\d+\.)\s/.test(line))
      blocks.push({ heading, under, kind: 'item', text: line, line: at });
    else if (line !== '' && line !== '>' && !line.startsWith('{%')) {
      const previous = lines[index - 2]?.trim();
      const last = blocks.at(-1);
      if (last?.kind === 'paragraph' && last.heading === heading && previous !== '' && previous !== '>')
        last.text += `\n${line}`;
      else blocks.push({ heading, under, kind: 'paragraph', text: line, line: at });
    }
  }
  return blocks;
}

const TABLE_START = /^\s*#\|/;
const TABLE_END = /^\s*\|#/;

/** Index of the line that ends a table, those in its cells left aside; where these do not end, of the first end. */
function tableEnd(lines: readonly string[], from: number): number {
  let depth = 1;
  let first: number | undefined;
  for (let index = from; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (TABLE_END.test(line)) {
      first ??= index;
      if (--depth === 0) return index;
    } else if (TABLE_START.test(line)) depth++;
    else if (first !== undefined && /^#{1,6}\s/.test(line)) break;
  }
  return first ?? lines.length;
}

/** Rows of a table; what stands in a table of a cell is of that cell's row. */
function readRows(
  lines: readonly string[],
  first: number,
  head: Pick<ReadBlock, 'heading' | 'under'>,
): ReadBlock[] {
  const rows: ReadBlock[] = [];
  let depth = 0;
  let start = 0;
  let isNested = false;
  let cells: string[] = [];
  const end = (next: number): void => {
    const text = lines.slice(start, next).join('\n');
    const row = bare(text);
    if (row !== '') {
      const blank = /^\s*/.exec(text)?.[0].match(/\n/g)?.length ?? 0;
      rows.push({
        ...head,
        kind: 'row',
        text: row,
        line: first + start + blank,
        ...(isNested ? { cells: bare(cells.join('\n')) } : {}),
      });
    }
    start = next;
    isNested = false;
    cells = [];
  };
  lines.forEach((line, index) => {
    if (TABLE_START.test(line)) depth++;
    if (depth > 0) isNested = true;
    else {
      cells.push(line);
      if (/\|\|\s*$/.test(line)) end(index + 1);
    }
    if (TABLE_END.test(line)) depth--;
  });
  end(lines.length);
  return rows;
}

/** A row's text without the bars at its ends. */
function bare(text: string): string {
  return text
    .replace(/\|\|\s*$/, '')
    .replace(/^\s*\|\|/, '')
    .trim();
}
