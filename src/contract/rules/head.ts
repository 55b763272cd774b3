import { sourceOrTitle } from '../facts.ts';
import type { RuleBook } from './rule-book.ts';

/** Rules about the head of the page: scope, authorization, deprecation. */
export function applyHead(book: RuleBook): void {
  const { scope, deprecated, successor } = book.facts;
  const path = ['method'];
  if (scope !== undefined)
    book.claim('scope', {
      says: `The method needs the scope ${scope}; a credential without it is refused.`,
      source: sourceOrTitle(book.facts, 'scope'),
      check: { refused: 'authorization' },
      path,
    });
  book.claim('authorized', {
    says: 'Only an authorized user may call the method; a request without credentials is refused.',
    source: sourceOrTitle(book.facts, 'authorized'),
    check: { refused: 'authorization' },
    path,
  });
  if (deprecated)
    book.claim('deprecated', {
      says: `${book.overlay.method} is no longer developed${successor === undefined ? '' : `; ${successor} takes its place`}.`,
      source: sourceOrTitle(book.facts, 'deprecated'),
      untestable: 'advice to developers; it promises nothing about how this method answers',
      path,
    });
}
