import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isText, type Outcome } from '../../../src/judge/outcome.ts';
import { shortenAround } from '../../../src/report/shorten.ts';

/** What a finding of these two texts says once it is cut to a readable length. */
function cut(wanted: string, got: string, redact = (text: string) => text): string {
  const outcome: Outcome = isText(false, `the text ${wanted}`, wanted, got);
  assert.ok(outcome && 'contradicted' in outcome);
  return shortenAround(redact(outcome.contradicted), outcome.focus, 400);
}

describe('a long quotation', () => {
  const before = Array.from({ length: 120 }, (_, index) => `word${index}`).join(' ');

  it('is cut around the place where it begins to differ', () => {
    const shown = cut(`${before} right ${before}`, `${before} WRONG ${before}`);
    assert.match(shown, /^expected the text word0 /);
    assert.match(shown, / … .*word119 WRONG word0 .*… \(\d+ characters\)$/);
    assert.ok(shown.length < 450);
  });

  it('is shown whole where it is short, and from its beginning where it differs there', () => {
    assert.equal(cut('right', 'wrong'), 'expected the text right, got wrong');
    assert.match(
      cut(`right ${before}`, `wrong ${before}`),
      /^expected the text right word0 .*… \(\d+ characters\)$/,
    );
  });

  it('shows its beginning where the place is a secret that was replaced', () => {
    const secret = 's3cr3t-that-is-longer-than-what-it-is-found-by-0123456789';
    const shown = cut(`${before} x ${before}`, `${before} ${secret}`, (text) =>
      text.replaceAll(secret, '**gone**'),
    );
    assert.match(shown, /^expected the text word0 /);
    assert.ok(!shown.includes('s3cr3t'));
  });
});
