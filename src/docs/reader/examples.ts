import type { Block } from './blocks.ts';
import { partOf, type Section, walk } from './sections.ts';
import { plain } from './text.ts';

/** A code example and the tab it stands in; `tab` is empty where it stands in none. */
export interface Example {
  tab: string;
  lang: string;
  line: number;
  text: string;
}

/** Names of tabs that hold a call in some language. */
const RUNNERS = /^(curl|js\b|bx24|php|python|go\b|crest|b24)/i;

/** Every code block in a tab of a language, and those of the section of examples outside tabs. */
export function readExamples(sections: readonly Section[], used?: Set<Block>): Example[] {
  const part = partOf(sections, 'examples');
  const own = part ? [part.own, ...part.below] : [];
  return sections.flatMap((section) =>
    section.blocks.flatMap((block): Example[] => {
      if (block.kind === 'code') {
        if (!own.includes(section) || isValue(block)) return [];
        used?.add(block);
        return [{ tab: '', lang: block.lang, line: block.line, text: block.text }];
      }
      if (block.kind !== 'tabs') return [];
      return block.tabs
        .filter((tab) => own.includes(section) || RUNNERS.test(plain(tab.title)))
        .flatMap((tab) =>
          walk(tab.blocks).flatMap((inner) => {
            if (inner.kind !== 'code') return [];
            used?.add(inner);
            return [{ tab: plain(tab.title), lang: inner.lang, line: inner.line, text: inner.text }];
          }),
        );
    }),
  );
}

/** Code of no language that opens a bracket, or is an array as PHP prints it: something to look at, not to run. */
function isValue({ lang, text }: { lang: string; text: string }): boolean {
  return lang === '' && /^\s*([[({]|Array\b)/.test(text);
}

/** What an address brings along for any method: who calls, and how to answer. */
const COMMON = /^(auth|access_token|sessid|halt|bx24_\w+)$/i;

/** Whether the address that is called brings parameters of the method along. */
export function hasQuery(text: string): boolean {
  return [...text.matchAll(/\/rest\/[^\s'"?]*\?([^\s'"#]*)/g)].some(([, query = '']) =>
    query.split('&').some((pair) => {
      const name = /^([^=[]+)(\[[^=]*)?=/.exec(pair)?.[1];
      return name !== undefined && !COMMON.test(name);
    }),
  );
}

/** The method that a cURL line calls: the last part of the address after `/rest/`. */
export function curlMethod(text: string): string | undefined {
  return /\/rest\/(?:[^\s'"]*\/)?([A-Za-z][\w.-]*?)(?:\.json|\.xml)?\/?(?:\?[^\s]*)?['"]?(?=\s|$)/m.exec(
    text,
  )?.[1];
}
