import { posix } from 'node:path';
import type { PageData } from '../reader/page.ts';
import { hasAnchor, walk } from '../reader/sections.ts';
import type { Rule } from './finding.ts';

/** A piece of a page's text outside code. */
interface Piece {
  line: number;
  text: string;
}

/** Links to an anchor that no heading has, of the same page or of another one that is at hand. */
export const deadAnchor: Rule = (page, find) => {
  const pieces = piecesOf(page, ({ file }) => file === page.file);
  return pieces.flatMap(({ line, text }) =>
    [...text.replace(/```[\s\S]*?```|`[^`]*`(?!\])/g, '').matchAll(/\]\(([^()\s#:]*)#([^()\s]+)\)/g)].flatMap(
      ([, path = '', anchor = '']) => {
        const file = path === '' ? page.file : posix.join(posix.dirname(page.file), path);
        const target = path === '' ? page : find(file);
        if (!target || isThere(target, decode(anchor))) return [];
        const where = path === '' ? 'nothing on the page' : `nothing in ${file}`;
        return [{ line, message: `${where} has the anchor #${decode(anchor)}` }];
      },
    ),
  );
};

function isThere(page: PageData, anchor: string): boolean {
  return (
    page.sections.some((section) => hasAnchor(section, anchor)) ||
    piecesOf(page, () => true).some(({ text }) =>
      [...text.matchAll(/\{#([^}\s]+)\}|(?:id|name)="([^"]+)"/g)].some(
        (match) => (match[1] ?? match[2]) === anchor,
      ),
    )
  );
}

function piecesOf(page: PageData, which: (section: PageData['sections'][number]) => boolean): Piece[] {
  return page.sections
    .filter(which)
    .flatMap((section) => [...walk(section.blocks)])
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
