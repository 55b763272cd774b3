import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openSurveyJournal, type SurveyJournal } from '../../../src/shell/survey-journal.ts';
import type { WireRequest } from '../../../src/wire/exchange.ts';
import { factsOf, SmallPortal, subjectsFrom, surveyPortal, verdictsOf } from './portal.ts';

const ORIGIN = { target: 'https://portal.invalid', facts: '0123456789abcdef' };
const SECRET = 'own';
const redact = (text: string): string => text.replaceAll(`/rest/${SECRET}/`, '/rest/***/');

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'b24-journal-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'results', 'survey.journal.jsonl');
}

const subjects = subjectsFrom([
  factsOf('profile', { scope: 'basic' }),
  factsOf('crm.deal.list'),
  factsOf('crm.deal.get', { parameters: [{ name: 'id', types: ['integer'], required: true, heading: 'P' }] }),
]);

/** A portal that is gone after so many requests. */
function portal(lasts = Number.POSITIVE_INFINITY): SmallPortal {
  const made = new SmallPortal({
    profile: { answer: () => ({ result: { ID: 1 } }) },
    'crm.deal.list': { scope: 'crm', answer: () => ({ result: [{ ID: 7 }], total: 1 }) },
    'crm.deal.get': { scope: 'crm', answer: ({ id }) => ({ result: { ID: id } }) },
  });
  const send = made.send.bind(made);
  let left = lasts;
  made.send = async (request) => {
    if (left-- <= 0) throw new Error('the portal is gone');
    return send(request);
  };
  return made;
}

function surveyWith(target: SmallPortal, journal: SurveyJournal) {
  const send = target.send.bind(target);
  target.send = async (request: WireRequest) => {
    const known = journal.known(request);
    if (known) return known;
    const exchange = await send(request);
    journal.keep(exchange);
    return exchange;
  };
  return surveyPortal(target, subjects);
}

test('an interrupted survey goes on where it stopped, and finds what a whole one finds', async (t) => {
  const path = folderOf(t);
  const whole = portal();
  const expected = await surveyPortal(whole, subjects);
  await assert.rejects(surveyWith(portal(6), openSurveyJournal(path, ORIGIN, redact, false)));
  const rest = portal();
  const journal = openSurveyJournal(path, ORIGIN, redact, true);
  const outcome = await surveyWith(rest, journal);
  assert.deepEqual(verdictsOf(outcome), verdictsOf(expected));
  assert.equal(rest.requests, whole.requests - 6);
  journal.close();
  assert.ok(!existsSync(path));
});

test('a journal holds no credential, and only its user may read it', async (t) => {
  const path = folderOf(t);
  await surveyWith(portal(), openSurveyJournal(path, ORIGIN, redact, false));
  assert.ok(!readFileSync(path, 'utf8').includes('/rest/own/'));
  assert.equal(statSync(path).mode & 0o077, 0);
});

test('a failure is asked again', (t) => {
  const path = folderOf(t);
  const request = { method: 'POST', url: 'https://portal.invalid/rest/own/profile', headers: [] };
  const journal = openSurveyJournal(path, ORIGIN, redact, false);
  for (const status of [500, 503, 429])
    journal.keep({ request, response: { status, headers: [], body: new Uint8Array() } });
  journal.keep({ request, failure: { code: 'ECONNRESET', message: 'gone' } });
  assert.equal(openSurveyJournal(path, ORIGIN, redact, true).known(request), undefined);
});

test('the last line of a killed survey may be cut short', (t) => {
  const path = folderOf(t);
  const request = { method: 'POST', url: 'https://portal.invalid/rest/own/profile', headers: [] };
  openSurveyJournal(path, ORIGIN, redact, false).keep({
    request,
    response: { status: 200, headers: [], body: Buffer.from('{}') },
  });
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"key":"0123`);
  assert.equal(openSurveyJournal(path, ORIGIN, redact, true).known(request)?.response?.status, 200);
});

test('what is there to go on with is named where it cannot be used', (t) => {
  const path = folderOf(t);
  assert.throws(
    () => openSurveyJournal(path, ORIGIN, redact, true),
    /--resume: there is no interrupted survey to go on with .*run without --resume/,
  );
  openSurveyJournal(path, ORIGIN, redact, false);
  assert.throws(
    () => openSurveyJournal(path, { ...ORIGIN, target: 'https://other.invalid' }, redact, true),
    /is of another target or of other facts; run without --resume/,
  );
});

test('of a request that was sent twice each answer is given once, in their order', (t) => {
  const path = folderOf(t);
  const request: WireRequest = {
    method: 'POST',
    url: 'https://portal.invalid/rest/own/profile',
    headers: [],
  };
  const first = openSurveyJournal(path, ORIGIN, redact, false);
  for (const body of ['one', 'two'])
    first.keep({ request, response: { status: 200, headers: [], body: Buffer.from(body) } });
  const later = openSurveyJournal(path, ORIGIN, redact, true);
  const answers = [1, 2, 3].map(() => later.known(request)?.response?.body.toString());
  assert.deepEqual(answers, ['one', 'two', undefined]);
});
