import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainRedirect, isAmbiguous, isUnmistakable, refusalOf } from '../../../src/contract/refusals.ts';

describe('what a refusal means', () => {
  it('is looked up by code, whatever the status, where no method answers that code', () => {
    for (const status of [400, 401, 403, 410, 500, 503]) {
      assert.equal(refusalOf(status, 'PORTAL_DELETED')?.about, 'portal');
      assert.equal(refusalOf(status, 'expired_token')?.about, 'credential');
    }
  });

  it('is looked up by code and status where methods answer the code, too', () => {
    for (const [code, status] of [
      ['ACCESS_DENIED', 401],
      ['ACCESS_ERROR', 403],
      ['ERROR_CORE', 400],
    ] as const) {
      assert.ok(refusalOf(status, code), code);
      assert.ok(isAmbiguous(code) && !isUnmistakable(code));
      for (const other of [400, 401, 403].filter((each) => each !== status))
        if (other !== 401) assert.equal(refusalOf(other, code), undefined, `${code} ${other}`);
    }
  });

  it('is the credential with 401, whatever the code; a success is none', () => {
    for (const code of ['NEW_CODE', '', 7, undefined])
      assert.equal(refusalOf(401, code)?.about, 'credential');
    assert.equal(refusalOf(400, 'NEW_CODE'), undefined);
    assert.equal(refusalOf(200, 'expired_token'), undefined);
    assert.equal(refusalOf(400, 'constructor'), undefined);
  });
});

describe('where a redirect leads', () => {
  for (const [location, words] of [
    ['/bitrix/coupon_activation.php', /licence of the portal has expired/],
    ['https://portal.test/bitrix/coupon_activation.php?x=1', /licence of the portal has expired/],
    ['/?login=yes', /a login page/],
    ['/auth/?backurl=%2Frest', /a login page/],
    ['https://other.test/rest/', /only the answer of the address itself counts/],
  ] as const)
    it(location, () => {
      assert.match(explainRedirect(302, location), words);
      assert.ok(explainRedirect(302, location).includes(`HTTP 302) to ${location}`));
    });
});
