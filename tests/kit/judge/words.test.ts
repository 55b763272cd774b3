import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Check } from '../../../src/contract/contract.ts';
import type { WireResponse } from '../../../src/wire/exchange.ts';
import { answer, type CaseName, find } from './bench.ts';

/** What the message says after `expected …, `. */
function came(check: Check, response: WireResponse, name: CaseName = 'valid'): string {
  return find(check, name, response).reason?.replace(/^expected .*?, /, '') ?? '';
}

const TIME = { start: 1757424671.5, finish: 1757424671.75 };
const status = { status: 200 };
const wrong = { error: { code: 'WRONG_THING', part: 'code' } } as const;

describe('what came', () => {
  it('may be nested more deeply than anybody can show', () => {
    const body = `{"result":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    // Newer versions of Node.js write it, as they need no stack for that.
    assert.match(
      came(status, answer(body, { status: 201 })),
      /^got HTTP 201 (something nested too deeply to show|\{"result":\[{9999,49990})$/,
    );
  });

  for (const [title, body, said] of [
    ['leaves out the time of a success', { result: true, time: TIME }, '{"result":true}'],
    ['has all there is where there is no result', { time: TIME }, JSON.stringify({ time: TIME })],
    ['has a result of null', { result: null, time: TIME }, '{"result":null}'],
  ] as const)
    it(title, () => {
      assert.equal(came(status, answer(body, { status: 201 })), `got HTTP 201 ${said}`);
    });

  for (const [title, errors] of [
    ['tells of a batch what its commands ended with', { inner: { error: 'WRONG_THING' } }],
    ['tells of a batch that none of its commands failed', []],
  ] as const)
    it(title, () => {
      const batch = { result: [1], result_error: errors, result_time: [TIME] };
      assert.equal(
        came(wrong, answer({ result: batch, time: TIME }), 'error'),
        `got HTTP 200 for the batch, whose result_error is ${JSON.stringify(errors)}`,
      );
    });

  for (const [error, said] of [
    ['OTHER', 'OTHER'],
    ['OTHER-1', 'OTHER-1'],
    ['WRONG_THING ', 'error: "WRONG_THING "'],
    [' WRONG_THING', 'error: " WRONG_THING"'],
    ['', 'error: ""'],
    [404, 'error: 404'],
    [null, 'error: null'],
  ] as const)
    it(`has the error ${JSON.stringify(error)} so that it cannot be misread`, () => {
      const response = answer({ error, error_description: 'x' }, { status: 400 });
      assert.equal(came(wrong, response, 'error'), `got HTTP 400 ${said} (x)`);
    });

  for (const text of [undefined, '', null, 7])
    it(`leaves out the text ${JSON.stringify(text)}`, () => {
      const response = answer({ error: 'OTHER', error_description: text }, { status: 400 });
      assert.equal(came(wrong, response, 'error'), 'got HTTP 400 OTHER');
    });

  it('counts the items of a list that is longer than a glance', () => {
    const value = (length: number) => Array.from({ length }, () => 1);
    const check: Check = { shows: { '/result': 0 } };
    assert.equal(came(check, answer({ result: value(9) })), 'got [1,1,1,1,1,1,1,1,1]');
    assert.equal(came(check, answer({ result: value(10) })), 'got 10 items [1,1,1,1,1,1,1,1,1,1]');
  });

  it('bounds the work on an endless answer', () => {
    const check: Check = { shows: { '/result': 0 } };
    assert.equal(came(check, answer({ result: 'x'.repeat(60_000) })).length, 'got '.length + 50_000);
  });
});

describe('a value too long to find the fault in it', () => {
  const check: Check = { success: { '/result': { $ref: 'batch.schema.json#/$defs/result' } } };
  const maps = { result: [], result_error: [], result_total: [], result_next: [], result_time: [] };
  const long = { ...maps, result: ['x'.repeat(200)] };

  for (const [title, result, said] of [
    ['names the key that is missing', { ...long, result_next: undefined }, 'but result has no result_next'],
    ['names the place that is wrong', { ...long, result_error: null }, 'but result.result_error is null'],
    ['is quoted where it is wrong itself', [long], `got ${JSON.stringify([long])}`],
    [
      'but is quoted where it is short',
      { ...maps, result_error: null },
      `got ${JSON.stringify({ ...maps, result_error: null })}`,
    ],
  ] as const)
    it(title, () => {
      assert.equal(came(check, answer({ result })).replace(/^.*result_time, /, ''), said);
    });

  it('is quoted where another value is wanted, not a shape', () => {
    const text = 'x'.repeat(201);
    assert.equal(
      came({ shows: { '/result': 'y' } }, answer({ result: text })),
      `got ${JSON.stringify(text)}`,
    );
  });
});

describe('a value that is missing', () => {
  const check: Check = { shows: { '/result/inner/after': 1 } };
  for (const [title, inner, said] of [
    ['is told with what is there', { before: 1 }, ': result.inner is {"before":1}'],
    [
      'is told with what is there, up to a glance',
      ['x'.repeat(178)],
      `: result.inner is ["${'x'.repeat(178)}"]`,
    ],
    ['is told alone where more is there', ['x'.repeat(179)], ''],
  ] as const)
    it(title, () => {
      assert.equal(came(check, answer({ result: { inner } })), `but it is missing${said}`);
    });
});

it('a byte order mark is named, which nobody can see', () => {
  assert.equal(
    find({ format: 'json' }, 'valid', answer('\ufeff{}')).reason,
    'expected JSON, but the body is not JSON: it begins with a byte order mark',
  );
});
