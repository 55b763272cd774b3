import type { MethodFacts, PlatformFacts } from '../../contract/facts.gen.ts';
import { type Corpus, readPage, readText } from '../corpus.ts';
import type { Problem } from '../reader/blocks.ts';
import { isBrowserText } from '../reader/browser-text.ts';
import { methodFacts } from './method.ts';
import { platformFacts } from './platform.ts';

export interface Found {
  facts: MethodFacts;
  /** The page is saved as plain text. */
  isSaved: boolean;
}

/** A page that cannot be opened, and why. */
export interface Unreadable {
  file: string;
  problems: Problem[];
}

/** What a share of the pages states; plain data, that threads may hand over. */
export interface Share {
  found: Found[];
  platform: PlatformFacts[];
  unreadable: Unreadable[];
}

/** The facts of a share of the pages. */
export function factsOfShare(corpus: Corpus): Share {
  const share: Share = { found: [], platform: [], unreadable: [] };
  const texts = new Map<string, string | undefined>();
  const textOf = (file: string): string | undefined => {
    if (!texts.has(file)) texts.set(file, textWithin(corpus, file));
    return texts.get(file);
  };
  for (const entry of corpus.files) {
    const page = readPage(corpus, entry);
    const { kind, file, problems } = page;
    if (kind === 'unreadable') share.unreadable.push({ file, problems });
    if (kind === 'unreadable' || kind === 'event' || kind === 'function') continue;
    const text = readText(entry.path);
    const facts = methodFacts(page, text, textOf);
    if (facts) share.found.push({ facts, isSaved: isBrowserText(text) });
    const errors = platformFacts(page, text);
    if (errors) share.platform.push(errors);
  }
  return share;
}

function textWithin(corpus: Corpus, file: string): string | undefined {
  try {
    return readText(`${corpus.root}/${file}`);
  } catch {
    return undefined;
  }
}
