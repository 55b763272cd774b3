import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readReply } from '../../../src/target/call.ts';
import { explainReply, troubleLine } from '../../../src/target/explain-reply.ts';

const answered = (status: number, body: string, type = 'application/json; charset=utf-8') =>
  readReply({ status, headers: [['content-type', type]], body: Buffer.from(body) });

describe('an answer to an errand of the suite', () => {
  const NOTICE =
    '<br />\n<b>Warning</b>:  Undefined array key "EVENT" in <b>/rest.php</b> on line <b>4</b><br />\n';

  for (const [what, body] of [
    ['alone', '{"result":{"ID":"7"}}'],
    ['after a byte order mark', '\ufeff{"result":{"ID":"7"}}'],
    ['after white space and a byte order mark', '\ufeff\r\n{"result":{"ID":"7"}}\r\n'],
    ['after a message of PHP', `${NOTICE}{"result":{"ID":"7"}}`],
    ['after two, and a byte order mark', `\ufeff${NOTICE}${NOTICE}{"result":{"ID":"7"}}`],
    ['before a message of PHP', `{"result":{"ID":"7"}}\n${NOTICE}`],
  ] as const)
    it(`is read ${what}`, () => {
      assert.deepEqual(answered(200, body).result, { ID: '7' });
      assert.equal(answered(200, body).error, undefined);
      const refused = body.replace(
        '{"result":{"ID":"7"}}',
        '{"error":"BOT_ID_ERROR","error_description":"no"}',
      );
      assert.equal(answered(400, refused).error, 'BOT_ID_ERROR');
    });

  for (const [what, body, type] of [
    ['a page that holds JSON', '<html><script>x = {"result": true}</script></html>', 'text/html'],
    ['nothing', '', 'text/html'],
    ['an object without a result', '{"time":{"start":1}}', undefined],
    ['a list', '[]', undefined],
    ['JSON that was cut off', '{"result":{"ID":"7"', undefined],
    ['a text', 'OK', 'text/plain'],
  ] as const)
    it(`is no success where it is ${what} with 200`, () => {
      const reply = answered(200, body, type);
      assert.equal(reply.error, 'HTTP_200');
      assert.equal(reply.result, undefined);
      assert.match(explainReply(reply)?.what ?? '', /^an? .*HTTP 200/);
    });

  it('is an error without a code where the code is empty, whatever the status', () => {
    for (const status of [200, 400]) {
      const reply = answered(status, '{"error":"","error_description":"Not found"}');
      assert.deepEqual([reply.error, reply.foreign], [`HTTP_${status}`, undefined]);
      assert.equal(troubleLine(explainReply(reply) ?? assert.fail()), `HTTP ${status} (Not found)`);
    }
  });

  it('is a success with any result, null and false too', () => {
    for (const [body, result] of [
      ['{"result":null}', null],
      ['{"result":false,"error":null}', false],
      ['<response><result>1</result></response>', '1'],
    ] as const) {
      const { error, result: got } = answered(200, body);
      assert.deepEqual([error, got], [undefined, result]);
    }
  });
});
