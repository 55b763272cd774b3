import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Case } from '../../../src/cases/case.ts';
import type { Contract } from '../../../src/contract/contract.ts';
import { loadResources } from '../../../src/run/load.ts';
import { createRunner } from '../../../src/run/runner.ts';
import { readSettings } from '../../../src/target/environment.ts';
import { createTarget } from '../../../src/target/target.ts';
import { caseOf, contractWith } from '../judge/bench.ts';
import { certificate, client, serve } from '../wire/server.ts';
import { CONTROL, cases, contract } from './bench.ts';

const CODE = 'c0de1234567890abcdef';

/** Runs one valid case against a portal that answers so, and gives back all that leaves memory. */
async function run(t: TestContext, body: string, of: Contract = contract, one: Case | undefined = cases[0]) {
  const identity = await certificate({ ip: '127.0.0.1' });
  const url = await serve(
    t,
    (_request, response) => response.writeHead(400, { 'content-type': 'application/json' }).end(body),
    identity,
  );
  const settings = readSettings({ B24_TARGET: 'portal', B24_WEBHOOK: `${url}/rest/1/${CODE}/` });
  const target = createTarget(settings, { resources: loadResources(), ca: identity.cert });
  assert.ok(one);
  return createRunner(of, target, client(t, { ca: identity.cert })).run(one);
}

const error = (description: string, code = 'WRONG'): string =>
  JSON.stringify({ error: code, error_description: description });

describe('what a run tells of a hostile portal', () => {
  it('names claim, page, request and case of a contradiction', async (t) => {
    const { problems } = await run(t, error('No'));
    const [problem] = problems.filter(({ text }) => text.startsWith('some.method.status'));
    assert.ok(problem, JSON.stringify(problems));
    assert.equal(problem.strength, 'must');
    for (const part of [
      'expected HTTP 200, got HTTP 400 WRONG (No)',
      'api/some-method.md › Response',
      cases[0]?.id,
    ])
      assert.ok(problem.text.includes(part ?? '?'), problem.text);
  });

  it('cannot steer the terminal that shows it', async (t) => {
    const { problems } = await run(t, error('\u001b[2J\u009b1m\rall is well', '\u001b]0;owned\u0007'));
    assert.ok(problems.length > 0);
    for (const { text } of problems) assert.doesNotMatch(text, CONTROL);
  });

  it('holds no credential that it echoes', async (t) => {
    for (const body of [
      error(`Bad code ${CODE}`),
      error('x', CODE),
      `<b>${CODE}</b>`,
      JSON.stringify({ result: CODE }),
    ]) {
      const told = JSON.stringify(await run(t, body));
      assert.ok(!told.includes(CODE) && !told.includes(CODE.slice(0, 8)), told);
      assert.ok(told.includes('**put_your_webhook_here**'));
    }
  });

  it('holds no part of a credential that stands where a message is cut', async (t) => {
    const { findings, problems } = await run(t, error(`${'x'.repeat(90)}${CODE} is no code`));
    const told = JSON.stringify([findings, problems]);
    assert.ok(!told.includes(CODE.slice(0, 6)), told);
  });

  it('holds no part of a credential that stands where JSON breaks', async (t) => {
    const of = contractWith({ format: 'json' });
    const { findings, problems } = await run(t, `${CODE}{`, of, caseOf(of, 'valid'));
    const told = JSON.stringify([findings, problems]);
    assert.match(told, /the body is not JSON/);
    assert.ok(!told.includes(CODE.slice(0, 6)), told);
  });

  it('stays short where the portal does not', async (t) => {
    const long = 'y'.repeat(100_000);
    for (const body of [error(long), error('x', long), JSON.stringify({ result: long }), `${long}{`]) {
      const { findings, problems } = await run(t, body);
      assert.ok(JSON.stringify([findings, problems]).length < 6000);
    }
  });
});
