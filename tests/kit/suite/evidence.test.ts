import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadCases } from '../../../src/run/case-list.ts';
import { handOver, judgeEvidence, withEvidence } from '../../../src/run/evidence.ts';
import { loadContract } from '../../../src/run/load.ts';
import type { Exchange } from '../../../src/wire/exchange.ts';

const contract = loadContract();
const cases = loadCases('pairwise');
const NOW = Date.parse('2026-01-01T00:00:00Z') / 1000;
const PAIR = {
  access_token: 'madeupaccesstokenofarenewal0001',
  refresh_token: 'madeuprefreshtokenofarenewal0001',
  expires: NOW + 3600,
  expires_in: 3600,
  client_endpoint: 'https://portal.test/rest/',
  server_endpoint: 'https://oauth.test/rest/',
  domain: 'oauth.test',
  member_id: 'a223c6b3710f85df22e9377d6c4f7553',
  scope: 'imbot,im',
  status: 'L',
  user_id: 1,
};

function renewal(status: number, body: object): Exchange {
  return {
    request: {
      method: 'GET',
      url: 'https://oauth.test/oauth/token/?grant_type=refresh_token&client_secret=madeupclientsecret0001&refresh_token=madeupspenttoken0001',
      headers: [],
    },
    response: {
      status,
      headers: [
        ['Date', 'Thu, 01 Jan 2026 00:00:00 GMT'],
        ['Content-Type', 'application/json'],
      ],
      body: Buffer.from(JSON.stringify(body)),
    },
  };
}

const judged = (exchange: Exchange) => {
  const [one, ...others] = judgeEvidence(contract, cases, 'renewal', exchange, {
    secrets: [],
    ca: undefined,
  });
  assert.ok(one && others.length === 0);
  return one;
};
const outcomes = (exchange: Exchange): Set<string> =>
  new Set(judged(exchange).findings.map(({ outcome }) => outcome));

describe('the redirect that a run follows', () => {
  const outcome = (status: number) => {
    const exchange: Exchange = {
      request: { method: 'GET', url: 'https://portal.test/rest/', headers: [] },
      response: { status, headers: [['Location', 'https://new.portal.test/rest/']], body: Buffer.from('') },
    };
    const judged = judgeEvidence(contract, cases, 'move', exchange, { secrets: [], ca: undefined });
    const [found, ...others] = judged
      .flatMap(({ findings }) => findings)
      .filter(({ claim }) => claim === 'address.moved.status');
    assert.ok(found && others.length === 0);
    return found;
  };

  it('shows that the portal has moved', () => {
    assert.equal(outcome(302).outcome, 'confirmed');
  });

  it('contradicts the documentation with another status', () => {
    const { outcome: permanently, reason } = outcome(301);
    assert.equal(permanently, 'contradicted');
    assert.match(reason ?? '', /^expected HTTP 302, got HTTP 301 to https:/);
  });
});

describe('the renewal that a run makes for itself', () => {
  it('stands for the case of the contract', () => {
    const one = judged(renewal(200, PAIR));
    assert.equal(one.case, 'oauth.renewal');
    assert.deepEqual(outcomes(renewal(200, PAIR)), new Set(['confirmed']));
  });

  for (const [claim, change] of [
    ['oauth.renewal.expires_in', { expires_in: 60 }],
    ['oauth.renewal.status', { status: 'A' }],
    ['oauth.renewal.user_id', { user_id: '1' }],
  ] as const)
    it(`contradicts ${claim}`, () => {
      const wrong = judged(renewal(200, { ...PAIR, ...change })).findings.filter(
        ({ outcome }) => outcome === 'contradicted',
      );
      assert.ok(wrong.some((finding) => finding.claim === claim));
    });

  it('shows nothing where it was refused', () => {
    for (const [status, error] of [
      [400, 'invalid_grant'],
      [200, 'WRONG_CLIENT'],
    ] as const)
      assert.deepEqual(outcomes(renewal(status, { error })), new Set(['blocked']));
  });

  it('gives no token away, new or spent', () => {
    const text = JSON.stringify(judged(renewal(200, { ...PAIR, scope: 7 })));
    assert.doesNotMatch(text, /madeup(access|refresh|client|spent)/);
    assert.match(text, /put_refresh_token_here/);
  });

  it('takes the place of the skipped case in the report', () => {
    const target = { kind: 'portal', origin: 'https://portal.test' } as const;
    const skipped = ['oauth.renewal', 'oauth.code'].map((id) => ({ case: id, claims: [], reason: 'x' }));
    handOver({ target, judged: [judged(renewal(200, PAIR))], skipped: [] });
    const all = withEvidence([{ target, judged: [], skipped }]);
    assert.deepEqual(
      all.map((one) => [one.judged.map((each) => each.case), one.skipped.map((each) => each.case)]),
      [
        [[], ['oauth.code']],
        [['oauth.renewal'], []],
      ],
    );
  });
});
