import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import type { Case } from '../../../src/cases/case.ts';
import { frozenWorld, loadWorld, type ProfileName, type World } from '../../../src/mock/index.ts';
import type { Difference } from '../../../src/mutants/index.ts';
import { createPortals, openPortal } from '../../../src/mutants/portal.ts';
import { createDirectClient } from '../../../src/mutation/client.ts';
import { beginHar, endHar } from '../../../src/recording/har-file.ts';
import { judgeRecording } from '../../../src/recording/judge-recording.ts';
import { beginOf, createRecorder, endOf } from '../../../src/recording/recorder.ts';
import { buildReport } from '../../../src/report/build.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { loadCases } from '../../../src/run/case-list.ts';
import { loadContract } from '../../../src/run/load.ts';
import { runAll } from '../../../src/run/run-all.ts';
import type { Secret } from '../../../src/wire/redact.ts';

export const contract = loadContract();
export const cases = loadCases('pairwise');

const portals = createPortals();
let world: World;
let folder: string;
before(async () => {
  world = frozenWorld(await loadWorld());
  folder = await mkdtemp(join(tmpdir(), 'b24-recording-'));
});
after(async () => {
  await portals.close();
  await rm(folder, { recursive: true, force: true });
});

/** A file of the test's own. */
export const fileOf = (name: string): string => join(folder, name);

/**
 * A run against a portal with a difference, the file with its exchanges, and the secrets of that portal.
 *
 * @param verdictsAlone for who reads no evidence of the run: a portal with a difference is then reached as in the matrix, over
 *   a connection only where the difference needs one
 */
export async function record(
  difference: Difference,
  beneath: ProfileName = 'documented',
  some: readonly Case[] = cases,
  verdictsAlone = false,
): Promise<{ live: ClaimsReport; path: string; secrets: readonly Secret[] }> {
  const path = fileOf('run.har');
  const isDirect = verdictsAlone && Object.keys(difference).length > 0;
  const { target, client, close } = await openPortal(difference, world, {
    beneath,
    portals,
    connect: isDirect ? createDirectClient : undefined,
  });
  try {
    beginHar(path, beginOf(some, 'reviewed', { kind: target.kind, origin: target.name }));
    const live = await runAll(
      contract,
      some,
      target,
      { client, contradictionsOnly: verdictsAlone, tape: createRecorder(path) },
      (outcome) => endHar(path, endOf(outcome, {})),
    );
    return { live, path, secrets: target.secrets };
  } finally {
    await close();
  }
}

/** The report of a recording, as `record` would have made it. */
export async function judgeAgain(path: string, some: readonly Case[] = cases): Promise<ClaimsReport> {
  const startedAt = new Date();
  const { outcome, facts } = await judgeRecording(path, contract, some);
  return buildReport(contract, [outcome], {
    ...facts,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    target: outcome.target,
    all: some.length,
    selected: some,
  });
}
