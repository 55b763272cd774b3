import type { Block } from '../reader/blocks.ts';
import { type ErrorRow, isErrorTable, readErrorTables } from '../reader/errors.ts';
import type { PageData, Sample } from '../reader/page.ts';
import { shown } from '../reader/sections.ts';

/** Every error table of a page, wherever it stands. */
export function errorRows(page: PageData): { heading: string; rows: ErrorRow[] }[] {
  return page.sections
    .filter(({ file }) => file === page.file)
    .map((section) => {
      const isOther = (block: Block): boolean => block.kind === 'table' && !isErrorTable(block);
      const blocks = shown(section.blocks).filter((block) => !isOther(block) && block.kind !== 'tabs');
      return { heading: section.heading, rows: readErrorTables([{ ...section, blocks }], () => {}) };
    })
    .filter(({ rows }) => rows.length > 0);
}

/** A text without its last dot and its kind of quotes: those are wording. */
export function wording(text: string): string {
  return text
    .replace(/[’`]/g, "'")
    .replace(/[“”«»]/g, '"')
    .replace(/[.\s]+$/, '');
}

/** Values of an example by their path; of one that is abridged, and no JSON, by their name. */
export function valuesOf(sample: Sample | undefined): [string, unknown][] {
  if (sample === undefined || sample.value !== undefined) return leaves(sample?.value);
  return [...sample.text.matchAll(/"([^"\n]+)"\s*:\s*("(?:[^"\\]|\\.)*"|[^\s,{}[\]]+)/g)].map(
    ([, name = '', value]) => [name, value],
  );
}

function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}/${key}`));
}
