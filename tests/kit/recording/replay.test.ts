import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { once } from '../../../src/base/once.ts';
import { mutants as all, variations } from '../../../src/mutants/index.ts';
import type { Har } from '../../../src/recording/har.gen.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { cases, fileOf, judgeAgain, record } from './bench.ts';

/** A live run, and what its recording is judged to be. */
async function both(
  ...[difference, beneath, some]: Parameters<typeof record>
): Promise<{ live: ClaimsReport; again: ClaimsReport; path: string }> {
  const { live, path } = await record(difference, beneath, some);
  return { live, again: await judgeAgain(path, some), path };
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

/** A recorded run of all cases, which nobody changes. */
const whole = once(() => recorded('whole.har'));

async function recorded(name: string, some = cases): ReturnType<typeof record> {
  const { path, ...run } = await record({}, 'documented', some);
  await copyFile(path, fileOf(name));
  return { ...run, path: fileOf(name) };
}

for (const profile of ['documented', 'self-hosted'] as const)
  test(`a recorded run of the profile ${profile} is judged as it was live, evidence and all`, async () => {
    const { live, path } = await (profile === 'documented' ? whole() : record({}, profile));
    const again = await judgeAgain(path);
    assert.ok(live.totals.confirmed > 200 && live.cases.run > 300);
    assertSame(live, again, profile);
  });

test('so are dozens of mutants and variations, in the cases that notice it and a few others', async () => {
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

/** A recorded run of some cases, whose text each test changes in a file of its own. */
const part = once(() => recorded('part.har', some));

test('what a killed run left is judged, and the report says that it is not complete', async () => {
  const { live, path } = await part();
  const text = readFileSync(path, 'utf8');
  await writeFile(fileOf('cut.har'), text.slice(0, text.length * 0.7));
  const again = await judgeAgain(fileOf('cut.har'), some);
  assert.match(again.incomplete.join(), /^The recording ends after entry \d+ without its end/);
  assert.ok(again.cases.run > 10 && again.cases.run < live.cases.run);
  assert.equal(again.totals.contradicted, 0);
});

test('a case that sends something else today is not exercised: not in the recording', async () => {
  const { live, path } = await part();
  const id =
    live.claims.find(({ verdict, counts }) => verdict === 'confirmed' && counts.confirmed === 1)?.id ?? '';
  const changed = some.map((testCase) =>
    testCase.claims.includes(id)
      ? { ...testCase, request: { ...testCase.request, headers: { 'X-New': '1' } } }
      : testCase,
  );
  const claim = (await judgeAgain(path, changed)).claims.find((each) => each.id === id);
  assert.deepEqual(
    [claim?.verdict, claim?.reasonKind, claim?.reason],
    ['not-exercised', 'not-selected', 'not in the recording'],
  );
});

test('a recording of another version is not misread', async () => {
  const { path } = await part();
  await writeFile(fileOf('other.har'), readFileSync(path, 'utf8').replace('"format":1', '"format":2'));
  await assert.rejects(
    judgeAgain(fileOf('other.har'), some),
    /log\._b24\.format is 2, and this version of the suite reads 1/,
  );
});

test('another program may write the file anew: order of keys and entries, layout, fields of its own', async () => {
  const { live, path } = await part();
  const { log } = JSON.parse(readFileSync(path, 'utf8')) as Har;
  const entries = log.entries.toReversed().map((entry) => ({ comment: 'seen', ...entry }));
  const { _b24, _b24End, version, creator } = log;
  const anew = fileOf('anew.har');
  await writeFile(anew, JSON.stringify({ log: { entries, _b24End, _b24, version, creator } }, null, 2));
  assertSame(live, await judgeAgain(anew, some), 'written anew');
});

test('no secret of the portal is in a recording', async () => {
  const { path, secrets } = await whole();
  const text = readFileSync(path, 'utf8').toLowerCase();
  assert.ok(secrets.length > 5);
  for (const { value, placeholder } of secrets)
    assert.ok(!text.includes(value.toLowerCase()), `${placeholder} is in the recording`);
});
