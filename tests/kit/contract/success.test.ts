import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contextOf, contractOf, FACTS, fieldFact } from './sample.ts';

describe('what a page returns beside the result', () => {
  const facts = FACTS.map((page) =>
    page.method === 'some.method'
      ? {
          ...page,
          returned: [
            ...page.returned,
            ...['total', 'next', 'OTHER'].map((name) => fieldFact(name, 'integer')),
            fieldFact('time', 'time'),
          ],
        }
      : page,
  );
  const contract = contractOf({}, contextOf(facts));

  it('is claimed of total, with its type', () => {
    assert.deepEqual(contract.claim('some.method.total')?.check, {
      success: { '/total': { type: ['integer'] } },
    });
  });

  it('is not claimed of next, which the last page lacks, nor of tables about something within the result', () => {
    assert.equal(contract.claim('some.method.next'), undefined);
    assert.equal(contract.claim('some.method.OTHER'), undefined);
  });
});
