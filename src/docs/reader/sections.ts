import type { Block } from './blocks.ts';
import { plain, sameName } from './text.ts';

/** A heading and what stands beneath it, up to the next heading of any level. */
export interface Section {
  heading: string;
  level: number;
  anchors: string[];
  file: string;
  line: number;
  blocks: Block[];
}

/** Headings of a method page, in their spellings. */
const NAMES: Record<Part, RegExp> = {
  parameters:
    /^(method |request |call |function )?parameters$|^parameters of the method$|^method parameters for .+|^параметры( метода| запроса)?$/,
  received: /^(what the handler receives|что получает обработчик)$/,
  response:
    /^(response|response handling|handling (the )?response|response example|successful response|response on success|обработка ответа)$/,
  returned: /^(returned data|return data|returned values?|возвращаемые данные)$/,
  errors: /^(error handling|handling errors|errors|обработка ошибок)$/,
  codes: /^(possible error codes|possible errors|error codes|возможные коды ошибок|возможные ошибки)$/,
  system: /^(statuses and system error codes|статусы и коды системных ошибок)$/,
  examples: /^(code examples?|examples?|примеры? кода|примеры?)$/,
};

export type Part =
  | 'parameters'
  | 'received'
  | 'response'
  | 'returned'
  | 'errors'
  | 'codes'
  | 'system'
  | 'examples';

export function toSections(blocks: readonly Block[], file: string): Section[] {
  let section: Section = { heading: '', level: 0, anchors: [], file, line: 1, blocks: [] };
  const sections = [section];
  for (const block of blocks) {
    if (block.kind === 'heading') {
      section = {
        heading: block.text,
        level: block.level,
        anchors: block.anchors,
        file: block.file,
        line: block.line,
        blocks: [],
      };
      sections.push(section);
    } else section.blocks.push(block);
  }
  return sections;
}

/** The first section of that name, and the sections beneath it. */
export function partOf(
  sections: readonly Section[],
  part: Part,
): { own: Section; below: Section[] } | undefined {
  const index = sections.findIndex(({ heading }) => NAMES[part].test(sameName(heading)));
  const own = sections[index];
  if (!own) return undefined;
  const rest = sections.slice(index + 1);
  const end = rest.findIndex(({ level }) => level <= own.level);
  return { own, below: end < 0 ? rest : rest.slice(0, end) };
}

export function isPart(heading: string, part: Part): boolean {
  return NAMES[part].test(sameName(heading));
}

/** All blocks, those within notes, tabs and cuts too. */
export function* walk(blocks: readonly Block[]): Generator<Block> {
  for (const block of blocks) {
    yield block;
    if (block.kind === 'note') yield* walk(block.blocks);
    if (block.kind === 'tabs') for (const tab of block.tabs) yield* walk(tab.blocks);
  }
}

/** What may show a value directly: the blocks themselves and those of tabs, not of notes. */
export function* shown(blocks: readonly Block[]): Generator<Block> {
  for (const block of blocks) {
    yield block;
    if (block.kind === 'tabs') for (const tab of block.tabs) yield* shown(tab.blocks);
  }
}

export function hasAnchor(section: Section, anchor: string): boolean {
  return section.anchors.includes(anchor) || slug(section.heading) === anchor.toLowerCase();
}

/** The anchor that a heading has without naming one. */
function slug(heading: string): string {
  return plain(heading)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');
}
