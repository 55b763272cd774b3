import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DataError } from '../../../src/base/yaml-file.ts';
import { buildContract } from '../../../src/contract/contract.ts';
import type { MethodFacts } from '../../../src/contract/facts.ts';
import type { Change, Migration } from '../../../src/contract/migration.ts';
import { contextOf, errorFact, factsOf, fieldFact, sampleFiles, schemas } from './sample.ts';

const OLD = factsOf('old.add', {
  deprecated: true,
  successor: 'new.Thing.add',
  parameters: [
    fieldFact('THING_ID', 'integer'),
    fieldFact('TITLE', 'string', { required: true, range: { max: 20, of: 'length' } }),
    fieldFact('CHAT_ID', 'integer', { required: true }),
    fieldFact('CLIENT_ID', 'string', { required: 'webhook' }),
    fieldFact('SAME', 'string'),
  ],
  errors: {
    statuses: [400],
    rows: [
      errorFact('THING_ERROR', { text: 'Thing not found' }),
      errorFact('TITLE_EMPTY', { text: "Title can't be empty" }),
      errorFact('CHAT_ERROR', { text: 'No such chat' }),
      errorFact('BUSY', { text: 'Too busy' }),
      errorFact('TOO_LONG', { text: 'The title is too long' }),
      errorFact('TITLE_EMPTY', { text: 'The title is blank' }),
    ],
  },
});
const NEW = factsOf('new.Thing.add', {
  scope: 'thing',
  parameters: [
    fieldFact('thingId', 'integer', { required: true }),
    fieldFact('fields', 'object', {
      required: true,
      fields: [
        fieldFact('title', 'string', { required: true }),
        fieldFact('colour', 'string', { default: 'pink' }),
      ],
    }),
    fieldFact('dialogId', 'string', { required: true }),
    fieldFact('token', 'string', { required: 'webhook' }),
    fieldFact('SAME', 'string'),
  ],
  returned: [fieldFact('result', 'object', { fields: [fieldFact('ok', 'boolean')] })],
  errors: {
    statuses: [400, 403],
    rows: [
      errorFact('THING_NOT_FOUND', { text: 'There is no thing' }),
      errorFact('DIALOG_ERROR', { text: 'There is no dialog' }),
      errorFact('LENGTH', { text: 'The title is too long' }),
      errorFact('BUSY', { text: 'Too busy' }),
      errorFact('TOKEN_MISSING', { text: 'There is no token' }),
    ],
  },
});

const OLD_FILE = 'fixtures/old-add.yaml';
const OLD_TEXT = `
method: old.add
confidence: reviewed
migration: { parameters: { CHAT_ID: dialogId }, errors: { CHAT_ERROR: DIALOG_ERROR } }
values: { THING_ID: $bot.id, TITLE: s, CHAT_ID: $chat.id, CLIENT_ID: $bot.clientId, SAME: s }
errors:
  THING_ERROR: { when: a thing that does not exist, cases: [{ with: { THING_ID: $bot.unknown } }] }
  TITLE_EMPTY: { when: an empty title, cases: [{ without: TITLE }] }
  CHAT_ERROR: { when: a chat that does not exist, cases: [{ with: { CHAT_ID: $chat.unknown } }] }
  BUSY: { untestable: nobody knows when it is busy }
  TOO_LONG: { untestable: nobody knows how long is too long }
  TITLE_EMPTY#2: { untestable: nobody knows what is blank }
`;
const NEW_TEXT = `
method: new.Thing.add
confidence: reviewed
values: { thingId: $bot.id, fields: { title: s, colour: red }, dialogId: s, token: $bot.clientId, SAME: s }
errors:
  THING_NOT_FOUND: { when: no such thing, cases: [{ with: { thingId: $bot.unknown } }] }
  DIALOG_ERROR: { when: no such dialog, cases: [{ with: { dialogId: wrong } }] }
  LENGTH: { untestable: nobody knows how long is too long }
  BUSY: { untestable: nobody knows when it is busy }
  TOKEN_MISSING: { when: no token, cases: [{ under: webhook, without: token }] }
`;

function build(old = OLD_TEXT, facts: readonly MethodFacts[] = [OLD, NEW], now = NEW_TEXT) {
  const files = sampleFiles({
    [OLD_FILE]: old,
    ...(now === '' ? {} : { 'fixtures/new-thing-add.yaml': now }),
  });
  const context = contextOf();
  const find = (name: string) => facts.find(({ method }) => method.toLowerCase() === name.toLowerCase());
  return buildContract(files, schemas, {
    ...context,
    facts: (name) => find(name) ?? context.facts?.(name),
    methodNames: {
      has: (name) => find(name) !== undefined || (context.methodNames?.has(name) ?? false),
      all: () => [...facts.map(({ method }) => method), ...(context.methodNames?.all() ?? [])],
    },
  });
}

const migration = (...given: Parameters<typeof build>): Migration | undefined =>
  build(...given).migrations.find(({ from }) => from === 'old.add');

const lines = (aspect: Change['aspect'], changes: readonly Change[] = []): unknown[] =>
  changes
    .filter((each) => each.aspect === aspect)
    .map(({ change, before, after }) => [change, before, after]);

const problems = (old: string): string[] => {
  try {
    build(old);
  } catch (error) {
    if (error instanceof DataError)
      return error.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
    throw error;
  }
  return [];
};

describe('a migration', () => {
  const { changes = [] } = migration() ?? {};

  it('pairs parameters by name, by key within an object, by a person, and what webhooks need', () => {
    assert.deepEqual(lines('parameter', changes), [
      ['changed', 'THING_ID: integer, optional', 'thingId: integer, required'],
      ['changed', 'TITLE: string, required, at most 20 characters', 'fields.title: string, required'],
      ['changed', 'CHAT_ID: integer, required', 'dialogId: string, required'],
      ['added', undefined, 'fields: object, required'],
      ['added', undefined, 'fields.colour: string, optional, by default pink'],
    ]);
    assert.deepEqual(lines('credential', changes), [
      ['renamed', 'CLIENT_ID: string, required with a webhook', 'token: string, required with a webhook'],
    ]);
  });

  it('pairs errors by code, by what provokes them, by their text, by a person', () => {
    assert.deepEqual(lines('error', changes), [
      ['changed', 'THING_ERROR, HTTP 400', 'THING_NOT_FOUND, HTTP 400 or 403'],
      ['removed', 'TITLE_EMPTY, HTTP 400', undefined],
      ['changed', 'CHAT_ERROR, HTTP 400', 'DIALOG_ERROR, HTTP 400 or 403'],
      ['changed', 'BUSY, HTTP 400', 'BUSY, HTTP 400 or 403'],
      ['changed', 'TOO_LONG, HTTP 400', 'LENGTH, HTTP 400 or 403'],
      ['added', undefined, 'TOKEN_MISSING, HTTP 400 or 403'],
    ]);
  });

  it('sets name, scope, result and limits side by side', () => {
    assert.deepEqual(lines('name', changes), [['renamed', 'old.add', 'new.Thing.add']]);
    assert.deepEqual(lines('scope', changes), [['changed', 'imbot', 'thing']]);
    assert.deepEqual(lines('result', changes), [['changed', 'true or false', 'an object; fields ok']]);
    assert.deepEqual(lines('limit', changes), [['same', 'those of every call', 'those of every call']]);
  });

  it('names claims of both methods that exist, for every line', () => {
    const contract = build();
    for (const { aspect, before, after, claims } of changes) {
      if (aspect !== 'limit') assert.ok(claims.length > 0, `${aspect} ${before} ${after}`);
      assert.deepEqual(
        claims.filter((id) => !contract.claim(id)),
        [],
      );
    }
    const title = changes.find(({ before }) => before?.startsWith('TITLE:'));
    assert.deepEqual(title?.claims, [
      'old.add.TITLE.string',
      'old.add.TITLE.required',
      'new.Thing.add.fields.title.string',
    ]);
  });

  it('has no lines where the contract has no data of the successor', () => {
    assert.deepEqual(migration(OLD_TEXT.replace(/^migration.*\n/m, ''), [OLD, NEW], ''), {
      from: 'old.add',
      to: 'new.Thing.add',
    });
  });

  it('leads to what a person says where the page names no successor', () => {
    const { successor: _, ...silent } = OLD;
    assert.equal(migration(OLD_TEXT, [silent, NEW]), undefined);
    const said = OLD_TEXT.replace('migration: {', 'migration: { to: [new.Thing.add],');
    assert.deepEqual(migration(said, [silent, NEW])?.changes, changes);
  });
});

describe('what an overlay says of a migration', () => {
  it('must be there: parameters, errors and methods, with file, line and a guess', () => {
    assert.deepEqual(problems(OLD_TEXT.replace('CHAT_ID: dialogId', 'CHAT_ID: dialogID')), [
      `${OLD_FILE}:4 new.Thing.add has no parameter 'dialogID'; did you mean 'dialogId'?`,
    ]);
    assert.deepEqual(problems(OLD_TEXT.replace('CHAT_ERROR: DIALOG', 'CHATERROR: DIALOG')), [
      `${OLD_FILE}:4 old.add has no row of errors 'CHATERROR'; did you mean 'CHAT_ERROR'?`,
    ]);
    assert.match(
      problems(OLD_TEXT.replace('migration: {', 'migration: { to: [new.Thing.ad],'))[0] ?? '',
      /^fixtures\/old-add\.yaml:4 .*new\.Thing\.ad.*did you mean 'new\.Thing\.add'/,
    );
  });
});
