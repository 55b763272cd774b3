import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MethodFacts } from '../../../src/contract/facts.ts';
import { loadResources } from '../../../src/run/load.ts';
import { madeParameters, recipesOf } from '../../../src/survey/recipes.ts';
import { subjectsOf } from '../../../src/survey/subject.ts';
import { allSubjects } from './all-subjects.ts';
import {
  type Answer,
  contradictionsOf,
  factsOf,
  type Method,
  SmallPortal,
  surveyPortal,
  verdictsOf,
} from './portal.ts';

const subjects = allSubjects();
const covered = subjects.filter(({ isOfRecipe }) => isOfRecipe);

/** Read by a person: each acts on a bot, a chat or a command, and neither makes nor removes one. */
const COVERED =
  `imbot.chat.leave imbot.chat.sendTyping imbot.chat.setManager imbot.chat.setOwner imbot.chat.updateAvatar
imbot.chat.updateColor imbot.chat.updateTitle imbot.chat.user.add imbot.command.answer imbot.command.update imbot.update
imbot.v2.Bot.update imbot.v2.Chat.InputAction.notify imbot.v2.Chat.leave imbot.v2.Chat.Manager.add
imbot.v2.Chat.Manager.delete imbot.v2.Chat.Message.delete imbot.v2.Chat.Message.Reaction.add
imbot.v2.Chat.Message.Reaction.delete imbot.v2.Chat.Message.read imbot.v2.Chat.Message.send
imbot.v2.Chat.Message.update imbot.v2.Chat.setOwner imbot.v2.Chat.TextField.enabled imbot.v2.Chat.update
imbot.v2.Chat.User.add imbot.v2.Command.answer imbot.v2.Command.update imbot.v2.Event.get imbot.v2.File.upload`.split(
    /\s+/,
  );

const MADE = madeParameters(
  loadResources().all,
  (reference) => ({ 'bot.id': 71, 'bot.clientId': 'ours', 'chat.id': 81, 'command.id': 91 })[reference],
);

test('methods that recipes cover are those that somebody has read', () => {
  assert.deepEqual(covered.map(({ facts }) => facts.method).sort(), [...COVERED].sort());
});

test('what recipes make is given under the names that methods take it by', () => {
  assert.deepEqual(MADE, {
    BOT_ID: 71,
    CLIENT_ID: 'ours',
    botId: 71,
    botToken: 'ours',
    CHAT_ID: 81,
    DIALOG_ID: 'chat81',
    dialogId: 'chat81',
    COMMAND_ID: 91,
    commandId: 91,
  });
});

test('with leave, what changes something is called with a fault alone, and on what the run has made', async () => {
  const methods = Object.fromEntries(
    subjects.map(({ name, facts }): [string, Method] => [
      name,
      { scope: (facts.scope ?? '').split(',')[0] ?? '', answer: () => ({ result: [{ ID: 1 }], total: 1 }) },
    ]),
  );
  const scopes = subjects.flatMap(({ facts }) => (facts.scope ?? '').split(','));
  const sent = async (hasLeave: boolean, made: Readonly<Record<string, unknown>> | undefined) => {
    const portal = new SmallPortal(methods, ['', ...scopes]);
    await surveyPortal(portal, subjects, { hasLeave, ...(made ? { made } : {}) });
    const changing = new Set(subjects.filter(({ safety }) => safety !== 'reads').map(({ name }) => name));
    assert.ok(portal.requests <= 1500, `${portal.requests} requests`);
    return portal.called.filter(({ method }) => changing.has(method));
  };
  assert.deepEqual(await sent(false, MADE), []);
  assert.deepEqual(await sent(true, undefined), []);
  const nothing = Object.fromEntries(Object.keys(MADE).map((name) => [name, undefined]));
  for (const { with: given } of await sent(true, nothing))
    assert.deepEqual(
      Object.keys(given).filter((name) => name in MADE && given[name] !== 2_147_480_001),
      [],
    );

  const calls = await sent(true, MADE);
  assert.ok(calls.length > 25, `${calls.length} calls`);
  const ofRecipes = new Map(covered.map((subject) => [subject.name, subject]));
  for (const { method, with: given } of calls) {
    const subject = ofRecipes.get(method);
    assert.ok(subject, `${method} was called`);
    const ids = Object.entries(given).filter(([name]) => /ids?$/i.test(name));
    for (const [name, id] of ids) assert.ok(id === MADE[name] || id === 2_147_480_001, `${method} ${name}`);
    const required = subject.facts.parameters.filter((each) => each.required === true);
    const isFaulty =
      required.some(({ name }) => !(name in given)) || ids.some(([, id]) => id === 2_147_480_001);
    assert.ok(isFaulty, `${method} was called without a fault`);
  }
});

const parameter = (name: string) => ({
  name,
  types: ['integer'],
  required: true as const,
  heading: 'Parameters',
});
const FACTS: MethodFacts[] = [
  factsOf('crm.deal.rename', {
    parameters: [parameter('DEAL_ID'), { ...parameter('TITLE'), types: ['string'] }],
    errors: {
      statuses: [400],
      rows: [
        { code: 'NO_TITLE', text: 'TITLE is not specified', heading: 'Errors' },
        { code: 'NO_DEAL', text: 'Deal with that DEAL_ID not found', heading: 'Errors' },
      ],
    },
  }),
];
const recipes = recipesOf([
  {
    name: 'deal',
    make: [{ call: 'crm.deal.add', with: {}, id: '/result' }],
    remove: [],
    taken: { DEAL_ID: '$deal.id' },
    secret: undefined,
  },
]);
const few = subjectsOf(
  FACTS.map((facts) => ({ section: 'crm', facts })),
  () => 'changes',
  recipes,
);

async function rename(answer: (given: Record<string, unknown>) => Answer, more: object) {
  const portal = new SmallPortal({ 'crm.deal.rename': { scope: 'crm', answer } });
  return { outcome: await surveyPortal(portal, few, more), portal };
}

const truth = ({ DEAL_ID, TITLE }: Record<string, unknown>): Answer => {
  if (TITLE === undefined) return { error: 'NO_TITLE', error_description: 'TITLE is not specified' };
  return DEAL_ID === 7
    ? { result: true }
    : { error: 'NO_DEAL', error_description: 'Deal with that DEAL_ID not found' };
};
const ids = ['NO_TITLE', 'NO_DEAL'].flatMap((row) =>
  ['code', 'status', 'text'].map((aspect) => `crm.deal.rename.refusal.${row}.${aspect}`),
);

test('refusals of what changes something are tried with leave, on what the run has made', async () => {
  const { outcome, portal } = await rename(truth, { hasLeave: true, made: { DEAL_ID: 7 } });
  const verdicts = verdictsOf(outcome);
  for (const id of ids) assert.equal(verdicts[id], 'confirmed', id);
  assert.deepEqual(
    portal.called.filter(({ method }) => method === 'crm.deal.rename').map((call) => call.with),
    [{ DEAL_ID: 7 }, { DEAL_ID: 2_147_480_001, TITLE: 'b24-conformance' }],
  );
});

test('a portal that does what it has to refuse, or refuses it otherwise, is contradicted', async () => {
  const kind = await rename(() => ({ result: true }), { hasLeave: true, made: { DEAL_ID: 7 } });
  assert.deepEqual(Object.keys(contradictionsOf(kind.outcome)), ids);
  const other = (given: Record<string, unknown>): Answer =>
    given.TITLE === undefined ? { ...truth(given), status: 422 } : truth(given);
  const { outcome } = await rename(other, { hasLeave: true, made: { DEAL_ID: 7 } });
  assert.deepEqual(Object.keys(contradictionsOf(outcome)), ['crm.deal.rename.refusal.NO_TITLE.status']);
});

test('where the caller is refused before the fault is seen, nothing is known of it', async () => {
  const { outcome } = await rename(
    () => ({ error: 'ACCESS_DENIED', error_description: 'Access denied! Client ID not specified' }),
    { hasLeave: true, made: { DEAL_ID: 7 } },
  );
  assert.deepEqual(contradictionsOf(outcome), {});
  assert.match(
    outcome.claims.find(({ id }) => id === ids[0])?.reason ?? '',
    /the caller was refused: ACCESS_DENIED/,
  );
});

test('without leave, or without what recipes make, the claims say what they need', async () => {
  for (const [more, why] of [
    [{ made: { DEAL_ID: 7 } }, /^needs B24_ALLOW_PROVISION=1/],
    [{ hasLeave: true }, /^needs what recipes make/],
    [
      { hasLeave: true, made: { DEAL_ID: undefined } },
      /^needs a value of DEAL_ID, and this run has made nothing/,
    ],
  ] as const) {
    const { outcome, portal } = await rename(truth, more);
    assert.match(outcome.claims.find(({ id }) => id === ids[0])?.reason ?? '', why);
    const isFree = ({ with: given }: { with: Record<string, unknown> }) => given.DEAL_ID !== 2_147_480_001;
    assert.deepEqual(
      portal.called.filter((call) => call.method === 'crm.deal.rename' && isFree(call)),
      [],
    );
  }
});
