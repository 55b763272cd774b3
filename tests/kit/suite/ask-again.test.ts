import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Case, RequestPlan } from '../../../src/cases/case.ts';
import type { Credential } from '../../../src/contract/contract.ts';
import { askAgain } from '../../../src/run/ask-again.ts';
import type { Exchange } from '../../../src/wire/exchange.ts';

/** A case of which only the credential and the method matter here. */
const caseWith = (credential: Credential): Case =>
  ({ request: { credential, method: 'imbot.chat.sendTyping' } }) as unknown as Case;

async function ask(
  credential: Credential,
  doubt: Parameters<typeof askAgain>[1],
  status: number,
  body: object,
) {
  const asked: RequestPlan[] = [];
  const works = await askAgain(caseWith(credential), doubt, async (plan): Promise<Exchange> => {
    asked.push(plan);
    const request = { method: 'POST', url: 'https://portal.test/', headers: [] };
    return { request, response: { status, headers: [], body: Buffer.from(JSON.stringify(body)) } };
  });
  return { works, asked };
}
const PROFILE = { result: { ID: '1' } };
const refused = (error: string) => ({ error, error_description: 'x' });

describe('asking again after a refusal', () => {
  it('asks profile in the plainest way with the same credential, and believes an answer', async () => {
    const { works, asked } = await ask({ token: 'noScope', in: 'query' }, 'credential', 200, PROFILE);
    assert.equal(works, true);
    assert.deepEqual(
      asked.map(({ method, verb, encoding, credential }) => [method, verb, encoding, credential]),
      [['profile', 'POST', 'json', { token: 'noScope', in: 'json' }]],
    );
  });

  it('does not believe a refusal, or an answer without a result', async () => {
    for (const body of [refused('expired_token'), refused('authorization_error')])
      assert.equal((await ask({ webhook: 'own' }, 'credential', 401, body)).works, false);
  });

  it("asks with the target's own credential of the same kind whether the portal refuses everybody", async () => {
    for (const [side, own] of [
      [{ webhook: 'noScope' }, { webhook: 'own' }],
      [
        { token: 'denied', in: 'form' },
        { token: 'own', in: 'json' },
      ],
    ] as const)
      assert.deepEqual((await ask(side, 'portal', 200, PROFILE)).asked[0]?.credential, own);
  });

  it('takes a credential that is there to be refused for working where it is refused so', async () => {
    for (const [token, code] of [
      ['expired', 'expired_token'],
      ['denied', 'user_access_error'],
    ] as const) {
      assert.equal((await ask({ token, in: 'json' }, 'credential', 401, refused(code))).works, true);
      assert.equal(
        (await ask({ token, in: 'json' }, 'credential', 401, refused('ERROR_OAUTH'))).works,
        false,
      );
      assert.equal((await ask({ token, in: 'json' }, 'credential', 200, PROFILE)).works, false);
    }
  });

  it('asks the method itself, by a webhook and as its page spells it, whether the portal has it', async () => {
    for (const [status, body, isThere] of [
      [404, refused('ERROR_METHOD_NOT_FOUND'), false],
      [403, refused('ACCESS_DENIED'), true],
      [200, { result: true }, true],
    ] as const) {
      const { works, asked } = await ask({ token: 'own', in: 'form' }, 'method', status, body);
      assert.equal(works, isThere);
      assert.deepEqual(
        [asked[0]?.method, asked[0]?.credential, asked[0]?.parameters],
        ['imbot.chat.sendTyping', { webhook: 'own' }, {}],
      );
    }
  });

  it('asks method.get, in lower case, whether the credential lacks the scope', async () => {
    const answer = (isAvailable: boolean) => ({ result: { isExisting: true, isAvailable } });
    const { works, asked } = await ask({ webhook: 'own' }, 'scope', 200, answer(true));
    assert.equal(works, true);
    assert.deepEqual(
      [asked[0]?.method, asked[0]?.parameters],
      ['method.get', { name: { value: 'imbot.chat.sendtyping' } }],
    );
    assert.equal((await ask({ webhook: 'own' }, 'scope', 200, answer(false))).works, false);
    assert.equal((await ask({ webhook: 'own' }, 'scope', 401, refused('expired_token'))).works, false);
  });
});
