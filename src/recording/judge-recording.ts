import type { Case } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import type { RunFacts } from '../report/build.ts';
import type { Outcome } from '../report/outcome.ts';
import type { RunBegin, RunEnd } from './har.gen.ts';
import { createRunJudge, type RunJudge } from './judge-run.ts';
import { readHar } from './read-har.ts';
import { digestOfCases } from './recorder.ts';

/** What a recording shows, for a report. */
export interface JudgedRecording {
  outcome: Outcome;
  facts: Pick<RunFacts, 'brokenOff' | 'isPart' | 'leftOut'>;
  /** What the user may want to know of the file, a line each. */
  notes: string[];
}

const NOT_IN_THE_RECORDING = 'not in the recording';

/**
 * Judges a HAR file without a network. A recorded run of this suite is judged case by case, as it was when it was made.
 *
 * @param cases all that a run may have had
 * @throws RecordingError where the file cannot be judged
 */
export async function judgeRecording(
  path: string,
  contract: Contract,
  cases: readonly Case[],
): Promise<JudgedRecording> {
  let run: RunJudge | undefined;
  let isOfTheseCases = false;
  let end: RunEnd | undefined;
  const { entries, cutOff } = await readHar(path, contract.schemas, {
    onPart(name, value) {
      if (name === '_b24End') end = value as RunEnd;
      else {
        run = createRunJudge(contract, cases, path, value as RunBegin);
        isOfTheseCases = (value as RunBegin).cases === digestOfCases(cases);
      }
    },
    async onEntry({ entry, number }) {
      await run?.take(entry, number);
    },
  });
  if (run === undefined) throw new Error('not yet');
  const outcome = run.finish(end);
  return {
    outcome,
    facts: {
      brokenOff: [...(end?.brokenOff ?? []), ...(cutOff ? [cutShort(entries)] : [])],
      isPart: end?.isPart ?? false,
      ...(isOfTheseCases ? {} : { leftOut: NOT_IN_THE_RECORDING }),
    },
    notes: [],
  };
}

const cutShort = (entries: number): string =>
  `The recording ends after entry ${entries} without its end: what wrote it was killed, or it was not copied as a whole`;
