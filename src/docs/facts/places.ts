import type { FactSource } from '../../contract/facts.gen.ts';
import type { PageData } from '../reader/page.ts';
import { sourceAt } from '../source.ts';

/** A line of the page itself, or of a file that it includes. */
export interface Line {
  line: number;
  file?: string;
}

/** Where a row stands, and, where it can be found again, its key and digest. */
export type RowPlace = Pick<FactSource, 'page' | 'heading' | 'row'> & { digest?: string };

/** Finds where the facts of one page are stated. */
export interface Places {
  /** @param keys words of the row that may be its key, the best first */
  row(at: Line, keys: readonly string[]): RowPlace;
  /** A paragraph, item or note; undefined where the line is of none. */
  part(at: Line): FactSource | undefined;
}

/** @param textOf text of an included file */
export function createPlaces(
  page: PageData,
  markdown: string,
  textOf: (file: string) => string | undefined,
): Places {
  const headings = page.sections.filter(({ file }) => file === page.file);
  const sourceOf = ({ line, file }: Line, keys?: readonly string[]): FactSource | undefined => {
    const text = file === undefined ? markdown : textOf(file);
    const source = text === undefined ? undefined : sourceAt(text, line, keys);
    return source && file !== undefined ? { page: file, ...source } : source;
  };
  return {
    row(at, keys) {
      const source = sourceOf(at, keys);
      if (source?.row !== undefined) return source;
      const above = headings.filter(({ line }) => at.file === undefined && line <= at.line).at(-1);
      return {
        ...(at.file === undefined ? {} : { page: at.file }),
        heading: source?.heading ?? (above?.heading || page.title),
      };
    },
    part(at) {
      const source = sourceOf(at);
      return source?.part === undefined ? undefined : source;
    },
  };
}
