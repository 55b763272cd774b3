import type { Case } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import type { Outcome } from '../report/outcome.ts';
import { judgeEvidence } from '../run/evidence.ts';
import { fromEntry } from './entry.ts';
import type { HarEntry, PlaceInRun, RunBegin, RunEnd } from './har.gen.ts';
import { FORMAT } from './har-file.ts';
import { type ReadEntry, RecordingError } from './read-har.ts';
import { caOf, replay, secretsOf } from './replay.ts';

/** Judges the entries of a recorded run as they come; holds those of cases that are not complete. */
export interface RunJudge {
  /** @throws RecordingError where the entry does not say which request of which case it is */
  take(read: ReadEntry): Promise<void>;
  /** @param end what the run said at its end; undefined where it did not come to it */
  finish(end: RunEnd | undefined): Outcome;
}

/** @throws RecordingError where another version of this suite has recorded the run */
export function createRunJudge(
  contract: Contract,
  cases: readonly Case[],
  path: string,
  begin: RunBegin,
): RunJudge {
  if (begin.format !== FORMAT)
    throw new RecordingError(
      `${path}: its log._b24.format is ${begin.format}, and this version of the suite reads ${FORMAT}. Judge it with the version that recorded it.`,
    );
  const byId = new Map(cases.map((testCase) => [testCase.id, testCase]));
  const open = new Map<string, HarEntry[]>();
  const done = new Set<string>();
  const judged: Outcome['judged'] = [];
  const judgeCase = async (id: string, entries: HarEntry[]): Promise<void> => {
    const given = entries.find(({ _b24 }) => _b24?.given)?._b24?.given;
    if (given === undefined || entries.length < given.entries) return;
    open.delete(id);
    done.add(id);
    const testCase = byId.get(id);
    if (testCase === undefined) return;
    const inOrder = entries.sort((one, other) => (one._b24?.at ?? 0) - (other._b24?.at ?? 0));
    const outcome = await replay(contract, testCase, { id, given, entries: inOrder }, begin.target);
    if (outcome === undefined) return;
    const { problems: _, ...judgedCase } = outcome;
    judged.push(judgedCase);
  };

  return {
    async take({ entry, number }) {
      const { evidence, case: id } = placeOf(entry, path, number);
      if (evidence !== undefined) {
        const seen = { secrets: secretsOf([entry]), ca: caOf(entry) };
        judged.push(...judgeEvidence(contract, cases, evidence, fromEntry(entry), seen));
        return;
      }
      if (id === undefined || done.has(id)) return;
      const entries = open.get(id) ?? [];
      open.set(id, [...entries, entry]);
      await judgeCase(id, [...entries, entry]);
    },
    finish(end) {
      const skipped = (end?.skipped ?? []).flatMap(({ case: id, reason }) => {
        const testCase = byId.get(id);
        return testCase ? [{ case: id, claims: testCase.claims, reason }] : [];
      });
      return { target: end?.target ?? begin.target, judged, skipped };
    },
  };
}

function placeOf({ _b24 }: HarEntry, path: string, number: number): PlaceInRun {
  if (_b24?.case !== undefined || _b24?.evidence !== undefined) return _b24;
  throw new RecordingError(
    `${path}: entry ${number}: expected _b24.case, as in every entry of a recorded run. Remove the entry; or remove log._b24, and the whole file is judged as the recording of another program.`,
  );
}
