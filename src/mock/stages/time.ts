import type { Stage } from '../stage.ts';
import { timeOf } from '../time.ts';

/** Adds `time` to a success; errors carry none (observed). */
export const time: Stage = {
  name: 'time',
  phase: 'finish',
  run(call) {
    const { answer } = call;
    if (answer?.body === undefined || !('result' in answer.body)) return undefined;
    return { ...answer, body: { ...answer.body, time: timeOf(call) } };
  },
};
