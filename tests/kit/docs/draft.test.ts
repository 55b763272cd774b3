import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import type { MethodFacts } from '../../../src/contract/facts.gen.ts';
import { draftErrors } from '../../../src/docs/draft/errors.ts';
import { draftOverlay, overlayPath } from '../../../src/docs/draft/overlay.ts';
import { guessValues } from '../../../src/docs/draft/values.ts';
import { readFacts } from '../../../src/docs/facts/load.ts';
import { methodFacts } from '../../../src/docs/facts/method.ts';
import { loadResources, loadSchemas, ROOT } from '../../../src/run/load.ts';
import { codes, failure, field, methodPage, type Parts, table } from './cases.ts';
import { docsHere } from './in-process.ts';
import { readSample } from './pages.ts';

function factsOf(parts: Parts): MethodFacts {
  const page = methodPage(parts);
  const facts = methodFacts(readSample(page), page);
  assert.ok(facts);
  return facts;
}

/** The resources of this suite. */
const isKnown = (reference: string): boolean => loadResources().fault(reference) === undefined;

const all = readFacts(`${ROOT}/fixtures/facts`).flatMap(({ facts }) => ('method' in facts ? [facts] : []));

describe('a drafted overlay', () => {
  it('is of the form of schemas/overlay.schema.json, whatever the method', () => {
    const validate = loadSchemas().validator('overlay.schema.json');
    const wrong = all.flatMap((facts) => {
      const overlay: unknown = parse(draftOverlay(facts, isKnown));
      return validate(overlay)
        ? []
        : [`${facts.method}: ${JSON.stringify(validate.errors?.[0]?.instancePath)}`];
    });
    assert.deepEqual(wrong, []);
    assert.ok(all.length > 1000);
  });

  it('speaks of every parameter and every row of errors', () => {
    for (const facts of all) {
      const text = draftOverlay(facts, isKnown);
      const overlay = parse(text) as { values: object; errors?: Record<string, object> };
      for (const { name } of facts.parameters)
        assert.ok(
          Object.hasOwn(overlay.values, name) || text.includes(`# ${name}`),
          `${facts.method}: ${name}`,
        );
      const rows = Object.values(overlay.errors ?? {});
      assert.equal(rows.length, facts.errors.rows.length, facts.method);
      for (const row of rows)
        assert.ok('cases' in row || 'todo' in row, `${facts.method}: ${JSON.stringify(row)}`);
    }
  });

  it('belongs into the directory of its family', () => {
    assert.equal(
      overlayPath('imbot.chat.updateTitle'),
      'fixtures/contract/imbot/imbot.chat.updateTitle.yaml',
    );
    assert.equal(overlayPath('profile'), 'fixtures/contract/profile/profile.yaml');
  });

  it('of a method whose parameters are known needs no todo for its values', () => {
    const facts = all.find(({ method }) => method === 'imbot.chat.updateTitle');
    assert.ok(facts);
    const { values } = parse(draftOverlay(facts, isKnown)) as { values: object };
    assert.deepEqual(values, {
      CHAT_ID: '$chat.id',
      TITLE: 'b24-conformance $unique',
      BOT_ID: '$bot.id',
      CLIENT_ID: '$bot.clientId',
    });
  });
});

describe('a drafted value', () => {
  const guessOf = (name: string, type: string, text?: string) =>
    guessValues(factsOf({ parameters: table(field(name, type, text)) }), isKnown).get(name);
  for (const [title, args, value] of [
    ['a bot', ['BOT_ID', 'integer'], '$bot.id'],
    ['a bot in the newer letters', ['botId', 'integer'], '$bot.id'],
    ['a user by another name', ['FROM_USER_ID', 'integer'], '$user.id'],
    ['a dialog', ['DIALOG_ID', 'string', 'Supported formats:\n- `USER_ID`\n- `chatXXX`'], 'chat$chat.id'],
    ['a default', ['LIMIT', 'integer', 'By default — `50`'], 50],
    ['the first of its values', ['SHIFT', 'string', 'Possible values: `DAY`, `NIGHT`'], 'DAY'],
    ['the least of a range', ['HOURS', 'integer', 'From 2 to 8'], 2],
    ['a truth', ['IS_OPEN', 'boolean'], true],
  ] as const)
    it(`is ${title}`, () => {
      const [name, type, text] = args;
      assert.deepEqual(guessOf(name, type, text), { value });
    });

  it('is left to a person, with the reason, where nothing says what it may be', () => {
    for (const [name, type, reason] of [
      ['DEAL_ID', 'integer', /^the id of something that the portal has/],
      ['PHOTO', 'file', /^a value of the type file$/],
      ['OPTIONS', 'object', /^an object of which the page lists no fields$/],
    ] as const) {
      const guess = guessOf(name, type);
      assert.ok(guess && 'todo' in guess, name);
      assert.match(guess.todo, reason);
    }
    const untyped = factsOf({
      parameters: '#|\n|| **Name**\n`type` | **Description** ||\n|| **id** | Text ||\n|#',
    });
    assert.deepEqual(guessValues(untyped, isKnown).get('id'), {
      todo: 'the page gives no type: settle it first',
    });
  });
});

describe('a drafted row of errors', () => {
  const drafted = (...rows: [code: string, text: string][]) =>
    draftErrors(
      factsOf({
        parameters: table(field('BOT_ID', 'integer'), field('TITLE*', 'string'), field('SORT', 'integer')),
        errors: failure('{"error":"X"}', codes(...rows)),
      }),
      isKnown,
    );
  it('is a request that may provoke it', () => {
    const found = drafted(
      ['TITLE_EMPTY', "Title can't be empty"],
      ['BOT_ID_ERROR', 'Bot not found'],
      ['APP_ID_ERROR', 'Bot was installed by another REST application'],
      ['WRONG_SORT', 'Wrong sort'],
    );
    assert.deepEqual(
      found.map(({ key, cases }) => [key, cases]),
      [
        [
          'TITLE_EMPTY',
          [
            { id: 'left-out', without: 'TITLE' },
            { id: 'empty', with: { TITLE: '' } },
          ],
        ],
        ['BOT_ID_ERROR', [{ id: 'unknown', with: { BOT_ID: '$bot.unknown' } }]],
        ['APP_ID_ERROR', [{ id: 'foreign', with: { BOT_ID: '$bot.foreign' } }]],
        ['WRONG_SORT', [{ id: 'wrong-type', with: { SORT: 'not-a-value' } }]],
      ],
    );
  });

  it('is a todo with its reason and the row to read, where no request suggests itself', () => {
    for (const [code, text, reason] of [
      ['ACCESS_DENIED', 'Access denied', /^it needs a caller without the right/],
      ['GONE', 'Nothing left', /^the row names no parameter of the page; read the row GONE beneath/],
      ['TITLE_ODD', 'Title is odd', /^it is about TITLE, but not by a word that says/],
    ] as const) {
      const [row] = drafted([code, text]);
      assert.match(row?.todo ?? '', reason);
      assert.equal(row?.cases, undefined);
    }
  });

  it('waits for the value of the parameter that it leaves out', () => {
    const [row] = draftErrors(
      factsOf({
        parameters: table(field('DEAL_ID*', 'integer')),
        errors: failure('{"error":"X"}', codes(['DEAL_ID_EMPTY', 'No deal'])),
      }),
      isKnown,
    );
    assert.match(row?.todo ?? '', /^leave DEAL_ID out, once it has a value above/);
  });

  it('is of each row of a code, and of rows without one', () => {
    const rows = drafted(['TITLE_EMPTY', 'Empty title'], ['TITLE_EMPTY', 'Missing title'], ['—', 'Closed']);
    assert.deepEqual(
      rows.map(({ key, cases }) => [key, cases !== undefined]),
      [
        ['TITLE_EMPTY', true],
        ['TITLE_EMPTY#2', false],
        ['#3', false],
      ],
    );
    assert.match(rows[1]?.todo ?? '', /^differs from another row by its text/);
  });
});

describe('npm run docs -- draft', () => {
  const draft = (...words: string[]) => docsHere(['draft', ...words]);

  it('takes a method in any letters, and writes over nothing', async () => {
    const { stdout, status } = await draft('IMBOT.chat.updatetitle');
    assert.match(stdout, /^method: imbot\.chat\.updateTitle$/m);
    assert.equal(status, 0);
    const again = await draft('imbot.chat.sendTyping', '--write');
    assert.match(again.stderr, /imbot\.chat\.sendTyping\.yaml is there already/);
    assert.equal(again.status, 2);
  });

  it('says which method may be meant', async () => {
    const { stderr, status } = await draft('imbot.chat.updateTitel');
    assert.match(
      stderr,
      /'imbot\.chat\.updateTitel' is neither a documented method nor a page; did you mean '/,
    );
    assert.equal(status, 2);
  });
});
