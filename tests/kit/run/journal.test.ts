import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { RequestPlan } from '../../../src/cases/case.ts';
import { openLedger } from '../../../src/portal/ledger.ts';
import { createJournal } from '../../../src/run/journal.ts';
import { loadCases, loadResources } from '../../../src/run/load.ts';
import type { Exchange } from '../../../src/wire/exchange.ts';

describe('the journal of a run', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-journal-'));
  after(() => rmSync(scratch, { recursive: true }));
  const register = loadCases('pairwise').find(({ request }) => request.method === 'imbot.register')?.request;
  const answer = (status: number, body: unknown): Exchange => ({
    request: { method: 'POST', url: 'https://portal.test/', headers: [] },
    response: { status, headers: [], body: Buffer.from(JSON.stringify(body)) },
  });

  it('still knows what a case made when the portal refuses to make it again', () => {
    const path = join(scratch, 'ledger.jsonl');
    const journal = createJournal({
      run: 'r1',
      origin: 'https://portal.test',
      pid: process.pid,
      ledger: path,
      resources: loadResources(),
    });
    const code = journal.uniqueCode();
    const send = (plan: RequestPlan, given: Exchange): void => {
      journal.before(plan, code);
      journal.after(plan, code, given);
    };
    assert.ok(register);
    send(register, answer(200, { result: 54 }));
    send(register, answer(400, { error: 'WRONG_REQUEST', error_description: '' }));
    assert.deepEqual(
      openLedger(path)
        .pending()
        .map(({ id }) => id),
      [54],
    );
  });
});
