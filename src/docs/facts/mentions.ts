import type { StatusMention } from '../../contract/facts.gen.ts';
import { STATED } from '../reader/errors.ts';
import type { PageData } from '../reader/page.ts';
import { walk } from '../reader/sections.ts';
import { plain } from '../reader/text.ts';
import type { Places } from './places.ts';

const STATUS = [
  /(?:\bHTTP(?: status)?(?: code)?s?|\bstatus(?:es)?(?: codes?)?|(?<!\p{L})статус\p{L}*)(?:\s+(?:of|is|code|код))*[\s:]*([1-5]\d\d)(?!\w)/giu,
  /(?<![\w.])([45]\d\d)\s+(?:status|error|response|статус|ошибк)/giu,
];

/** Statuses named in the sentences of a page, where they are not those of a line such as `HTTP status: 400`. */
export function mentionsOf(page: PageData, places: Places): StatusMention[] {
  const mentions = new Map<string, StatusMention>();
  for (const section of page.sections) {
    if (section.file !== page.file) continue;
    for (const block of walk(section.blocks)) {
      if (block.file !== page.file || !('text' in block) || block.kind === 'heading' || block.kind === 'code')
        continue;
      // Most sentences have no number of three digits.
      if (!/[1-5]\d\d/.test(block.text)) continue;
      const text = plain(block.text);
      if (STATED.some((pattern) => pattern.test(text))) continue;
      const statuses = statusesIn(text);
      const source = statuses.length === 0 ? undefined : places.part({ line: block.line });
      if (source?.part === undefined) continue;
      const { heading, part, digest } = source;
      for (const status of statuses)
        mentions.set(`${heading}\n${part}\n${status}`, { status, heading, part, digest });
    }
  }
  return [...mentions.values()];
}

function statusesIn(text: string): number[] {
  return STATUS.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => Number(match[1])));
}
