import { type Corpus, readPage } from '../corpus.ts';
import { type PageJson, type ReadState, readState, toJson } from '../page-json.ts';
import type { Problem } from '../reader/blocks.ts';
import type { PageData } from '../reader/page.ts';
import { isWhole } from '../reader/reasons.ts';
import type { Unused } from '../reader/unused.ts';

/** What came of reading a page. */
export interface ReadPage {
  file: string;
  kind: PageData['kind'];
  problems: Problem[];
  unused: Unused[];
  state: ReadState;
  /** Whether what is missing is missing on the page. */
  isWhole: boolean;
  /** All that was read, where it was asked for. */
  json?: PageJson;
}

/** Reads a share of the pages. */
export function readShare({ corpus, asJson }: { corpus: Corpus; asJson: boolean }): ReadPage[] {
  return corpus.files.map((file) => {
    const page = readPage(corpus, file);
    const { kind, problems, unused } = page;
    const state = readState(page);
    const whole = state !== 'not read' && isWhole(page);
    const read = { file: page.file, kind, problems, unused, state, isWhole: whole };
    return asJson ? { ...read, json: toJson(page) } : read;
  });
}
