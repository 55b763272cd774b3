import { posix } from 'node:path';
import type { PageData } from '../reader/page.ts';
import { slug, walk } from '../reader/sections.ts';
import { methodNames, plain } from '../reader/text.ts';
import type { Rule } from './finding.ts';
import { oncePer } from './once.ts';

/** A piece of a page's text outside code. */
interface Piece {
  line: number;
  text: string;
  /** Whether it stands on the page itself, not in a file that it includes. */
  isOwn: boolean;
}

/** A link of a page: its text, the file it leads to (the page's own for `#anchor`), and its anchor. */
interface Link {
  line: number;
  text: string;
  file: string;
  anchor: string | undefined;
}

/** Links to an anchor that no heading has, of the same page or of another one that is at hand. */
export const deadAnchor: Rule = (page, find) =>
  linksOf(page).flatMap(({ line, file, anchor }) => {
    if (anchor === undefined) return [];
    const anchors = file === page.file ? slugsOf(page) : find(file)?.anchors;
    if (!anchors || anchors.has(anchor) || anchors.has(anchor.toLowerCase())) return [];
    const where = file === page.file ? 'nothing on the page' : `nothing in ${file}`;
    return [{ line, message: `${where} has the anchor #${anchor}` }];
  });

/**
 * Links whose text is the name of a method and that lead to the page of another one. Lists of what was changed keep the
 * names of their day.
 */
export const linkMethod: Rule = (page, find) =>
  (/whats-new|changelog|release-notes/.test(page.file) ? [] : linksOf(page)).flatMap(
    ({ line, text, file }) => {
      if (file === page.file || !text.includes('.')) return [];
      const name = plain(text).replace(/\(\)$/, '');
      if (methodNames(name)[0] !== name) return [];
      const target = find(file);
      if (target?.kind !== 'method' || target.method === undefined) return [];
      // Where the target's examples all call what the link says, the target's title is wrong.
      const isNamed = (method: string | undefined): boolean => method?.toLowerCase() === name.toLowerCase();
      if (isNamed(target.method) || isNamed(target.called)) return [];
      return [{ line, message: `the link ${name} leads to the page of ${target.method} (${file})` }];
    },
  );

const linksOf = oncePer((page: PageData): Link[] => {
  const links: Link[] = [];
  for (const { line, text, isOwn } of piecesOf(page)) {
    if (!isOwn || !text.includes('](')) continue;
    const bare = !text.includes('`')
      ? text
      : text.replace(/```[\s\S]*?```|`[^`]*`(?!\])/g, (code) => code.replace(/[^\n]/g, ' '));
    for (const match of bare.matchAll(/\[((?:[^[\]]|\[[^[\]]*\])*)\]\(([^()\s#:]*)(?:#([^()\s]+))?\)/g)) {
      const [, shown = '', path = '', anchor] = match;
      links.push({
        line: line + bare.slice(0, match.index).split('\n').length - 1,
        text: shown,
        file:
          path === ''
            ? page.file
            : path.startsWith('/')
              ? path.slice(1)
              : posix.join(posix.dirname(page.file), path),
        anchor: anchor === undefined ? undefined : decode(anchor),
      });
    }
  }
  return links;
});

/** Every anchor that a link to the page may name. */
export const slugsOf = oncePer((page: PageData): ReadonlySet<string> => {
  const all = new Set(page.sections.flatMap((section) => [...section.anchors, slug(section.heading)]));
  for (const { text } of piecesOf(page))
    if (text.includes('{#') || text.includes('="'))
      for (const match of text.matchAll(/\{#([^}\s]+)\}|(?:id|name)="([^"]+)"/g))
        all.add(match[1] ?? match[2] ?? '');
  return all;
});

/** Most texts of a page have neither a link nor an anchor; those that may are looked for once. */
const piecesOf = oncePer((page: PageData): Piece[] => {
  const pieces: Piece[] = [];
  for (const { file, blocks } of page.sections) {
    const isOwn = file === page.file;
    const add = (line: number, text: string): void => {
      if (text.includes('](') || text.includes('{#') || text.includes('="'))
        pieces.push({ line, text, isOwn });
    };
    for (const block of walk(blocks))
      if (block.kind === 'table')
        for (const row of block.rows) for (const cell of row) add(cell.line, cell.text);
      else if (block.kind !== 'code' && 'text' in block) add(block.line, block.text);
  }
  return pieces;
});

function decode(anchor: string): string {
  try {
    return decodeURIComponent(anchor);
  } catch {
    return anchor;
  }
}
