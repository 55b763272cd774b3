import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Case } from '../../../src/cases/case.ts';
import type { RelationName } from '../../../src/contract/contract.ts';
import type { Answer } from '../../../src/judge/answer.ts';
import { checkRelation } from '../../../src/judge/relations.ts';

type Parts = Record<string, unknown>;

function said(relation: RelationName, commands: Record<string, string>, parts: Parts): string {
  const request = { parameters: { cmd: { value: commands } } } as unknown as Case['request'];
  const outcome = checkRelation(relation, { body: { result: parts } } as unknown as Answer, request);
  if (!outcome) return 'confirmed';
  return 'blocked' in outcome ? `blocked: ${outcome.blocked}` : `contradicted: ${outcome.contradicted}`;
}

function rows(
  relation: RelationName,
  commands: Record<string, string>,
  all: readonly [title: string, parts: Parts, expected: string | RegExp][],
): void {
  describe(relation, () => {
    for (const [title, parts, expected] of all)
      it(title, () => {
        if (typeof expected === 'string') assert.equal(said(relation, commands, parts), expected);
        else assert.match(said(relation, commands, parts), expected);
      });
  });
}

const people = [{ ID: '1' }, { ID: '7' }];
rows(
  'batch-reference',
  {
    people: 'user.get',
    second: 'user.get?ID=$result[people][1][ID]',
    typing: 'x?DIALOG_ID=$result[people][1][ID]',
  },
  [
    [
      'holds where the record is found',
      { result: { people, second: [{ ID: '7' }], typing: true } },
      'confirmed',
    ],
    [
      'holds for numbers',
      { result: { people: [{ ID: 1 }, { ID: 7 }], second: [{ ID: '7' }], typing: true } },
      'confirmed',
    ],
    [
      'fails where the first record is taken',
      { result: { people, second: [{ ID: '1' }], typing: true } },
      'contradicted: expected command \'second\' to be run with "7" for $result[people][1][ID], but it found the records ["1"]',
    ],
    [
      'fails where nothing is taken, so that all are found',
      { result: { people, second: people, typing: true } },
      /^contradicted.*\["1","7"\]$/,
    ],
    [
      'fails where none is found',
      { result: { people, second: [], typing: true } },
      /^contradicted.*the records \[\]$/,
    ],
    [
      'fails where another command is refused',
      { result: { people, second: [{ ID: '7' }] }, result_error: { typing: { error: 'DIALOG_ID_EMPTY' } } },
      /^contradicted: expected command 'typing' .* got \{"error":"DIALOG_ID_EMPTY"\}$/,
    ],
    ['fails where a command is left out', { result: { people } }, /^contradicted.*but it has no result$/],
    [
      'cannot be seen in a list of one',
      { result: { people: [{ ID: '1' }], second: [{ ID: '1' }], typing: true } },
      'blocked: there is no people.1.ID among the results for $result[people][1][ID] to stand for',
    ],
    ['cannot be seen without results', { result: [] }, /^blocked/],
    ['cannot be seen in a text', { result: 'none' }, /^blocked/],
  ],
);

const fifty = Array.from({ length: 50 }, (_, index) => ({ ID: String(index) }));
rows('batch-next', { people: 'user.get' }, [
  [
    'holds where the next page starts',
    { result: { people: fifty }, result_total: { people: 62 }, result_next: { people: 50 } },
    'confirmed',
  ],
  [
    'fails where nothing tells of it',
    { result: { people: fifty }, result_total: { people: 62 }, result_next: [] },
    'contradicted: expected result_next.people to be 50, after 50 of 62 records, got nothing',
  ],
  [
    'fails where it is a page',
    { result: { people: fifty }, result_total: { people: 62 }, result_next: { people: 2 } },
    /got 2$/,
  ],
  [
    'fails where it is a text',
    { result: { people: fifty }, result_total: { people: 62 }, result_next: { people: '50' } },
    /got "50"$/,
  ],
  [
    'cannot be seen in a list of all',
    { result: { people }, result_total: { people: 2 }, result_next: [] },
    'blocked: no command lists more than a page: the portal has too few records',
  ],
  ['cannot be seen without a total', { result: { people: fifty }, result_total: [] }, /^blocked/],
]);

const open = { isExisting: true, isAvailable: true };
const closed = { isExisting: true, isAvailable: false };
const unknown = { isExisting: false, isAvailable: false };
const full = ['crm', 'im', 'imbot', 'user'];
rows(
  'scopes-agree',
  {
    scope: 'scope',
    full: 'scope?full=true',
    imbot: 'method.get?name=imbot.bot.list',
    'user|user_brief': 'method.get?name=user.get',
    crm: 'method.get?name=crm.lead.list',
  },
  [
    [
      'holds',
      { result: { scope: ['imbot', 'user'], full, imbot: open, 'user|user_brief': open, crm: closed } },
      'confirmed',
    ],
    [
      'holds for another scope of the same method',
      {
        result: {
          scope: ['user_brief'],
          full: [...full, 'user_brief'],
          imbot: closed,
          'user|user_brief': open,
          crm: unknown,
        },
      },
      'confirmed',
    ],
    [
      'fails where a scope is left out',
      { result: { scope: ['imbot'], full, imbot: open, 'user|user_brief': open, crm: closed } },
      'contradicted: expected user or user_brief among the scopes, because user.get may be called, got ["imbot"]',
    ],
    [
      'fails where a scope is too many',
      {
        result: { scope: ['imbot', 'user', 'crm'], full, imbot: open, 'user|user_brief': open, crm: closed },
      },
      /^contradicted: expected crm not among the scopes, because crm.lead.list may not be called/,
    ],
    [
      'fails where a scope is invented',
      {
        result: {
          scope: ['imbot', 'user', 'magic'],
          full,
          imbot: open,
          'user|user_brief': open,
          crm: closed,
        },
      },
      'contradicted: expected only scopes of the full list, got ["magic"] as well',
    ],
    [
      'cannot be seen where methods are unknown',
      { result: { scope: ['imbot'], full, imbot: open, 'user|user_brief': unknown, crm: unknown } },
      /^blocked: method.get knows too few/,
    ],
    ['cannot be seen without scopes', { result: { scope: {}, full } }, /^blocked: the command 'scope'/],
  ],
);
