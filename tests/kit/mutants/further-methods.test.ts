import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createBench, verdictsOf } from '../../../src/mutants/bench.ts';
import { furtherMethodOf, furtherMethods, ofFurtherMethods } from '../../../src/mutants/further-methods.ts';
import { isOwn, turnedRed } from '../../../src/mutants/matrix.ts';
import { loadContract } from '../../../src/run/load.ts';

const contract = loadContract();
const derived = ofFurtherMethods(contract);
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

describe('mutants of further methods', () => {
  it('are not made where there is only the representative method', () => {
    const methods = contract.methods.filter(({ name }) => name === representative);
    assert.deepEqual(ofFurtherMethods({ ...contract, methods }), []);
  });

  it('are not made of claims that nobody has reviewed', () => {
    const claims = contract.claims.map((claim) => ({ ...claim, confidence: 'parsed' as const }));
    assert.deepEqual(ofFurtherMethods({ ...contract, claims }), []);
  });

  it('are there for every claim that can be tested', () => {
    const isFurther = furtherMethodOf(contract);
    for (const { id, check } of contract.claims)
      if (check && isFurther(id) !== undefined)
        assert.ok(
          derived.some((mutant) => isOwn(mutant, id)),
          id,
        );
  });

  it('name claims of the method that they break, and of the platform alone', () => {
    const isFurther = furtherMethodOf(contract);
    for (const { id, kills } of derived) {
      assert.equal(new Set(kills.flatMap((claim) => isFurther(claim) ?? [])).size, 1, id);
      assert.deepEqual(
        kills.filter((claim) => contract.claim(claim)?.method === representative),
        [],
        id,
      );
    }
  });

  for (const [claim, breaks, kills] of [
    ['status', 'A valid request of M is answered with HTTP status 201.', ['M.status']],
    ['result', 'A success of M has null at /result.', ['M.result']],
    ['time', 'A success of M has no time.', ['M.time', 'answer.success.time']],
    [
      'scope',
      'M answers with success where insufficient_scope belongs.',
      ['M.scope', 'system.insufficient_scope.code'],
    ],
    [
      'authorized',
      'M answers with success where NO_AUTH_FOUND belongs.',
      ['M.authorized', 'request.auth.needed', 'system.NO_AUTH_FOUND.code'],
    ],
    ['TITLE_EMPTY.code', 'TITLE_EMPTY of M has the code title_empty.', ['M.TITLE_EMPTY.code']],
    ['TITLE_EMPTY.status', 'TITLE_EMPTY of M comes with HTTP status 404.', ['M.TITLE_EMPTY.status']],
    ['TITLE_EMPTY.text', 'TITLE_EMPTY of M is described in other words.', ['M.TITLE_EMPTY.text']],
    ['TITLE.required', 'M accepts a request without TITLE.', ['M.TITLE.required', 'M.TITLE_EMPTY.code']],
    ['CLIENT_ID.webhook', 'M accepts a request without CLIENT_ID by webhook.', ['M.CLIENT_ID.webhook']],
    ['TITLE.string', 'M refuses requests with TITLE as a string.', ['M.TITLE.string']],
    ['CLIENT_ID.oauth', 'M refuses requests with CLIENT_ID left out by token.', ['M.CLIENT_ID.oauth']],
    ['effect', 'M answers as if it were done, and changes nothing.', ['M.effect']],
    ['effect', 'M refuses a bot of another application, and does it all the same.', ['M.effect']],
  ] as const)
    it(`break ${claim}`, () => {
      const method = 'imbot.chat.updateTitle';
      const written = (text: string): string => text.replace(/\bM\b/, method);
      const mutant = derived.find((each) => each.breaks === written(breaks));
      assert.ok(mutant, breaks);
      assert.deepEqual(mutant.kills.toSorted(), kills.map(written).toSorted());
      assert.ok(isOwn(mutant, `${method}.${claim}`));
    });

  it('strike calls of their method alone, so that cases that never call it need not run', () => {
    for (const { id, only, kills } of derived)
      assert.ok(only !== undefined && kills.some((claim) => contract.claim(claim)?.method === only), id);
  });

  it('break what a claim shows', () => {
    const mutant = derived.find((each) => isOwn(each, 'imbot.chat.user.list.members'));
    assert.equal(mutant?.breaks, 'imbot.chat.user.list answers otherwise where it should show /result.');
    assert.deepEqual(mutant?.kills, ['imbot.chat.user.list.members']);
  });

  it('are noticed of a method for which nobody wrote them: the representative one', async () => {
    const bench = await createBench();
    try {
      const before = turnedRed(verdictsOf(await bench.run({})));
      const ofRepresentative = ofFurtherMethods(contract, [representative]);
      for (const suffix of [
        'status',
        'DIALOG_ID_EMPTY.code',
        'DIALOG_ID.required',
        'BOT_ID.numeric-string',
      ]) {
        const claim = `${representative}.${suffix}`;
        const mutant = ofRepresentative.find((each) => isOwn(each, claim));
        assert.ok(mutant, claim);
        const red = turnedRed(verdictsOf(await bench.run(mutant)));
        assert.ok(red.includes(claim), `${mutant.id} turned red: ${red.join(', ')}`);
        assert.ok(!before.includes(claim), claim);
      }
    } finally {
      await bench.close();
    }
  });
});
