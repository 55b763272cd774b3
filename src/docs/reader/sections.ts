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
    /^((method|request|call|function|input) )?(parameters|arguments)$|^(parameters|arguments) (of|for) (the )?([\p{L}\p{N}_]+ )*(method|request|call)$|^method parameters for .+|^(входные )?(параметры|аргументы)( метода| запроса| вызова)?$/u,
  received: /^(what the handler receives|что получает обработчик)$/,
  response:
    /^(response|response handling|handling (the )?response|response example|successful response|response on success|(server|method) response|response format|обработка ответа|ответ( метода| сервера)?|пример ответа)$/,
  returned:
    /^(return(ed)? (data|values?|parameters)|response (fields|parameters|data)|возвращаемые (данные|значения|поля|параметры)|(поля|параметры) ответа)$/,
  errors: /^(error handling|handling errors|errors|обработка ошибок|ошибки)$/,
  codes:
    /^(possible error codes|possible errors|(list of )?error codes|возможные коды ошибок|возможные ошибки|коды ошибок)$/,
  system: /^(statuses and system error codes|статусы и коды системных ошибок)$/,
  examples: /^(code examples?|examples?|примеры? кода|примеры?)$/,
};

/** What such headings are called elsewhere: it counts where the page has no heading of the usual names. */
const OTHER_NAMES: Partial<Record<Part, RegExp>> = {
  parameters:
    /^(request|request body|body|input|input data|(query|body|path) parameters|list of parameters|method fields|запрос|тело запроса|входные данные|список параметров)$/,
  response:
    /^((processing|handling) (of )?(the )?(response|answer|result)|answer|result|return value|response data|response on success|успешный ответ|ответ (в случае успеха|при успехе|об успехе)|результат|возвращаемый результат)$/,
  returned:
    /^(returned (fields|result)|data returned|(fields|structure|description) of the (response|answer|result)|(response|result|answer) (structure|description|fields)|возвращаемое значение|(описание|структура)( полей)? (ответа|результата))$/,
  errors:
    /^((method|server) )?errors?( (processing|responses?))?$|^(handling of|response on|response with( an)?|in case of( an)?) errors?$|^ошибки (метода|сервера)$|^ответ (с ошибкой|в случае ошибки|при ошибке|об ошибке)$/,
  codes:
    /^((method|server) error codes|error codes of the method|list of errors|codes|коды|таблица ошибок|список ошибок|коды ошибок метода)$/,
};

/** Numbers of headings, and names of methods after them, say nothing of what stands beneath. */
function nameOf(heading: string): string {
  const bare = heading.replace(/^\s*\d+(\.\d+)*[.)]\s+/, '').replace(/\s+`?[a-z]\w*(\.\w+)+`?\s*$/i, '');
  return sameName(bare === '' ? heading : bare);
}

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
  // What follows an include belongs to the section that includes, not to a section of what is included.
  const around = [{ section, depth: 0 }];
  for (const block of blocks) {
    const depth = block.depth ?? 0;
    while (around.length > 1 && hasEnded(around.at(-1), block, depth)) around.pop();
    section = around.at(-1)?.section ?? section;
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
      if (depth === around.at(-1)?.depth) around.pop();
      around.push({ section, depth });
    } else section.blocks.push(block);
  }
  return sections;
}

/** Whether an included section is behind: the block stands outside of its file. */
function hasEnded(
  open: { section: Section; depth: number } | undefined,
  { file }: Block,
  depth: number,
): boolean {
  if (open === undefined || open.depth === 0) return false;
  return depth < open.depth || (depth === open.depth && file !== open.section.file);
}

/** A section of a known name, and the sections beneath it. */
export interface PartOfPage {
  own: Section;
  below: Section[];
}

/** The first section of that name, and the sections beneath it. */
export function partOf(sections: readonly Section[], part: Part): PartOfPage | undefined {
  const usual = sections.findIndex(({ heading }) => NAMES[part].test(sameName(heading)));
  return partAt(
    sections,
    usual < 0 ? sections.findIndex(({ heading }) => isOtherName(heading, part)) : usual,
  );
}

/** All sections of that name that do not stand beneath each other. */
export function partsOf(sections: readonly Section[], part: Part): PartOfPage[] {
  const found: PartOfPage[] = [];
  for (let index = 0; index < sections.length; index++) {
    const next = isPart(sections[index]?.heading ?? '', part) ? partAt(sections, index) : undefined;
    if (!next) continue;
    found.push(next);
    index += next.below.length;
  }
  if (found.length > 0) return found;
  const other = partOf(sections, part);
  return other ? [other] : [];
}

function isOtherName(heading: string, part: Part): boolean {
  if (heading === '') return false;
  const name = nameOf(heading);
  return NAMES[part].test(name) || OTHER_NAMES[part]?.test(name) === true;
}

function partAt(sections: readonly Section[], index: number): PartOfPage | undefined {
  const own = sections[index];
  if (!own) return undefined;
  const rest = sections.slice(index + 1);
  const end = rest.findIndex(({ level }) => level <= own.level);
  return { own, below: end < 0 ? rest : rest.slice(0, end) };
}

/** Sections of the same rank or above that follow a part, up to the next part or what leads on to other pages. */
export function beyond(sections: readonly Section[], own: Section): Section[] {
  const rest = sections.slice(sections.indexOf(own) + 1);
  const from = rest.findIndex(({ level }) => level <= own.level);
  if (from < 0) return [];
  const after = rest.slice(from);
  const end = after.findIndex(
    ({ heading, level }) => level <= 1 || ONWARD.test(sameName(heading)) || anyPart(heading),
  );
  return end < 0 ? after : after.slice(0, end);
}

/** Headings of what leads on to other pages. */
export const ONWARD =
  /^(continue (your )?(learning|exploring|exploration)|see also|related (links|articles)|продолжите изучение|смотрите также)$/;

function anyPart(heading: string): boolean {
  const name = sameName(heading);
  return Object.values(NAMES).some((pattern) => pattern.test(name));
}

export function isPart(heading: string, part: Part): boolean {
  return NAMES[part].test(sameName(heading));
}

/** All blocks, those within notes, tabs and cuts too. */
export function walk(blocks: readonly Block[]): readonly Block[] {
  return unfold(blocks, (block) => {
    if (block.kind === 'note') return walk(block.blocks);
    return block.kind === 'tabs' ? block.tabs.flatMap((tab) => walk(tab.blocks)) : [];
  });
}

/** What may show a value directly: the blocks themselves and those of tabs, not of notes. */
export function shown(blocks: readonly Block[]): readonly Block[] {
  return unfold(blocks, (block) =>
    block.kind === 'tabs' ? block.tabs.flatMap((tab) => shown(tab.blocks)) : [],
  );
}

/** Blocks, each before those within it; most sections have none within others, and are what they are. */
function unfold(blocks: readonly Block[], within: (block: Block) => readonly Block[]): readonly Block[] {
  if (!blocks.some(({ kind }) => kind === 'note' || kind === 'tabs')) return blocks;
  return blocks.flatMap((block) => [block, ...within(block)]);
}

const ANCHORS = new WeakMap<readonly Section[], Map<string, Section>>();

/** The first section of that anchor, named at its heading or made of its words. */
export function sectionAt(sections: readonly Section[], anchor: string): Section | undefined {
  let known = ANCHORS.get(sections);
  if (!known) {
    known = new Map();
    for (const section of sections)
      for (const name of [...section.anchors, SLUG + slug(section.heading)])
        if (!known.has(name)) known.set(name, section);
    ANCHORS.set(sections, known);
  }
  const [named, made] = [known.get(anchor), known.get(SLUG + anchor.toLowerCase())];
  if (!named || !made) return named ?? made;
  return sections.indexOf(named) < sections.indexOf(made) ? named : made;
}

/** Keeps apart what is named from what is made of words. */
const SLUG = '\n';

export function hasAnchor(section: Section, anchor: string): boolean {
  return section.anchors.includes(anchor) || slug(section.heading) === anchor.toLowerCase();
}

/** The anchor that a heading has without naming one. */
export function slug(heading: string): string {
  return plain(heading)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');
}
