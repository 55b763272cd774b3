import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isExpired } from '../../../src/run/steps.ts';

it('an access token that has expired is noticed in JSON and in XML, and nothing else is taken for one', () => {
  const says = (body: string) =>
    isExpired({
      request: { method: 'GET', url: '', headers: [] },
      response: { status: 401, headers: [], body: Buffer.from(body) },
    });
  assert.ok(says('{"error":"expired_token","error_description":"The access token provided has expired"}'));
  assert.ok(says('<?xml version="1.0"?><response><error>expired_token</error></response>'));
  for (const other of [
    '',
    '<html>',
    '{"error":"NO_AUTH_FOUND"}',
    '{"result":"expired_token"}',
    '"expired_token"',
  ])
    assert.ok(!says(other), other);
  assert.ok(!isExpired({ request: { method: 'GET', url: '', headers: [] } }));
});
