import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { furtherMethodOf, furtherMethods } from '../../../src/mutants/further-methods.ts';
import { loadContract } from '../../../src/run/load.ts';

const contract = loadContract();
const { representative } = contract.transport;

describe('further methods', () => {
  it('are those with an overlay, without the representative one and what the platform pages are about', () => {
    const methods = furtherMethods(contract);
    assert.ok(methods.includes('imbot.chat.updateTitle'));
    for (const other of [representative, 'batch', 'app.info']) assert.ok(!methods.includes(other), other);
  });

  for (const [claim, method] of [
    ['imbot.chat.updateTitle.status', 'imbot.chat.updateTitle'],
    ['imbot.chat.sendTyping.status', undefined],
    ['batch.status', undefined],
    ['answer.success.time', undefined],
    ['no.such.claim', undefined],
  ] as const)
    it(`${claim} is about ${method ?? 'none'}`, () => {
      assert.equal(furtherMethodOf(contract)(claim), method);
    });
});
