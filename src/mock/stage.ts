import type { Answer, Call } from './call.ts';

/**
 * One step of the pipeline. A `decide` stage may give the answer and is skipped once there is one; a `finish` stage
 * sees `call.answer` and may return another in its place.
 */
export interface Stage {
  readonly name: string;
  readonly phase: 'decide' | 'finish';
  run(call: Call): Answer | undefined | Promise<Answer | undefined>;
}

/** Runs the stages in order and returns the answer, or nothing when no stage gave one. */
export async function runStages(stages: readonly Stage[], call: Call): Promise<Answer | undefined> {
  for (const stage of stages) {
    if ((stage.phase === 'decide') !== (call.answer === undefined)) continue;
    const outcome = stage.run(call);
    // Most stages are synchronous; awaiting each would cost a turn of the event loop apiece.
    const answer = outcome instanceof Promise ? await outcome : outcome;
    if (answer !== undefined) call.answer = answer;
  }
  return call.answer;
}

/** A copy of `stages` with the stage `name` wrapped; throws when there is no such stage. */
export function wrapStage(
  stages: readonly Stage[],
  name: string,
  around: (call: Call, run: Stage['run']) => ReturnType<Stage['run']>,
): readonly Stage[] {
  if (!stages.some((stage) => stage.name === name)) throw new Error(`The mock portal has no stage '${name}'`);
  return stages.map((stage) =>
    stage.name === name ? { ...stage, run: (call) => around(call, (inner) => stage.run(inner)) } : stage,
  );
}
