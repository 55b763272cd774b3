import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import type { Case } from '../../../src/cases/case.ts';
import type { ProfileName } from '../../../src/mock/index.ts';
import {
  mutants as allMutants,
  variations as allVariations,
  type Difference,
} from '../../../src/mutants/index.ts';
import { intermittent } from '../../../src/mutants/intermittent.ts';
import type { Har } from '../../../src/recording/har.gen.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { cases, fileOf, judgeAgain, removeFiles } from './bench.ts';
import { closePortals, record } from './record.ts';

const withoutTimes = ({ startedAt: _, durationMs: __, ...report }: ClaimsReport) => report;

/** Only what differs is worth reading: a report has 20,000 lines. */
function assertSame(live: ClaimsReport, again: ClaimsReport, name: string): void {
  const [one, other] = [withoutTimes(live), withoutTimes(again)];
  const claims = [...other.claims, ...other.observations];
  for (const [index, claim] of [...one.claims, ...one.observations].entries())
    assert.deepEqual(claims[index], claim, `${name}: ${claim.id}`);
  assert.deepEqual(
    { ...other, claims: [], observations: [] },
    { ...one, claims: [], observations: [] },
    name,
  );
}

/** Removes what this suite adds to a recorded run, so that it is judged as the recording of another program. */
function asTraffic(path: string): string {
  const { log } = JSON.parse(readFileSync(path, 'utf8')) as Har;
  const entries = log.entries
    .filter(({ _b24 }) => _b24?.borrowed === undefined)
    .map(({ _b24, ...entry }) => ({
      ...entry,
      // Cases have portals of their own, which are one portal here.
      request: { ...entry.request, url: entry.request.url.replace(/127\.0\.0\.1:\d+/, 'portal.example') },
    }));
  const { version, creator } = log;
  writeFileSync(fileOf('traffic.har'), JSON.stringify({ log: { version, creator, entries } }));
  return fileOf('traffic.har');
}

const idsOf = ({ claims, observations }: ClaimsReport, verdict: string): string[] =>
  [...claims, ...observations].flatMap((claim) => (claim.verdict === verdict ? claim.id : []));

/** What a recorded run is judged to be: as what it is, and as calls of which nobody knows why they were made. */
interface JudgedAgain {
  name: string;
  confirmed: number;
  cases: number;
  /** The first difference from the live run. */
  differs: Error | undefined;
  /** What the calls by themselves contradict, and the run does not. */
  beyond: string[];
  confirmedByCalls: number;
  /** Secrets of the portal that are in the recording, by their placeholders. */
  shown: string[];
}

async function recordAndJudge(
  name: string,
  some: readonly Case[],
  beneath?: ProfileName,
  difference?: Difference,
): Promise<JudgedAgain> {
  const path = fileOf('run.har');
  const { live, secrets } = await record(path, some, beneath, difference);
  assert.ok(secrets.length > 5);
  const text = readFileSync(path, 'utf8').toLowerCase();
  const again = await judgeAgain(path, some);
  const calls = await judgeAgain(asTraffic(path), some);
  let differs: Error | undefined;
  try {
    assertSame(live, again, name);
  } catch (error) {
    differs = error as Error;
  }
  const known = idsOf(live, 'contradicted');
  return {
    name,
    confirmed: live.totals.confirmed,
    cases: live.cases.run,
    differs,
    beyond: idsOf(calls, 'contradicted').filter((id) => !known.includes(id)),
    confirmedByCalls: idsOf(calls, 'confirmed').length,
    shown: secrets.flatMap(({ value, placeholder }) =>
      text.includes(value.toLowerCase()) ? placeholder : [],
    ),
  };
}

/** Every n-th of them, as many as said or fewer. */
const someOf = <T>(all: readonly T[], number: number): T[] =>
  all.filter((_, index) => index % Math.ceil(all.length / number) === 0);

/** Shares of all cases: what one portal is not asked, another is. */
const shareOf = (turn: number, turns: number) => (_: Case, index: number) => index % turns === turn;

// Before there is a test: from the first one on, the test runner follows every promise, a fifth of what this costs.
const profiles = [
  await recordAndJudge('documented', cases, 'documented'),
  // Most answers are as documented here as well.
  await recordAndJudge('self-hosted', cases.filter(shareOf(0, 2)), 'self-hosted'),
  await recordAndJudge('cloud', cases.filter(shareOf(1, 2)), 'cloud'),
];

const mutants = someOf(allMutants, 30);
const ofMutants: JudgedAgain[] = [];
for (const [turn, mutant] of mutants.entries()) {
  const isInShare = shareOf(turn, mutants.length);
  const noticing = someOf(
    cases.filter(({ claims }) => mutant.kills.some((id) => claims.includes(id))),
    60,
  );
  const some = cases.filter((testCase, index) => isInShare(testCase, index) || noticing.includes(testCase));
  ofMutants.push(await recordAndJudge(mutant.id, some, 'documented', mutant));
}

const variations = someOf(allVariations, 16);
const ofVariations: JudgedAgain[] = [];
for (const [turn, variation] of variations.entries()) {
  const some = cases.filter(shareOf(turn, variations.length));
  ofVariations.push(await recordAndJudge(variation.id, some, 'documented', variation));
}

/** A recorded run of some cases, whose text each test changes in a file of its own. */
const few = someOf(cases, 125);
const part = fileOf('part.har');
const { live } = await record(part, few);

after(closePortals);
after(removeFiles);

for (const { name, confirmed, cases, differs, beyond, confirmedByCalls } of profiles) {
  test(`a recorded run of the profile ${name} is judged as it was live, evidence and all`, () => {
    assert.ok(confirmed > 200 && cases > 300);
    if (differs) throw differs;
  });

  // The suite provokes every refusal that there is: whatever is contradicted without its knowledge must be so with it.
  test(`its calls alone contradict nothing that the run itself does not contradict: ${name}`, () => {
    assert.deepEqual(beyond, []);
    assert.ok(confirmedByCalls > 90);
  });
}

test('so are dozens of mutants and variations, in the cases that notice it and a few others', () => {
  assert.ok(ofMutants.length > 15 && ofVariations.length > 10);
  for (const { differs } of [...ofMutants, ...ofVariations]) if (differs) throw differs;
});

/** What calls of broken portals show beyond the run, of whose cases none has that claim: each really is broken by what came. */
const BEYOND: Readonly<Record<string, string[]>> = {
  // One command of a batch gets the answer of another.
  'empty-brackets-not-read': ['server.time.result'],
  'nested-keys-swapped-in-multipart': ['server.time.result', 'imbot.chat.sendTyping.result'],
  // It answers with a result and nothing else.
  'application-method-by-webhook': ['answer.success.time'],
};

test('nor do the calls of mutants and variations', () => {
  // Which answers a fault of every n-th strikes is chance: in the calls it may be one of which the run asks something else.
  const chance = new Set(intermittent.map(({ id }) => id));
  for (const { name, beyond } of [...ofMutants, ...ofVariations])
    if (!chance.has(name)) assert.deepEqual(beyond, BEYOND[name] ?? [], name);
});

test('what a killed run left is judged, and the report says that it is not complete', async () => {
  const text = readFileSync(part, 'utf8');
  await writeFile(fileOf('cut.har'), text.slice(0, text.length * 0.7));
  const again = await judgeAgain(fileOf('cut.har'), few);
  assert.match(again.incomplete.join(), /^The recording ends after entry \d+ without its end/);
  assert.ok(again.cases.run > 10 && again.cases.run < live.cases.run);
  assert.equal(again.totals.contradicted, 0);
});

test('a case that sends something else today is not exercised: not in the recording', async () => {
  const id =
    live.claims.find(({ verdict, counts }) => verdict === 'confirmed' && counts.confirmed === 1)?.id ?? '';
  const changed = few.map((testCase) =>
    testCase.claims.includes(id)
      ? { ...testCase, request: { ...testCase.request, headers: { 'X-New': '1' } } }
      : testCase,
  );
  const claim = (await judgeAgain(part, changed)).claims.find((each) => each.id === id);
  assert.deepEqual(
    [claim?.verdict, claim?.reasonKind, claim?.reason],
    ['not-exercised', 'not-selected', 'not in the recording'],
  );
});

test('a recording of another version is not misread', async () => {
  await writeFile(fileOf('other.har'), readFileSync(part, 'utf8').replace('"format":1', '"format":2'));
  await assert.rejects(
    judgeAgain(fileOf('other.har'), few),
    /log\._b24\.format is 2, and this version of the suite reads 1/,
  );
});

test('another program may write the file anew: order of keys and entries, layout, fields of its own', async () => {
  const { log } = JSON.parse(readFileSync(part, 'utf8')) as Har;
  const entries = log.entries.toReversed().map((entry) => ({ comment: 'seen', ...entry }));
  const { _b24, _b24End, version, creator } = log;
  const anew = fileOf('anew.har');
  await writeFile(anew, JSON.stringify({ log: { entries, _b24End, _b24, version, creator } }, null, 2));
  assertSame(live, await judgeAgain(anew, few), 'written anew');
});

test('no secret of a portal is in a recording', () => {
  for (const { name, shown } of [...profiles, ...ofMutants, ...ofVariations])
    assert.deepEqual(shown, [], name);
});
