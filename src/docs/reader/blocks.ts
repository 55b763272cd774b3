import { own } from '../../base/own.ts';
import { closing, dedent, isFenceEnd, nested, withoutComments } from './lines.ts';
import { readHtmlTable, readPipeTable } from './other-tables.ts';
import { type Cell, readTable } from './table.ts';

/**
 * A part of a page, with the file and line it starts at: an included part names the included file, and within how many
 * includes it stands.
 */
export type Block = { file: string; line: number; depth?: number } & (
  | { kind: 'heading'; level: number; text: string; anchors: string[] }
  | { kind: 'paragraph' | 'item' | 'quote'; text: string }
  | { kind: 'code'; lang: string; text: string }
  | { kind: 'note'; title: string; blocks: Block[] }
  | { kind: 'table'; rows: Cell[][] }
  | { kind: 'tabs'; tabs: Tab[] }
);

export interface Tab {
  title: string;
  line: number;
  blocks: Block[];
}

export interface Problem {
  line: number;
  message: string;
}

/**
 * What the reader needs beside the text: the page's name, other files, where to put what it cannot read, and the blocks
 * that it has used, so that those it has not can be listed.
 */
export interface Reading {
  file: string;
  /** Text of an included file, and its name; undefined where there is none. */
  include(path: string, from: string): { file: string; text: string } | undefined;
  problem(line: number, message: string): void;
  used?: Set<Block>;
  /** How many includes, and how many notes, tabs and tables, it is within. */
  depth?: number;
  nesting?: number;
}

const MAX_INCLUDES = 8;
const MAX_NESTING = 32;

export function parsePage(text: string, reading: Reading): Block[] {
  return parseBlocks(
    withoutComments(
      text
        .replace(/^\uFEFF/, '')

        .split(/\r?\n/),
    ),
    1,
    reading,
  );
}

/**
 * Blocks of the documentation's Markdown dialect (YFM). Markdown parsers know nothing of its tables, whose cells hold
 * lists, code and tables, nor of tabs and notes; what is left is plain enough for lines.
 *
 * @param first number of the first line in the file
 */
export function parseBlocks(lines: readonly string[], first: number, reading: Reading): Block[] {
  const blocks: Block[] = [];
  const { file, nesting = 0 } = reading;
  if (nesting > MAX_NESTING) {
    reading.problem(first, `more than ${MAX_NESTING} blocks within each other`);
    return [];
  }
  let index = 0;
  let open: { kind: 'paragraph' | 'item' | 'quote'; text: string; file: string; line: number } | undefined;

  while (index < lines.length) {
    const raw = lines[index] ?? '';
    const line = raw.trim();
    const at = first + index;
    const start = line[0] ?? '';
    const fence = start === '`' || start === '~' ? /^(`{3,}|~{3,})\s*([^\s`]*)/.exec(line) : null;
    const title = start === '#' ? /^(#{1,6})\s+(.*)$/.exec(line) : null;
    const directive = start === '{' ? /^\{%\s*(\w+)\b(.*?)%\}/.exec(line) : null;
    const item = /[-*+\d]/.test(start) ? /^([-*+]|\d+[.)])\s+(.*)$/.exec(line) : null;
    const other =
      start === '<' || (line.includes('|') && !line.startsWith('#|'))
        ? (readHtmlTable(lines, index, first) ?? readPipeTable(lines, index, first))
        : undefined;
    if (line === '' || line === '>') open = undefined;

    if (fence) {
      open = undefined;
      const end = closing(lines, index, (text) => isFenceEnd(text, fence[1] ?? ''));
      if (end === lines.length) reading.problem(at, 'a code block without an end');
      blocks.push({
        kind: 'code',
        lang: fence[2] ?? '',
        text: dedent(lines.slice(index + 1, end)).join('\n'),
        file,
        line: at,
      });
      index = end + 1;
    } else if (line.startsWith('#|')) {
      open = undefined;
      const { rows, next } = readTable(lines, index, first, (where, what) => reading.problem(where, what));
      blocks.push({ kind: 'table', rows, file, line: at });
      index = next;
    } else if (other) {
      open = undefined;
      blocks.push({ kind: 'table', rows: other.rows, file, line: at });
      index = other.next;
    } else if (title) {
      open = undefined;
      const anchors = [...(title[2] ?? '').matchAll(/\{#([^}\s]+)\}/g)].map((match) => match[1] ?? '');
      const text = (title[2] ?? '').replace(/\{#[^}]*\}/g, '').trim();
      blocks.push({ kind: 'heading', level: (title[1] ?? '').length, text, anchors, file, line: at });
      index++;
    } else if (directive) {
      open = undefined;
      index = readDirective(directive, lines, index, first, reading, blocks);
    } else if (line === '' || line === '>') index++;
    else {
      const kind = line.startsWith('>')
        ? 'quote'
        : item
          ? 'item'
          : open?.kind === 'item'
            ? 'item'
            : 'paragraph';
      const text = line.replace(/^>\s?/, '');
      if (open && open.kind === kind && !item) open.text += `\n${text}`;
      else {
        open = { kind, text: item && kind === 'item' ? (item[2] ?? '') : text, file, line: at };
        blocks.push(open);
      }
      index++;
    }
  }
  return blocks;
}

interface Included {
  blocks: Block[];
  problems: Problem[];
}

/** Many pages include the same few files: each is parsed once for all pages that share an `include`. */
const INCLUDED = new WeakMap<Reading['include'], Map<string, Included>>();

function readIncluded(found: { file: string; text: string }, depth: number, reading: Reading): Included {
  const cache = INCLUDED.get(reading.include) ?? new Map<string, Included>();
  INCLUDED.set(reading.include, cache);
  const key = `${depth} ${found.file}`;
  const known = cache.get(key);
  if (known) return known;
  const problems: Problem[] = [];
  const blocks = parsePage(found.text, {
    ...reading,
    file: found.file,
    depth,
    nesting: 0,
    problem: (line, message) => {
      problems.push({ line, message });
    },
  });
  for (const block of blocks) block.depth ??= depth;
  const included = { blocks, problems };
  cache.set(key, included);
  return included;
}

/** The directives that enclose something, and what ends them. */
const ENDS = { note: 'endnote', list: 'endlist', cut: 'endcut', if: 'endif' };

/** Reads `{% … %}` and what it encloses; returns the index of the line after it. */
function readDirective(
  [, word = '', after = '']: RegExpExecArray,
  lines: readonly string[],
  index: number,
  first: number,
  reading: Reading,
  blocks: Block[],
): number {
  const at = first + index;
  const { file } = reading;
  const rest = after.trim();
  const ending = own(ENDS, word);
  if (word === 'include') {
    const path = /\]\(([^)\s]+)\)/.exec(rest)?.[1];
    const found = path === undefined ? undefined : reading.include(path, file);
    const depth = (reading.depth ?? 0) + 1;
    if (!found) reading.problem(at, `the included ${path ?? rest} is not there`);
    else if (depth > MAX_INCLUDES) reading.problem(at, `${path ?? rest} includes itself`);
    else {
      const included = readIncluded(found, depth, reading);
      for (const { line, message } of included.problems)
        reading.problem(at, `${found.file}:${line}: ${message}`);
      blocks.push(...included.blocks);
    }
    return index + 1;
  }
  if (ending === undefined) {
    if (!/^end|^else/.test(word)) reading.problem(at, `'{% ${word} %}' is unknown`);
    return index + 1;
  }
  let end = closing(lines, index, nested(word, ending));
  let next = end + 1;
  if (end === lines.length) {
    reading.problem(at, `'{% ${word} %}' without '{% ${ending} %}'`);
    // What it encloses is lost, but not the rest of the page.
    end = lines.findIndex((line, nth) => nth > index && /^#{1,2}\s/.test(line));
    if (end < 0) end = lines.length;
    next = end;
  }
  const inner = lines.slice(index + 1, end);
  const within = { ...reading, nesting: (reading.nesting ?? 0) + 1 };
  if (word === 'list') blocks.push({ kind: 'tabs', tabs: readTabs(inner, at + 1, within), file, line: at });
  else if (word === 'note') {
    const title = /^\w+\s*"(.*)"/.exec(rest)?.[1]?.trim() ?? '';
    blocks.push({ kind: 'note', title, blocks: parseBlocks(inner, at + 1, within), file, line: at });
  } else if (word === 'cut') {
    // What is folded away has its title above it, as bold words would stand.
    const title = /^"([^"*]*)"/.exec(rest)?.[1]?.trim() ?? '';
    if (title !== '') blocks.push({ kind: 'paragraph', text: `**${title}**`, file, line: at });
    blocks.push(...parseBlocks(inner, at + 1, within));
  } else if (!/==\s*'dev'/.test(rest))
    reading.problem(at, `whether '${rest}' holds is unknown; its text is left out`);
  return next;
}

function readTabs(lines: readonly string[], first: number, reading: Reading): Tab[] {
  const tabs: Tab[] = [];
  const indent = Math.min(...lines.flatMap((line) => /^(\s*)[-*]\s/.exec(line)?.[1]?.length ?? []));
  let from: number | undefined;
  let title = '';
  let fence = '';
  let tables = 0;
  const close = (end: number): void => {
    if (from === undefined) return;
    const inner = dedent(lines.slice(from + 1, end));
    tabs.push({ title, line: first + from, blocks: parseBlocks(inner, first + from + 1, reading) });
  };
  lines.forEach((line, index) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== '') {
      if (isFenceEnd(line.trim(), fence)) fence = '';
      return;
    }
    if (mark !== undefined) fence = mark;
    // An item within a table is no tab, however little it is indented.
    const inTable = tables > 0;
    tables = Math.max(0, tables + count(line, /^\s*#\|/g) - count(line, /(?<!\|)\|#/g));
    if (inTable) return;
    const item = /^(\s*)[-*]\s+(.*?)\s*$/.exec(line);
    if (!item || (item[1] ?? '').length !== indent) return;
    close(index);
    from = index;
    title = item[2] ?? '';
  });
  close(lines.length);
  if (tabs.length === 0) reading.problem(first - 1, 'a list of tabs without tabs');
  return tabs;
}

function count(line: string, pattern: RegExp): number {
  return line.match(pattern)?.length ?? 0;
}
