import { type Answer, type Call, type Value, wrapStage } from '../../mock/index.ts';
import type { LiveOperator } from '../operator.ts';

/**
 * What a stage of the portal answers, answered otherwise.
 *
 * @param isIt which of its answers can be struck; asked of the answer in the end as well
 * @param other what comes in their place; undefined lets the stages that follow answer
 */
export const otherwise = (
  isIt: (call: Call, answer: Answer) => boolean,
  other: Answer | ((call: Call) => Answer | undefined),
  stage = 'method',
): Pick<LiveOperator, 'mayStrike' | 'attach'> => ({
  mayStrike: (call) => call.answer !== undefined && isIt(call, call.answer),
  attach: (strikes) => (stages) =>
    wrapStage(stages, stage, async (call, run) => {
      const answer = await run(call);
      if (answer === undefined || !isIt(call, answer) || !strikes(call)) return answer;
      return typeof other === 'function' ? other(call) : other;
    }),
});

/** Answers that do what was asked for, to a call or a command of a batch. */
export const isAccepted = ({ endpoint, inBatch }: Call, answer: Answer | undefined): boolean =>
  (endpoint === 'rest' || inBatch) && answer?.body !== undefined && 'result' in answer.body;

/** A success in place of what is due. */
export const success = (result: Value): Answer => ({ status: 200, headers: {}, body: { result } });
