import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createdBy, removedBy } from '../../../src/portal/case-creations.ts';
import { loadCases } from '../../../src/run/case-list.ts';
import { loadResources } from '../../../src/run/load.ts';
import { plan } from '../wire/support.ts';
import { withSynthetic } from './synthetic-resources.ts';

const NOTHING_KNOWN = () => undefined;

describe('what a request of a case makes', () => {
  const resources = loadResources();
  const register = (value: unknown, method = 'imbot.register') =>
    createdBy(
      plan({ method, parameters: { CODE: { value: 'x' }, CLIENT_ID: { value: String(value) } } }),
      resources,
      NOTHING_KNOWN,
    );

  for (const [sent, ending] of [
    ['{clientId}-encoding', '-encoding'],
    ['{clientId}-nested', '-nested'],
    ['{clientId}', ''],
    ['$bot.clientId-batch', '-batch'],
    ['something else', ''],
  ])
    it(`is told by the secret that it sends: ${sent}`, () => {
      assert.deepEqual(register(sent)?.of, { resource: 'bot', role: 'case', by: 'webhook', ending });
    });

  it('is told by it wherever it stands', () => {
    const fields = { code: 'one', botToken: '$bot.clientId-v2' };
    const request = plan({ method: 'imbot.v2.Bot.register', parameters: { fields: { value: fields } } });
    assert.equal(createdBy(request, resources, NOTHING_KNOWN)?.of.ending, '-v2');
  });

  it('is known by its method, in any case', () => {
    assert.equal(register('{clientId}', 'IMBOT.Register')?.of.resource, 'bot');
    assert.equal(register('{clientId}', 'imbot.v2.Bot.register')?.of.resource, 'bot');
    assert.equal(register('{clientId}', 'imbot.update'), undefined);
    assert.ok(removedBy(plan({ method: 'imbot.unregister' }), resources).includes('bot'));
    assert.deepEqual(removedBy(plan({ method: 'imbot.register' }), resources), []);
  });

  it('is what names the same others, where several are made by one method', () => {
    const chat = (users: unknown, makes?: string) =>
      createdBy(
        plan({ method: 'imbot.chat.add', parameters: { USERS: { value: users } } }),
        resources,
        NOTHING_KNOWN,
        makes,
      )?.of.resource;
    assert.equal(chat(['$user.me']), 'room');
    assert.equal(chat(['$bot.foreign']), 'group');
    assert.equal(chat([]), 'chat');
    assert.equal(chat([], 'group'), 'group', 'or what a recipe says');
  });

  it('is removed by what names the same others', () => {
    const removed = (user: string) =>
      removedBy(
        plan({ method: 'imbot.chat.user.delete', parameters: { USER_ID: { value: user } } }),
        resources,
      );
    assert.deepEqual(removed('$user.me'), ['room']);
    assert.deepEqual(removed('$bot.foreign'), []);
  });

  it('by access token is removed by it', () => {
    const request = plan({ method: 'imbot.register', credential: { token: 'own', in: 'json' } });
    assert.equal(createdBy(request, resources, NOTHING_KNOWN)?.of.by, 'token');
  });

  it('remembers the ids of what it belongs to', () => {
    const ids: Record<string, number> = { 'bot.id': 54, 'chat.id': 124 };
    const made = createdBy(
      plan({ method: 'imbot.message.add' }),
      withSynthetic(),
      (reference) => ids[reference],
    );
    assert.deepEqual(made?.of.values, { 'bot.id': 54, 'chat.id': 124 });
    assert.equal(made?.asId('9'), 9);
  });

  it('has in the contract an ending for each bot that is not the run itself', () => {
    const steps = loadCases('pairwise').flatMap(({ before }) => before);
    const endings = new Set(
      steps.flatMap((step) => {
        const of = step.kind === 'request' ? createdBy(step.plan, resources, NOTHING_KNOWN)?.of : undefined;
        return of?.resource === 'bot' && of.by === 'webhook' ? of.ending : [];
      }),
    );
    assert.ok(endings.size >= 3, [...endings].join());
    assert.ok(!endings.has(''), 'a bot that a case makes is not the first bot of the run');
  });
});
