import type { Contract } from '../contract/contract.ts';
import { digest, findSource } from './source.ts';

/** A source of the contract that the page no longer bears out, or bears out in other words. */
export interface DigestFinding {
  file: string;
  line: number;
  /** Offsets of the digest in the file's text. */
  range: readonly [number, number] | undefined;
  /** Page, heading and row or part. */
  where: string;
  before: string;
  /** Undefined when the page has no such place any more. */
  after: string | undefined;
}

/**
 * Compares every digest of the contract with the pages.
 *
 * @param readPage text of a page by its path in the documentation repository; undefined when there is none
 */
export function compareDigests(
  contract: Contract,
  readPage: (path: string) => string | undefined,
): DigestFinding[] {
  return contract.pages.flatMap(({ page, file, data }) => {
    const sources = [
      ...data.claims.map(({ source }, index) => ({ source, path: ['claims', index, 'source'] })),
      ...(data.parameters ?? []).map(({ source }, index) => ({
        source,
        path: ['parameters', index, 'source'],
      })),
    ];
    return sources.flatMap(({ source, path }): DigestFinding[] => {
      const name = source.page ?? page.path;
      const markdown = readPage(name);
      const text = markdown === undefined ? undefined : findSource(markdown, source);
      const after = text === undefined ? undefined : digest(text);
      if (after === source.digest) return [];
      const at = [...path, 'digest'];
      return [
        {
          file: file.path,
          line: file.lineOf(at),
          range: file.rangeOf(at),
          where: [name, source.heading, source.row ?? source.part].filter(Boolean).join(' › '),
          before: source.digest,
          after,
        },
      ];
    });
  });
}
