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
  const linked = piecesOf(page, ({ file }) => file === page.file).filter(({ text }) => text.includes(']('));
  return linked.flatMap(({ line, text }): Link[] => {
    const bare = !text.includes('`')
      ? text
      : text.replace(/```[\s\S]*?```|`[^`]*`(?!\])/g, (code) => code.replace(/[^\n]/g, ' '));
    return [...bare.matchAll(/\[((?:[^[\]]|\[[^[\]]*\])*)\]\(([^()\s#:]*)(?:#([^()\s]+))?\)/g)].map(
      (match) => {
        const [, shown = '', path = '', anchor] = match;
        return {
          line: line + bare.slice(0, match.index).split('\n').length - 1,
          text: shown,
          file:
            path === ''
              ? page.file
              : path.startsWith('/')
                ? path.slice(1)
                : posix.join(posix.dirname(page.file), path),
          anchor: anchor === undefined ? undefined : decode(anchor),
        };
      },
    );
  });
});

/** Every anchor that a link to the page may name. */
export const slugsOf = oncePer((page: PageData): ReadonlySet<string> => {
  const all = new Set(page.sections.flatMap((section) => [...section.anchors, slug(section.heading)]));
  for (const { text } of piecesOf(page, () => true))
    if (/\{#|(?:id|name)="/.test(text))
      for (const match of text.matchAll(/\{#([^}\s]+)\}|(?:id|name)="([^"]+)"/g))
        all.add(match[1] ?? match[2] ?? '');
  return all;
});

function piecesOf(page: PageData, which: (section: PageData['sections'][number]) => boolean): Piece[] {
  return page.sections
    .filter(which)
    .flatMap((section) => walk(section.blocks))
    .flatMap((block) => {
      if (block.kind === 'table')
        return block.rows.flat().map((cell) => ({ line: cell.line, text: cell.text }));
      return block.kind !== 'code' && 'text' in block ? [{ line: block.line, text: block.text }] : [];
    });
}

function decode(anchor: string): string {
  try {
    return decodeURIComponent(anchor);
  } catch {
    return anchor;
  }
}
