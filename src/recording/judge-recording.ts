import type { Case } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import type { RunFacts } from '../report/build.ts';
import type { Outcome } from '../report/outcome.ts';
import { confidenceOfProcess } from '../run/load.ts';
import type { RunBegin, RunEnd } from './har.gen.ts';
import { createRunJudge, type RunJudge } from './judge-run.ts';
import { type HarReader, readHar } from './read-har.ts';
import { digestOfCases } from './recorder.ts';
import { createTrafficJudge } from './traffic/judge-traffic.ts';

/** What a recording shows, for a report. */
export interface JudgedRecording {
  /** Whether this suite recorded a run of its own. */
  isRun: boolean;
  outcome: Outcome;
  facts: Pick<RunFacts, 'brokenOff' | 'isPart' | 'leftOut'>;
  /** What the user may want to know of the file, a line each. */
  notes: string[];
}

const NOT_IN_THE_RECORDING = 'not in the recording';

/**
 * Judges a HAR file without a network: a recorded run of this suite case by case, as it was when it was made; the
 * recording of another program exchange by exchange.
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
  let begin: RunBegin | undefined;
  let end: RunEnd | undefined;
  const onPart: HarReader['onPart'] = (name, value) => {
    if (name === '_b24End') end = value as RunEnd;
    else begin = value as RunBegin;
  };
  const read = (onEntry: HarReader['onEntry']) => readHar(path, contract.schemas, { onEntry, onPart });
  const traffic = createTrafficJudge(contract, cases, path);
  // What says that it is a run stands at the head of what this suite writes; another program may have moved it.
  let surveyed = 0;
  const first = await read(async (each) => {
    if (begin && surveyed === 0) {
      run ??= createRunJudge(contract, cases, path, begin);
      return run.take(each);
    }
    surveyed++;
    return traffic.survey(each);
  });
  const brokenOff = first.cutOff ? [cutShort(first.entries)] : [];
  if (begin) {
    if (!run) {
      run = createRunJudge(contract, cases, path, begin);
      await read(run.take);
    }
    const isOfTheseCases = begin.cases === digestOfCases(cases);
    return {
      isRun: true,
      outcome: run.finish(end),
      facts: {
        brokenOff: [...(end?.brokenOff ?? []), ...brokenOff],
        isPart: end?.isPart ?? false,
        ...(isOfTheseCases && !first.cutOff ? {} : { leftOut: NOT_IN_THE_RECORDING }),
      },
      notes:
        begin.confidence === 'parsed' && confidenceOfProcess() === 'reviewed'
          ? ['recorded with --confidence parsed: with it, drafts are judged here as well']
          : [],
    };
  }
  await read(traffic.take);
  return { isRun: false, ...traffic.finish(), facts: { brokenOff, leftOut: NOT_IN_THE_RECORDING } };
}

const cutShort = (entries: number): string =>
  `The recording ends after entry ${entries} without its end: what wrote it was killed, or it was not copied as a whole`;
