import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { RequestPlan } from '../../../src/cases/case.ts';
import { openLedger } from '../../../src/portal/ledger.ts';
import { loadCases } from '../../../src/run/case-list.ts';
import { createJournal } from '../../../src/run/journal.ts';
import { loadResources } from '../../../src/run/load.ts';
import type { Exchange } from '../../../src/wire/exchange.ts';

describe('the journal of a run', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-journal-'));
  after(() => rmSync(scratch, { recursive: true }));
  const register = loadCases('pairwise').find(({ request }) => request.method === 'imbot.register')?.request;
  const journalIn = (ledger: string) =>
    createJournal({
      run: 'r1',
      origin: 'https://portal.test',
      pid: process.pid,
      ledger,
      resources: loadResources(),
    });
  const answer = (status: number, body: unknown): Exchange => ({
    request: { method: 'POST', url: 'https://portal.test/', headers: [] },
    response: { status, headers: [], body: Buffer.from(JSON.stringify(body)) },
  });

  it('looks for what a request may have made that was sent again, whatever became of the second', () => {
    const path = join(scratch, 'twice.jsonl');
    const journal = journalIn(path);
    const plans = loadCases('pairwise').map(({ request }) => request);
    const add = plans.find(({ method }) => method === 'imbot.chat.add');
    const remove = plans.find(({ method }) => method === 'imbot.chat.user.delete');
    assert.ok(add && remove && register);
    const lost = [
      { request: answer(200, {}).request, failure: { code: 'UND_ERR_SOCKET', message: 'other side closed' } },
      answer(504, {}),
    ];
    const busy = answer(503, { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' });
    const pending = (): unknown[] =>
      openLedger(path)
        .pending()
        .map(({ id }) => id);
    const room = { ...add, parameters: { ...add.parameters, USERS: { value: ['$user.me'] } } };
    const leave = {
      ...remove,
      parameters: { ...remove.parameters, CHAT_ID: { value: '$room.id' }, USER_ID: { value: '$user.me' } },
    };
    for (const tried of lost) {
      const code = journal.uniqueCode();
      journal.before(room, code);
      journal.after(room, code, { ...answer(200, { result: 9 }), tries: [tried] });
      assert.deepEqual(pending(), [9, undefined]);
      journal.after(leave, code, answer(200, { result: true }));
      assert.deepEqual(pending(), [undefined], 'the case removed the one that it knew');
      for (const made of openLedger(path).pending()) openLedger(path).removed(made);
    }
    const code = journal.uniqueCode();
    journal.before(register, code);
    journal.after(register, code, { ...answer(400, { error: 'CODE_ERROR' }), tries: lost });
    assert.deepEqual(pending(), [undefined], 'refused, maybe as the first one was carried out');
    for (const made of openLedger(path).pending()) openLedger(path).removed(made);
    journal.before(register, code);
    journal.after(register, code, { ...answer(200, { result: 54 }), tries: [busy] });
    assert.deepEqual(pending(), [54], 'a limit is met before anything is made');
  });

  it('still knows what a case made when the portal refuses to make it again', () => {
    const path = join(scratch, 'ledger.jsonl');
    const journal = journalIn(path);
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
