import type { FactSource, FactSources } from '../../contract/facts.gen.ts';
import { deprecationOf, introOf, WHO } from '../reader/head.ts';
import type { PageData } from '../reader/page.ts';
import { plain } from '../reader/text.ts';
import { findPart } from '../source.ts';
import type { Places } from './places.ts';

const SCOPE = /^[>\s]*scope:/im;

/** Where a page states what stands in no table: scope, who may call, that it is halted, statuses. */
export function sourcesOf(page: PageData, markdown: string, places: Places): FactSources {
  const { title, blocks } = introOf(page.file, page.sections);
  const above = (pattern: RegExp | ((text: string) => boolean)): FactSource | undefined =>
    findPart(markdown, title, 'paragraph', pattern) ?? findPart(markdown, '', 'paragraph', pattern);
  const note = deprecationOf(blocks);
  const deprecated = note && places.part(note.file === page.file ? { line: note.line } : note);
  const statuses = ({ line, file }: { line: number | undefined; file?: string }): FactSource | undefined =>
    line === undefined ? undefined : places.part({ line, ...(file === undefined ? {} : { file }) });
  const sources: Record<keyof FactSources, FactSource | undefined> = {
    scope: page.scope === undefined ? undefined : above(SCOPE),
    authorized: page.who === undefined ? undefined : above((text) => WHO.test(plain(text))),
    deprecated,
    successor: page.successor === undefined ? undefined : deprecated,
    success: statuses(page.success),
    errors: statuses(page.errors),
  };
  return Object.fromEntries(Object.entries(sources).filter(([, source]) => source !== undefined));
}
