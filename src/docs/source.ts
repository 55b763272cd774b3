import { createHash } from 'node:crypto';

/** Where a statement stands on a documentation page; see `source` in schemas/contract.schema.json. */
export interface SourceLocation {
  heading: string;
  row?: string;
  part?: string;
}

interface Block {
  heading: string;
  kind: 'paragraph' | 'item' | 'code' | 'note' | 'row';
  text: string;
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
  if (location.row !== undefined) {
    const [, key = location.row, nth = '1'] = /^(.*) #(\d+)$/.exec(location.row) ?? [];
    return section.rows.get(key)?.[Number(nth) - 1];
  }
  if (location.part !== undefined) {
    const [kind, number] = location.part.split(' ');
    return section.blocks.filter((block) => block.kind === kind)[Number(number) - 1]?.text;
  }
  const prose = section.blocks.filter((block) => block.kind === 'paragraph' || block.kind === 'item');
  return prose.length === 0 ? undefined : prose.map((block) => block.text).join('\n');
}

/** Blocks beneath a heading, and texts of rows by the first word of each of their cells. */
interface SourceSection {
  blocks: Block[];
  rows: Map<string, string[]>;
}

interface PageIndex {
  sections: Map<string, SourceSection>;
  blocks: Block[];
  digests?: Set<string>;
}

/** Pages asked for last: whoever asks for one source of a page asks for all of them. */
const INDEXES = new Map<string, PageIndex>();
const KEPT = 8;

function indexOf(markdown: string): PageIndex {
  const known = INDEXES.get(markdown);
  if (known) return known;
  const blocks = readBlocks(markdown);
  const sections = new Map<string, SourceSection>();
  for (const block of blocks) {
    const section = sections.get(block.heading) ?? { blocks: [], rows: new Map<string, string[]>() };
    sections.set(block.heading, section);
    section.blocks.push(block);
    if (block.kind !== 'row') continue;
    for (const key of new Set(rowKeys(block.text))) {
      const texts = section.rows.get(key);
      if (texts) texts.push(block.text);
      else section.rows.set(key, [block.text]);
    }
  }
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

function readBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let heading = '';
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
    const title = /^#{1,6}\s+(.*?)\s*(\{#[^}]*\})?$/.exec(line);
    if (title) heading = title[1] ?? '';
    else if (/^#\|/.test(line)) {
      for (const row of until(/^\s*\|#/).split(/\|\|\s*(?:\n|$)/)) {
        const text = row.replace(/^\s*\|\|/, '').trim();
        if (text) blocks.push({ heading, kind: 'row', text });
      }
    } else if (/^(```|~~~)/.test(line))
      blocks.push({ heading, kind: 'code', text: until(/^\s*(```|~~~)\s*$/) });
    else if (/^\{% note/.test(line)) blocks.push({ heading, kind: 'note', text: until(/^\s*\{% endnote/) });
    else if (/^(-|\*|\d+\.)\s/.test(line)) blocks.push({ heading, kind: 'item', text: line });
    else if (line !== '' && line !== '>' && !line.startsWith('{%')) {
      const previous = lines[index - 2]?.trim();
      const last = blocks.at(-1);
      if (last?.kind === 'paragraph' && last.heading === heading && previous !== '' && previous !== '>')
        last.text += `\n${line}`;
      else blocks.push({ heading, kind: 'paragraph', text: line });
    }
  }
  return blocks;
}
