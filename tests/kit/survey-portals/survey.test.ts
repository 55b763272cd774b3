import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { SurveyOutcome } from '../../../src/report/outcome.ts';
import { type Lie, tellLies } from './lies.ts';
import { type Model, truthfulModel } from './model.ts';
import { isReading, needsNothing, surveyOf } from './run-survey.ts';
import { type FactsPortal, startFactsPortal } from './server.ts';

/** Claims of pages whose table and example contradict each other, so that no portal can do what both say, by what differs. */
const AT_ODDS: ReadonlySet<string> = new Set([
  // The table has it, the example of all fields does not.
  'crm.activity.fields.fields.ORIGIN_VERSION',
  // The table has as fields what is said of each field.
  ...['crm.documentgenerator', 'documentgenerator'].flatMap((module) =>
    ['title', 'type'].map((name) => `${module}.document.getfields.read.result.documentFields.${name}`),
  ),
  // The page of another method has them as parameters of these names.
  'documentgenerator.document.getfields.fields.DocumentNumber',
  'documentgenerator.document.getfields.fields.DocumentTitle',
]);

interface Surveyed {
  readonly portal: FactsPortal;
  readonly outcome: SurveyOutcome;
  /** Ids of contradicted claims with what came, but those that no portal can obey. */
  readonly contradicted: ReadonlyMap<string, string>;
  readonly isUnchanged: boolean;
}

async function surveyed(t: TestContext, model: Model): Promise<Surveyed> {
  const portal = await startFactsPortal(model);
  t.after(() => portal.close());
  const before = portal.digest();
  const outcome = await surveyOf(portal);
  const wrong = outcome.claims.filter(({ verdict, id }) => verdict === 'contradicted' && !AT_ODDS.has(id));
  return {
    portal,
    outcome,
    contradicted: new Map(wrong.map(({ id, shownBy }) => [id, shownBy?.[0]?.problem ?? ''])),
    isUnchanged: portal.digest() === before,
  };
}

test('a portal that does what its documentation says is contradicted in nothing', async (t) => {
  const { contradicted, outcome, portal, isUnchanged } = await surveyed(t, truthfulModel(isReading));
  assert.deepEqual(Object.fromEntries(contradicted), {});
  // A page that has been mended is to leave the list.
  const odd = outcome.claims.filter(({ verdict }) => verdict === 'contradicted').map(({ id }) => id);
  assert.deepEqual(odd.sort(), [...AT_ODDS].sort());
  assert.ok(portal.requests <= 1500, `${portal.requests} requests`);
  assert.equal(outcome.survey.numbers.requests, portal.requests);
  assert.ok(isUnchanged, 'the survey changed the portal');
  assert.deepEqual(outcome.survey.undocumented, []);
});

for (const seed of [1, 2, 3])
  test(`200 lies are found, and nothing else (seed ${seed})`, async (t) => {
    const model = truthfulModel(isReading);
    const lies = tellLies(model, { seed, total: 200, canRead: needsNothing });
    const { contradicted, portal, isUnchanged } = await surveyed(t, model);
    const isFound = ({ claims }: Lie) => claims.every((id) => contradicted.has(id));
    const missed = lies.filter((lie) => !isFound(lie));
    const known = new Set(lies.flatMap(({ claims, also }) => [...claims, ...also]));
    const others = [...contradicted].filter(([id]) => !known.has(id));
    const recall = (lies.length - missed.length) / lies.length;
    const precision = (contradicted.size - others.length) / contradicted.size;
    t.diagnostic(`recall ${recall}, precision ${precision.toFixed(4)}, ${portal.requests} requests`);
    for (const { says } of missed) t.diagnostic(`missed: ${says}`);
    assert.ok(
      recall >= 0.99,
      `missed:\n${missed.map(({ says, claims }) => `${says} (${claims})`).join('\n')}`,
    );
    assert.ok(precision >= 0.99, `found as well:\n${others.map((each) => each.join(': ')).join('\n')}`);
    assert.ok(portal.requests <= 1500, `${portal.requests} requests`);
    assert.ok(isUnchanged, 'the survey changed the portal');
    const changing = [...portal.ran.keys()].filter((name) => !model.methods.get(name)?.reads);
    assert.deepEqual(changing, [], 'methods were run that do more than read');
  });

// Two at once, of which neither must be blamed for the other.
for (const names of [
  ['filter', 'start'],
  ['select', 'order'],
])
  test(`a portal that loses ${names.join(' and ')} where they stand in an address is found out, in each section`, async (t) => {
    const model = truthfulModel(isReading);
    for (const name of names) model.lostByGet.add(name);
    const { contradicted, outcome } = await surveyed(t, model);
    const sectionOf = new Map(outcome.survey.methods.map(({ method, section }) => [method, section]));
    const shown = outcome.claims.filter(({ verdict }) => verdict !== 'not-exercised');
    const found = shown.filter(({ id }) => contradicted.has(id));
    const others = new Map(contradicted);
    for (const name of names) {
      const tail = name === 'start' ? '.read.paging.start' : `.read.${name}`;
      const wrong = [...contradicted].filter(([id]) => id.endsWith(tail));
      for (const [id, problem] of wrong) if (/, by GET with a query string$/.test(problem)) others.delete(id);
      const sections = (claims: readonly { id: string; method: string }[]) =>
        new Set(claims.filter(({ id }) => id.endsWith(tail)).map(({ method }) => sectionOf.get(method)));
      assert.deepEqual(sections(found), sections(shown));
      assert.ok(wrong.length > 5, `${name}: ${wrong.length} sections`);
    }
    assert.deepEqual([...others], []);
  });
