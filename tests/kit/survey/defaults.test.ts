import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Answer,
  contradictionsOf,
  factsOf,
  parameter,
  SmallPortal,
  subjectsFrom,
  surveyPortal,
  verdictsOf,
} from './portal.ts';

const subjects = subjectsFrom([
  factsOf('crm.deal.list', {
    parameters: [
      parameter('LIMIT', 'integer', { default: '3' }),
      parameter('CLOSED', 'string', { default: 'N' }),
      parameter('VIEW', 'string', { default: 'short', values: ['short', 'full'] }),
      parameter('SORTING', 'object', { default: "{ID: 'ASC'}" }),
      parameter('PARAMS', 'object', { fields: [parameter('full', 'boolean', { default: 'false' })] }),
      // Nothing tells another value of it, or what is written is none.
      parameter('LANG', 'string', { default: 'en' }),
      parameter('COLUMNS', 'array', { default: '[ID:ASC]' }),
    ],
    returned: [{ name: 'result', types: ['array'], heading: 'Table' }],
  }),
]);

interface Defaults {
  limit?: number;
  closed?: string;
  view?: string;
  sorting?: string;
  full?: string;
}

/** A portal with these defaults. */
const list =
  ({ limit = 3, closed = 'N', view = 'short', sorting = 'ASC', full = 'false' }: Defaults) =>
  ({ LIMIT = limit, CLOSED = closed, VIEW = view, ...more }: Record<string, unknown>): Answer => {
    const { ID = sorting } = (more.SORTING ?? {}) as Record<string, string>;
    const parameters = (more.PARAMS ?? {}) as Record<string, string>;
    const numbers = Array.from({ length: Number(LIMIT) }, (_, index) => index + 1);
    return {
      result: (ID === 'ASC' ? numbers : numbers.reverse()).map((number) => ({
        ID: number,
        closed: CLOSED,
        view: VIEW,
        full: parameters.full ?? full,
      })),
    };
  };

async function ask(answer: (parameters: Record<string, unknown>) => Answer) {
  const portal = new SmallPortal({ 'crm.deal.list': { scope: 'crm', answer } });
  return { outcome: await surveyPortal(portal, subjects), portal };
}

const NAMES = ['LIMIT', 'CLOSED', 'VIEW', 'SORTING', 'PARAMS.full'];

test('a default is confirmed where it changes nothing, and another value something', async () => {
  const { outcome, portal } = await ask(list({}));
  const verdicts = verdictsOf(outcome);
  const claimed = Object.keys(verdicts).filter((id) => id.includes('.default.'));
  assert.deepEqual(
    claimed,
    NAMES.map((name) => `crm.deal.list.default.${name}`),
  );
  for (const id of claimed) assert.equal(verdicts[id], 'confirmed', id);
  assert.deepEqual(
    portal.called.filter(({ method }) => method === 'crm.deal.list').map((call) => call.with),
    [
      {},
      {},
      { LIMIT: '3' },
      { LIMIT: '1' },
      { CLOSED: 'N' },
      { CLOSED: 'Y' },
      { VIEW: 'short' },
      { VIEW: 'full' },
      { SORTING: { ID: 'ASC' } },
      { SORTING: { ID: 'DESC' } },
      { PARAMS: { full: 'false' } },
      { PARAMS: { full: 'true' } },
      { VIEW: 'b24conformanceunknown' },
    ],
  );
});

for (const [name, defaults] of [
  ['LIMIT', { limit: 5 }],
  ['CLOSED', { closed: 'Y' }],
  ['VIEW', { view: 'other' }],
  ['SORTING', { sorting: 'DESC' }],
  ['PARAMS.full', { full: 'true' }],
] as const)
  test(`another default of ${name} is found, and nothing else`, async () => {
    const { outcome } = await ask(list(defaults));
    const found = contradictionsOf(outcome);
    assert.deepEqual(Object.keys(found), [`crm.deal.list.default.${name}`]);
    assert.match(Object.values(found)[0] ?? '', /the answer that comes without it, got another/);
  });

test('a parameter that changes nothing shows nothing, and neither does one that is refused', async () => {
  const { outcome } = await ask(({ LIMIT }) => list({})(LIMIT === '1' ? { LIMIT } : {}));
  assert.deepEqual(contradictionsOf(outcome), {});
  for (const name of NAMES.slice(1))
    assert.match(
      outcome.claims.find(({ id }) => id === `crm.deal.list.default.${name}`)?.reason ?? '',
      new RegExp(`no other value of ${name} makes a difference here`),
    );
  let calls = 0;
  const restless = await ask(() => ({ result: [calls++] }));
  assert.deepEqual(contradictionsOf(restless.outcome), {});
  const refusing = await ask((given) =>
    given.VIEW === undefined ? list({})(given) : { error: 'NO_VIEW', error_description: '' },
  );
  assert.match(
    refusing.outcome.claims.find(({ id }) => id === 'crm.deal.list.default.VIEW')?.reason ?? '',
    /the method refused: NO_VIEW/,
  );
});
