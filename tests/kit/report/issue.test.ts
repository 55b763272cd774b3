import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { issueHead } from '../../../src/report/html/issue.ts';
import { CONTROL, HOSTILE, judgedCase, report, reportSaying } from './bench.ts';

const STATUS = 'some.method.status';

/** The issue of the contradicted claim, with another id where one is given. */
function issue(made: ClaimsReport, id?: string): string {
  const claim = made.claims.find((one) => one.id === STATUS);
  assert.ok(claim);
  return issueHead(id === undefined ? claim : { ...claim, id, disagreement: [id] }, made);
}

/** Without code spans, as CommonMark finds them. */
const withoutCode = (line: string): string => line.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, 'code');

describe('an issue', () => {
  const text = issue({
    ...report([judgedCase(0, { [STATUS]: 'contradicted' })]),
    versions: { suite: '1.2.3', commit: 'abc1234', node: '20.18.1' },
  });

  it('says what a reader needs who has nothing else', () => {
    assert.deepEqual(text.split('\n'), [
      'Some method: A valid request is answered with status 200.',
      '',
      '- Page: https://apidocs.bitrix24.com/api/some-method.html#response',
      '- Place: Some method › Response',
      '- It says, in our words: A valid request is answered with status 200.',
      '- The portal answers otherwise in 1 of 1 case:',
      '  - contradicted by case 0',
      '- Target: portal https://portal.test, 9 Sep 2025, 13:31 UTC',
      '- Claim: `some.method.status`, judged by revision of the documentation not recorded, with b24-conformance 1.2.3 (abc1234)',
    ]);
  });

  const lines = text.split('\n').length;
  for (const [what, hostile] of Object.entries(HOSTILE))
    for (const id of [undefined, hostile])
      it(`keeps its lines with ${what} in its ${id === undefined ? 'texts' : 'id'}, and holds no entity`, () => {
        const made = issue(reportSaying(hostile), id);
        assert.doesNotMatch(made, CONTROL);
        assert.equal(made.split('\n').length, lines + (id === undefined ? 0 : 1));
        for (const line of made.split('\n')) {
          assert.doesNotMatch(withoutCode(line), /<[a-z/!?]|\]\(|!\[|`|^#|^\|/i);
          if (!hostile.includes('&')) assert.doesNotMatch(line, /&#?\w+;/);
        }
      });
});
