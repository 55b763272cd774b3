import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idsOf } from '../../../src/survey/ids.ts';

test('ids of the survey never change', () => {
  const ids = idsOf({ method: 'crm.deal.list' });
  assert.deepEqual(
    [
      ids.exists,
      ids.scope,
      ids.scopeRefused,
      ids.field('TITLE'),
      ids.field('TITLE', 'read-only'),
      ids.status,
      ids.returned('result.items'),
      ids.paging('next'),
      ids.refusal('ERROR_CORE#2', 'text'),
      ids.value('result.STAGE'),
      ids.default('LIMIT'),
      ids.takes('VIEW'),
      ids.takes('PARAMS.limit', 'maximum'),
    ],
    [
      'crm.deal.list.exists',
      'crm.deal.list.scope',
      'crm.deal.list.scope.refused',
      'crm.deal.list.fields.TITLE',
      'crm.deal.list.fields.TITLE.read-only',
      'crm.deal.list.read.status',
      'crm.deal.list.read.result.items',
      'crm.deal.list.read.paging.next',
      'crm.deal.list.refusal.ERROR_CORE#2.text',
      'crm.deal.list.value.result.STAGE',
      'crm.deal.list.default.LIMIT',
      'crm.deal.list.takes.VIEW',
      'crm.deal.list.takes.PARAMS.limit.maximum',
    ],
  );
});

test('a method of REST 3.0 has ids of its own beside the older one of the same name', () => {
  const ids = idsOf({ method: 'tasks.task.list', rest: 3 });
  assert.deepEqual(
    [ids.exists, ids.refusal('CODE#2', 'validation'), ids.refusalForm],
    [
      'tasks.task.list@3.exists',
      'tasks.task.list@3.refusal.CODE#2.validation',
      'tasks.task.list@3.refusal.form',
    ],
  );
});
