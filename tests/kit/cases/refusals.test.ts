import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateCases } from '../../../src/cases/generate.ts';
import { batchesOf, type RefusedCommand, refusedCommands } from '../../../src/cases/refusals.ts';
import { loadContract } from '../../../src/run/load.ts';

const contract = loadContract();
const { representative, baseline } = contract.transport;
const provocationsOf = (method: string) =>
  contract.cases.filter((spec) => spec.byRule && spec.method === method);

describe('commands that their methods refuse', () => {
  it('are the plainest request of the method with what the overlay changes', () => {
    const [first] = refusedCommands(
      contract,
      provocationsOf('imbot.chat.updateTitle').slice(0, 1),
      baseline,
      'webhook',
    );
    assert.deepEqual(first, {
      key: 'refused1',
      text: 'imbot.chat.updateTitle?TITLE=b24-conformance%20$unique&BOT_ID=$bot.id&CLIENT_ID=$bot.clientId',
      code: 'CHAT_ID_EMPTY',
    });
  });

  it('are as a query has them: brackets for structures, everything but references encoded', () => {
    const texts = refusedCommands(contract, provocationsOf('imbot.register'), baseline, 'webhook').map(
      ({ text }) => text,
    );
    assert.ok(
      texts.some((text) => text.includes('PROPERTIES[EMAIL]=$unique%40b24-conformance.invalid&')),
      texts.join('\n'),
    );
  });

  it('are none that needs another call first, or another credential', () => {
    const ofToken = provocationsOf(representative).filter(({ under }) => under === 'token');
    assert.ok(ofToken.length > 0);
    assert.deepEqual(refusedCommands(contract, ofToken, baseline, 'webhook'), []);
    const withSteps = contract.cases.filter((spec) => spec.byRule && spec.steps.length > 1);
    assert.ok(withSteps.length > 0);
    assert.deepEqual(refusedCommands(contract, withSteps, baseline, 'webhook'), []);
  });
});

describe('batches of commands', () => {
  const commands = (count: number, length: number): RefusedCommand[] =>
    Array.from({ length: count }, (_, index) => ({
      key: `refused${index + 1}`,
      text: 'x'.repeat(length),
      code: 'SOME_ERROR',
    }));
  const sizes = (count: number, length: number, isInAddress: boolean): number[] =>
    batchesOf(commands(count, length), isInAddress).map((batch) => batch.length);

  it('have no more than fifty', () => {
    assert.deepEqual(sizes(101, 10, false), [50, 50, 1]);
  });

  it('fit into an address where they are sent in one', () => {
    assert.deepEqual(sizes(7, 1000, true), [3, 3, 1]);
    assert.deepEqual(sizes(7, 1000, false), [7]);
    assert.deepEqual(sizes(2, 5000, true), [1, 1]);
  });

  it('are none without commands', () => {
    assert.deepEqual(sizes(0, 0, true), []);
  });
});

describe('refusals of methods', () => {
  const batches = (selection: 'full' | 'pairwise') =>
    generateCases(contract, selection).filter(({ id }) => id.startsWith('batch.refusals/'));
  const methodsOf = (selection: 'full' | 'pairwise'): Set<string | undefined> =>
    new Set(batches(selection).map(({ id }) => id.split('/')[1]));

  it('are tried in batches: of every method, of the one that stands for all in every encoding', () => {
    const refusing = contract.methods
      .map(({ name }) => name)
      .filter((name) => refusedCommands(contract, provocationsOf(name), baseline, 'webhook').length > 0);
    assert.deepEqual([...methodsOf('full')].sort(), refusing.sort());
    const encodings = new Set(
      batches('full')
        .filter(({ id }) => id.split('/')[1] === representative)
        .map(({ request }) => `${request.verb} ${request.encoding}`),
    );
    assert.ok(encodings.size >= 4, [...encodings].join());
  });

  it('are tried in one batch where a target should be spared', () => {
    assert.deepEqual([...methodsOf('pairwise')], [representative]);
    assert.equal(batches('pairwise').length, 1);
  });

  it('expect of each command the error of the method', () => {
    for (const { id, expect, request } of batches('full')) {
      const keys = Object.keys((request.parameters.cmd?.value ?? {}) as object);
      assert.deepEqual(
        Object.keys(expect ?? {}),
        keys.map((key) => `/result/result_error/${key}`),
        id,
      );
    }
  });
});
