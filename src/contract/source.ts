import { guess } from '../base/guess.ts';
import type { Page, SourceData } from './contract.gen.ts';

/** Where a statement stands in the documentation. */
export interface Source {
  /** Path in the documentation's repository. */
  page: string;
  /** Text of the nearest heading above. */
  heading: string;
  /** Key of a table's row; `KEY #2` is the second row with that key under the heading. */
  row?: string;
  /** `paragraph 3`, `item 1`, `code 2`, `note 1`: the n-th under the heading. */
  part?: string;
  /** First 16 hex digits of the SHA-256 of the normalised source text; undefined where nobody has looked. */
  digest?: string | undefined;
}

/** Page to place (see `placeOf`) to digest: what hand-written claims were made from. Written by `npm run docs -- digests`. */
export type SourceLock = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Path of a page to its title, of pages that claims come from. Written by `npm run docs -- digests`. */
export type PageTitles = Readonly<Record<string, string>>;

const PARTS = ['paragraph', 'item', 'code', 'note'];
const PART = new RegExp(`^(${PARTS.join('|')}) [1-9][0-9]*$`);

/**
 * Reads `[PAGE.md > ]HEADING[ > PART or ROW]`, or a part under the page's title alone.
 *
 * @throws RangeError where it says no heading
 */
export function readSource(data: SourceData, page: Page): Source {
  if (typeof data !== 'string') return { ...data, page: data.page ?? page.path };
  const pieces = data.split(' > ');
  const elsewhere = pieces[0]?.endsWith('.md') ? pieces.shift() : undefined;
  const [heading, place, ...rest] = pieces;
  if (heading === undefined || rest.length > 0 || (elsewhere !== undefined && PART.test(heading)))
    throw new RangeError(
      `'${data}' is not a source: write 'HEADING', 'HEADING > paragraph 1', 'HEADING > ROW' or 'paragraph 1', with 'PAGE.md > HEADING' for another page`,
    );
  for (const piece of [heading, ...(place === undefined ? [] : [place])]) {
    const [, word = '', number = ''] = /^([a-z]+) ?([0-9]+)$/.exec(piece) ?? [];
    const known = PARTS.map((part) => `${part} ${number}`);
    const meant = word === '' || known.includes(piece) ? '' : guess(piece, known);
    if (meant !== '')
      throw new RangeError(`'${piece}' is neither a part of a page nor likely a heading${meant}`);
  }
  const path = elsewhere ?? page.path;
  if (place === undefined)
    return PART.test(heading) ? { page: path, heading: page.title, part: heading } : { page: path, heading };
  return { page: path, heading, ...(PART.test(place) ? { part: place } : { row: place }) };
}

/** The key of a source within its page, for the lock. */
export function placeOf({ heading, row, part }: Source): string {
  const place = row ?? part;
  return place === undefined ? heading : `${heading} > ${place}`;
}
