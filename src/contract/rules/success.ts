import type { Matcher } from '../contract.gen.ts';
import { type FieldFact, jsonTypes, sourceOf, sourceOrTitle } from '../facts.ts';
import { article, type RuleBook, typeWords } from './rule-book.ts';

/** Rules about the answer to a valid request: its status, and the shape of its body. */
export function applySuccess(book: RuleBook): void {
  const { success, returned } = book.facts;
  const statuses = success.statuses.filter((status) => typeof status === 'number');
  for (const [index, status] of statuses.entries())
    book.claim(index === 0 ? 'status' : `status.${index + 1}`, {
      says: `A valid request is answered with HTTP status ${statuses.join(' or ')}.`,
      source: sourceOrTitle(book.facts, 'success'),
      ...(statuses.length === 1
        ? { check: { status } }
        : { untestable: 'the page names several statuses and does not say which of them comes when' }),
      path: ['method'],
    });
  for (const field of returned) {
    if (field.name === 'time')
      book.claim('time', {
        says: 'The answer has an object time beside the result.',
        source: sourceOf(field),
        check: { success: { '/time': { $ref: 'success.schema.json#/$defs/timeObject' } } },
        path: ['method'],
      });
    else if (field.name === 'result') applyResult(book, field);
    else if (field.name === 'total')
      book.claim('total', {
        says: `Beside the result the answer has total, ${article(typeWords(field))}.`,
        source: sourceOf(field),
        check: { success: { '/total': matcherOf(field) } },
        path: ['method'],
      });
  }
}

function applyResult(book: RuleBook, field: FieldFact): void {
  const { result } = book.overlay;
  book.claim('result', {
    says: `The result is ${article(typeWords(field))}.`,
    source: sourceOf(field),
    check: { success: { '/result': (result ?? matcherOf(field)) as Matcher } },
    path: result === undefined ? ['method'] : ['result'],
  });
  applyFields(book, field, '/result', 'result');
}

/** Fields of an object; the items of a list may be none, so nothing is claimed of them. */
function applyFields(book: RuleBook, parent: FieldFact, pointer: string, id: string): void {
  const [type, ...others] = jsonTypes(parent.types);
  if (type !== 'object' || others.length > 0) return;
  for (const field of parent.fields ?? []) {
    const at = `${pointer}/${field.name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const end = `${id}.${field.name}`;
    book.claim(end, {
      says: `${at.slice(1).replaceAll('/', '.')} is ${article(typeWords(field))}.`,
      source: sourceOf(field),
      check: { success: { [at]: matcherOf(field) } },
      path: ['method'],
    });
    applyFields(book, field, at, end);
  }
}

function matcherOf({ types: ofPage }: FieldFact): Matcher {
  const types = jsonTypes(ofPage);
  return (types.length === 0 ? { present: true } : { type: types }) as Matcher;
}
