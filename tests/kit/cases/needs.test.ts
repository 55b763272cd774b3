import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Case, credentialCapability, needsOwnWorld, type Step } from '../../../src/cases/case.ts';
import { generateCases } from '../../../src/cases/generate.ts';
import type { Credential } from '../../../src/contract/contract.ts';
import { sampleContract } from '../contract/sample.ts';

describe('the capability behind a credential', () => {
  for (const [credential, capability] of [
    [{ webhook: 'own' }, 'webhook'],
    [{ webhook: 'noScope' }, 'webhookNoScope'],
    [{ webhook: 'madeUp' }, undefined],
    [{ token: 'own', in: 'json' }, 'token'],
    [{ token: 'expired', in: 'json' }, 'expiredToken'],
    [{ token: 'noScope', in: 'json' }, 'noScopeToken'],
    [{ token: 'noBot', in: 'json' }, 'noBotToken'],
    [{ token: 'denied', in: 'json' }, 'deniedToken'],
    [{ token: 'madeUp', in: 'json' }, undefined],
    [{ captured: 'access', in: 'json' }, undefined],
    [{ none: true }, undefined],
  ] as [Credential, string | undefined][])
    it(`${JSON.stringify(credential)}: ${capability ?? 'none'}`, () => {
      assert.equal(credentialCapability(credential), capability);
    });
});

describe('a world of its own', () => {
  const [testCase] = generateCases(sampleContract(), 'full');
  assert.ok(testCase);
  const world: Step = { kind: 'world', change: { advance: 1 } };
  const request: Step = {
    kind: 'request',
    role: 'arrange',
    plan: testCase.request,
    capture: {},
    times: 1,
    expect: undefined,
  };

  for (const [title, steps, needed] of [
    ['is needed where the world is changed before', { before: [request, world], after: [] }, true],
    ['is needed where the world is changed after', { before: [], after: [world, request] }, true],
    ['is not needed for requests', { before: [request], after: [request] }, false],
    ['is not needed for the request alone', { before: [], after: [] }, false],
  ] as [string, Pick<Case, 'before' | 'after'>, boolean][])
    it(title, () => {
      assert.equal(needsOwnWorld({ ...testCase, ...steps }), needed);
    });
});
