import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Case } from '../../../src/cases/case.ts';
import { generateCases } from '../../../src/cases/generate.ts';
import { loadWorld, type MockPortal, type World } from '../../../src/mock/index.ts';
import { type Difference, mutantsOf, variations } from '../../../src/mutants/index.ts';
import { createPortals, openPortal } from '../../../src/mutants/portal.ts';
import { judgeAgain, recordAll } from '../../../src/recording/again.ts';
import type { Har } from '../../../src/recording/har.gen.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { loadContract } from '../../../src/run/load.ts';

const contract = loadContract();
const cases = generateCases(contract, 'pairwise');
const portals = createPortals();
let world: World;
let folder: string;
before(async () => {
  world = await loadWorld();
  folder = await mkdtemp(join(tmpdir(), 'b24-recording-'));
});
after(async () => {
  await portals.close();
  await rm(folder, { recursive: true, force: true });
});

/** A live run, and what its recording is judged to be. */
async function both(
  difference: Difference,
  beneath: MockPortal['profile'] = 'documented',
  some: readonly Case[] = cases,
): Promise<{ live: ClaimsReport; again: ClaimsReport; path: string }> {
  const path = join(folder, 'run.har');
  const portal = await openPortal(difference, world, beneath, portals);
  try {
    const live = await recordAll(contract, some, portal.target, path);
    return { live, again: await judgeAgain(contract, some, path), path };
  } finally {
    await portal.close();
  }
}

const withoutTimes = ({ startedAt: _, durationMs: __, ...report }: ClaimsReport) => report;

/** Only what differs is worth reading: a report has 20,000 lines. */
function assertSame(live: ClaimsReport, again: ClaimsReport, name: string): void {
  const [one, other] = [withoutTimes(live), withoutTimes(again)];
  for (const [index, claim] of [...one.claims, ...one.observations].entries())
    assert.deepEqual([...other.claims, ...other.observations][index], claim, `${name}: ${claim.id}`);
  assert.deepEqual(
    { ...other, claims: [], observations: [] },
    { ...one, claims: [], observations: [] },
    name,
  );
}

for (const profile of ['documented', 'self-hosted'] as const)
  test(`a recorded run of the profile ${profile} is judged as it was live, evidence and all`, async () => {
    const { live, again } = await both({}, profile);
    assert.ok(live.totals.confirmed > 200 && live.cases.run > 300);
    assertSame(live, again, profile);
  });

test('so are dozens of mutants and variations, in the cases that notice it and a few others', async () => {
  const all = mutantsOf(contract);
  const mutants = all.filter((_, index) => index % Math.ceil(all.length / 30) === 0);
  assert.ok(mutants.length > 15);
  for (const mutant of mutants) {
    const some = cases.filter(
      ({ claims }, index) => index % 12 === 0 || mutant.kills.some((id) => claims.includes(id)),
    );
    const { live, again } = await both(mutant, 'documented', some.slice(0, 80));
    assertSame(live, again, mutant.id);
  }
  for (const variation of variations.filter((_, index) => index % 6 === 0)) {
    const some = cases.filter((_, index) => index % 8 === 0);
    const { live, again } = await both(variation, 'documented', some);
    assertSame(live, again, variation.id);
  }
});

const some = cases.filter((_, index) => index % 10 === 0);

test('what a killed run left is judged, and the report says that it is not complete', async () => {
  const { live, path } = await both({}, 'documented', some);
  const text = readFileSync(path, 'utf8');
  await writeFile(path, text.slice(0, text.length * 0.7));
  const again = await judgeAgain(contract, some, path);
  assert.match(again.incomplete.join(), /^The recording ends after entry \d+ without its end/);
  assert.ok(again.cases.run > 10 && again.cases.run < live.cases.run);
  assert.equal(again.totals.contradicted, 0);
});

test('a case that sends something else today is not exercised: not in the recording', async () => {
  const { live, path } = await both({}, 'documented', some);
  const id =
    live.claims.find(({ verdict, counts }) => verdict === 'confirmed' && counts.confirmed === 1)?.id ?? '';
  const changed = some.map((testCase) =>
    testCase.claims.includes(id)
      ? { ...testCase, request: { ...testCase.request, headers: { 'X-New': '1' } } }
      : testCase,
  );
  const claim = (await judgeAgain(contract, changed, path)).claims.find((each) => each.id === id);
  assert.deepEqual(
    [claim?.verdict, claim?.reasonKind, claim?.reason],
    ['not-exercised', 'not-selected', 'not in the recording'],
  );
});

test('a recording of another version is not misread', async () => {
  const { path } = await both({}, 'documented', some.slice(0, 3));
  await writeFile(path, readFileSync(path, 'utf8').replace('"format":1', '"format":2'));
  await assert.rejects(
    judgeAgain(contract, some, path),
    /log\._b24\.format is 2, and this version of the suite reads 1/,
  );
});

test('another program may write the file anew: order of keys and entries, layout, fields of its own', async () => {
  const { live, path } = await both({}, 'documented', some);
  const { log } = JSON.parse(readFileSync(path, 'utf8')) as Har;
  const entries = log.entries.toReversed().map((entry) => ({ comment: 'seen', ...entry }));
  const { _b24, _b24End, version, creator } = log;
  await writeFile(path, JSON.stringify({ log: { entries, _b24End, _b24, version, creator } }, null, 2));
  assertSame(live, await judgeAgain(contract, some, path), 'written anew');
});

test('no secret of the portal is in a recording', async () => {
  const portal = await openPortal({}, world, 'documented', portals);
  const path = join(folder, 'secrets.har');
  await recordAll(contract, cases, portal.target, path);
  const text = readFileSync(path, 'utf8').toLowerCase();
  for (const { value, placeholder } of portal.target.secrets)
    assert.ok(!text.includes(value.toLowerCase()), `${placeholder} is in the recording`);
  await portal.close();
});
