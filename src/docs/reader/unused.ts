import type { Block } from './blocks.ts';
import { isPart, ONWARD, type Section } from './sections.ts';
import { plain, sameName } from './text.ts';

/** A table, list or code block of a page that no fact was read from. */
export interface Unused {
  line: number;
  block: 'table' | 'list' | 'code';
  /** Its first words: a header, an item, a line of code. */
  what: string;
  reason: string;
}

/** What leads on to other pages, or names no fact, wherever it stands. */
const IRRELEVANT =
  /^(features of the method|use cases|when to use|how it works|как это работает|особенности)$/;

/**
 * Lists every table, list and code block of the page itself that is not among the used ones, each with the reason. Lists of
 * links that lead on to other pages are left out.
 */
export function unusedBlocks(sections: readonly Section[], file: string, used: ReadonlySet<Block>): Unused[] {
  const unused: Unused[] = [];
  for (const section of sections) {
    const name = sameName(section.heading);
    if (section.file !== file || ONWARD.test(name) || isPart(section.heading, 'system')) continue;
    collect(section.blocks, section, file, used, unused, '');
  }
  return unused;
}

function collect(
  blocks: readonly Block[],
  section: Section,
  file: string,
  used: ReadonlySet<Block>,
  unused: Unused[],
  within: string,
): void {
  let previous: Block | undefined;
  for (const block of blocks) {
    if (block.file !== file) continue;
    if (block.kind === 'note') collect(block.blocks, section, file, used, unused, 'note');
    else if (block.kind === 'tabs')
      for (const tab of block.tabs)
        collect(tab.blocks, section, file, used, unused, `tab '${plain(tab.title)}'`);
    else if (block.kind === 'table' || block.kind === 'code') {
      if (!used.has(block))
        unused.push({
          line: block.line,
          block: block.kind,
          what: firstWords(block),
          reason: reasonOf(block, section, within),
        });
    } else if (block.kind === 'item' && previous?.kind !== 'item' && !isLink(block.text))
      unused.push({
        line: block.line,
        block: 'list',
        what: firstWords(block),
        reason: reasonOf(block, section, within),
      });
    previous = block;
  }
}

function reasonOf(block: Block, section: Section, within: string): string {
  const place = within === '' ? '' : `, in a ${within.startsWith('tab') ? 'tab' : within}`;
  const name = sameName(section.heading);
  if (block.kind === 'item') return `a list outside of tables is prose${place}`;
  if (block.kind === 'code')
    return section.level <= 1
      ? `code above the first section${place}`
      : `code that is neither an example of a call nor of an answer${place}`;
  if (IRRELEVANT.test(name)) return 'a table of prose';
  return `a table that describes neither parameters, returned fields nor errors${place}`;
}

function firstWords(block: Block): string {
  const text =
    block.kind === 'table'
      ? (block.rows[0] ?? []).map((cell) => plain(cell.text)).join(' | ')
      : block.kind === 'code'
        ? (block.text.split('\n').find((line) => line.trim() !== '') ?? '').trim()
        : 'text' in block
          ? plain(block.text)
          : '';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** An item that is a link alone leads on. */
function isLink(text: string): boolean {
  return /^!?\[[^\]]*\]\([^)]*\)[.;]?$/.test(text.trim());
}
