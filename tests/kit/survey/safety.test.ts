import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SAFETY } from '../../../src/run/contract-data.ts';
import { allSubjects, classify } from './all-subjects.ts';

const REVIEWED = new URL('./reading-methods.txt', import.meta.url);

test('methods that count as reading are those that a person has gone through', () => {
  const reading = allSubjects()
    .filter(({ safety }) => safety === 'reads')
    .map(({ facts: { method, rest } }) => (rest === undefined ? method : `${method}@${rest}`))
    .sort();
  const reviewed = readFileSync(REVIEWED, 'utf8').trimEnd().split('\n');
  const unseen = reading.filter((method) => !reviewed.includes(method));
  const gone = reviewed.filter((method) => !reading.includes(method));
  assert.deepEqual(
    { unseen, gone },
    { unseen: [], gone: [] },
    'read the pages of the methods in `unseen`: what changes nothing goes into reading-methods.txt, anything else into the exceptions of safety.yaml',
  );
});

const classOf = classify();
const is = (method: string, title = 'Get it') => classOf({ method, title });

test('an exception decides before the look of a name', () => {
  assert.equal(is('event.offline.get'), 'changes');
  assert.equal(is('im.notify.read.list'), 'changes');
  assert.equal(is('disk.storage.getForApp'), 'changes');
  assert.equal(is('crm.enum.ownertype'), 'reads');
});

test('what invites, calls, pays, mails or uninstalls is never called', () => {
  for (const method of [
    'user.add',
    'sonet_group.user.invite',
    'voximplant.callback.start',
    'telephony.externalCall.show',
    'crm.item.payment.pay',
    'sale.paysystem.pay.payment',
    'mail.message.send',
    'messageservice.message.status.update',
    'imbot.app.unregister',
    'crm.orderentity.deleteByFilter',
    'bizproc.workflow.start',
  ])
    assert.equal(is(method), 'never', method);
});

test('a title that speaks of a change makes a harmless name a changing one', () => {
  assert.equal(is('crm.thing.get'), 'reads');
  assert.equal(is('crm.thing.get', 'Generate a link crm.thing.get'), 'changes');
  assert.equal(is('catalog.document.cancel', 'Cancel Document'), 'changes');
});

test('what another documented method removes is made, the rest is changed', () => {
  assert.equal(is('crm.deal.add', 'Add'), 'makes');
  assert.equal(is('pull.application.event.add', 'Send'), 'changes');
  assert.equal(is('crm.deal.update', 'Update'), 'changes');
});

const text = readFileSync(SAFETY, 'utf8');

test('a mistyped method is named with its line and a guess', () => {
  const line = text.split('\n').findIndex((each) => each.includes('method: event.offline.get')) + 1;
  assert.throws(
    () => classify(text.replace('method: event.offline.get', 'method: event.ofline.get')),
    new RegExp(`safety.yaml:${line}: 'event.ofline.get' is not a documented method.*event\\.offline\\.get`),
  );
});

test('a pattern that matches nothing protects nothing, and is a mistake', () => {
  assert.throws(
    () => classify(text.replace('voximplant.callback.*', 'voximplant.calback.*')),
    /'voximplant.calback.\*' matches no documented method/,
  );
});

test('an unknown class is named with those that there are', () => {
  assert.throws(() => classify(text.replace('is: changes', 'is: change')), /is 'change'.*changes/);
});
