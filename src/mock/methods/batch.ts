import { commandsOf, parseCommand } from '../batch/commands.ts';
import type { Answered } from '../batch/references.ts';
import type { Answer, Call, Value } from '../call.ts';
import { newCall } from '../call.ts';
import { errorAnswer, refuse } from '../errors.ts';
import { runStages } from '../stage.ts';
import type { Method, MethodCall } from './method.ts';
import { flag, truth } from './parameters.ts';

/** Commands that are run; what lies beyond is refused (batch.md, Method Parameters). */
const MOST = 50;

/** The part of the pipeline that a command passes; the batch itself has passed the rest. */
const commandStages = new Set(['method-known', 'scope', 'time-limit', 'method', 'time']);

/** how-to-call-rest-api/batch.md */
export const batch: Method = {
  name: 'batch',
  scopes: [],
  accounted: false,
  inBatch: false,
  async run(call) {
    const { parameters, portal } = call;
    const commands = commandsOf(parameters.get('CMD'));
    if (commands.length > MOST && portal.profile.batchOverflow === 'whole call') refuse('batchLength');
    const halt = portal.profile.halt === 'truth' ? truth(parameters.get('HALT')) : flag(call, 'HALT');
    const results = new Map<string, Value>();
    const errors = new Map<string, Value>();
    const lists = {
      total: new Map<string, Value>(),
      next: new Map<string, Value>(),
      time: new Map<string, Value>(),
    };
    const answered = { result: results, error: errors, total: lists.total, next: lists.next };
    for (const [index, { key, text }] of commands.entries()) {
      const { body = {} } = await runCommand(call, text, answered, index);
      if ('result' in body) {
        results.set(key, body.result ?? null);
        for (const [name, values] of Object.entries(lists)) {
          if (body[name] !== undefined) values.set(key, body[name]);
        }
      } else {
        errors.set(key, body);
        if (halt) break;
      }
    }
    return {
      result: {
        result: phpArray(results),
        result_error: phpArray(errors),
        result_total: phpArray(lists.total),
        result_next: phpArray(lists.next),
        result_time: phpArray(lists.time),
      },
    };
  },
};

async function runCommand(
  outer: MethodCall,
  text: string,
  answered: Answered,
  index: number,
): Promise<Pick<Answer, 'body'>> {
  const { portal, request, caller, credentials } = outer;
  if (index >= MOST) return errorAnswer(outer, 'batchLength');
  const inner: Call = {
    ...newCall(portal, request),
    caller,
    credentials,
    inBatch: true,
    ...parseCommand(text, answered),
  };
  const stages = portal.stages.filter((stage) => commandStages.has(stage.name));
  return (await runStages(stages, inner)) ?? errorAnswer(outer, 'internal');
}

/** PHP writes an array as a list when its keys count up from 0, empty or not, and as an object otherwise. */
function phpArray(entries: ReadonlyMap<string, Value>): Value {
  const keys = [...entries.keys()];
  if (keys.every((key, index) => key === String(index))) return [...entries.values()];
  const object: Record<string, Value> = Object.create(null);
  for (const [key, value] of entries) object[key] = value;
  return object;
}
