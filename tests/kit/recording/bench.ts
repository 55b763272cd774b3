import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Case } from '../../../src/cases/case.ts';
import { judgeRecording } from '../../../src/recording/judge-recording.ts';
import { buildReport } from '../../../src/report/build.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { loadCases } from '../../../src/run/case-list.ts';
import { loadContract } from '../../../src/run/load.ts';

export const contract = loadContract();
export const cases = loadCases('pairwise');

const folder = mkdtempSync(join(tmpdir(), 'b24-recording-'));

/** A file of the test's own. */
export const fileOf = (name: string): string => join(folder, name);

export const removeFiles = (): Promise<void> => rm(folder, { recursive: true, force: true });

/** The report of a recording, as a run of the suite would have made it. */
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
