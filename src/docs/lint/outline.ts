import type { PageData } from '../reader/page.ts';
import { walk } from '../reader/sections.ts';
import { codeSpans, plain } from '../reader/text.ts';
import { agreedMethod } from './agreed.ts';
import { slugsOf } from './anchors.ts';
import { oncePer } from './once.ts';

/** What rules ask of another page. */
export interface PageOutline {
  file: string;
  kind: PageData['kind'];
  method: string | undefined;
  /** Another method, which all its examples call. */
  readonly called: string | undefined;
  anchors: ReadonlySet<string>;
  /** Values of the type `boolean`, where the page describes types. */
  booleans: readonly string[] | undefined;
}

export const outlineOf = oncePer((page: PageData): PageOutline => {
  const { file, kind, method } = page;
  return {
    file,
    kind,
    method,
    // Reading all its examples is dear, and few links ask.
    get called() {
      return agreedMethod(page);
    },
    anchors: slugsOf(page),
    booleans: booleansOf(page),
  };
});

/** All of an outline as plain data, for another thread. */
export function plainOutlineOf(page: PageData): PageOutline {
  return { ...outlineOf(page) };
}

export function isOutline(page: PageData | PageOutline): page is PageOutline {
  return 'anchors' in page;
}

function booleansOf(page: PageData): string[] | undefined {
  if (!/data-types\.md$/.test(page.file)) return undefined;
  for (const section of page.sections)
    for (const block of walk(section.blocks))
      if (block.kind === 'table')
        for (const [first, ...others] of block.rows)
          if (plain(first?.text ?? '') === 'boolean') return others.flatMap(({ text }) => codeSpans(text));
  return undefined;
}
