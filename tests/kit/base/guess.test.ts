import assert from 'node:assert/strict';
import test from 'node:test';
import { guess } from '../../../src/base/guess.ts';

test('a near miss is guessed, and nothing else', () => {
  const known = ['port', 'http-port', 'log', 'log-bodies', 'bad-gateway', 'ERROR_CORE'];
  for (const [written, found] of [
    ['prot', 'port'],
    ['PORT', 'port'],
    ['lig', 'log'],
    ['lgo', 'log'],
    ['olg', 'log'],
    ['bad-gatewy', 'bad-gateway'],
    ['error_cor', 'ERROR_CORE'],
    // Long before it is near, it is the only one with this part.
    ['bad-', 'bad-gateway'],
    ['gate', 'bad-gateway'],
  ] as const)
    assert.equal(guess(written, known), `; did you mean '${found}'?`, written);
  // Two of three letters changed, far from everything, too short a part.
  for (const written of ['foo', 'qqqqqqqqqq', 'err', 'x'])
    assert.equal(guess(written, [...known, 'ERROR_OTHER']), '', written);
  // Two have this part; one name that is listed twice is one.
  assert.equal(guess('beginning', ['beginning-of-one-thing', 'beginning-of-two-things']), '');
  assert.notEqual(guess('beginning', ['beginning-of-one-thing', 'beginning-of-one-thing']), '');
});

test('a guess is shown as its reader writes it', () => {
  assert.equal(
    guess('prot', ['port'], (name) => `--${name}`),
    "; did you mean '--port'?",
  );
});
