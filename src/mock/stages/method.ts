import type { Answer, Call, Caller } from '../call.ts';
import { type ErrorAnswer, errorAnswer, RestError } from '../errors.ts';
import type { Method } from '../methods/method.ts';
import { newerMethods } from '../newer/index.ts';
import { runNewer } from '../newer/method.ts';
import { NewerError, newerAnswer } from '../newer/refusal.ts';
import type { Metering, Profile } from '../profiles/profile.ts';
import type { Stage } from '../stage.ts';

/** Runs the method and accounts its time. */
export const method: Stage = { name: 'method', phase: 'decide', run: execute };

async function execute(call: Call): Promise<Answer | undefined> {
  const { portal, caller, method: name } = call;
  if (call.endpoint === 'rest-v3') return caller && executeNewer(call, caller);
  const found = portal.methods.get(name);
  if (found === undefined || caller === undefined) return undefined;
  const begun = portal.clock.now();
  try {
    const { result, total, next } = await found.run({ ...call, caller });
    const listing = { ...(next === undefined ? {} : { next }), ...(total === undefined ? {} : { total }) };
    return { status: 200, headers: {}, body: { result, ...listing } };
  } catch (error) {
    if (error instanceof RestError) return errorAnswer(call, errorOf(found, error, portal.profile));
    throw error;
  } finally {
    portal.clock.advance(portal.costs.get(name) ?? 0);
    call.processing = Math.max(0, portal.clock.now() - begun);
    if (found.accounted !== false)
      call.load = portal.load.record(caller.account, name, begun, counted(call, portal.profile.metering));
  }
}

/** A method of REST 3.0, whose time is accounted by its own name as well. */
async function executeNewer(call: Call, caller: Caller): Promise<Answer | undefined> {
  const { portal, method: name } = call;
  const found = newerMethods.get(name);
  if (found === undefined) return undefined;
  const begun = portal.clock.now();
  try {
    return { status: 200, headers: {}, body: await runNewer(found, { ...call, caller }) };
  } catch (error) {
    if (error instanceof NewerError) return newerAnswer(error);
    throw error;
  } finally {
    portal.clock.advance(portal.costs.get(name) ?? 0);
    call.processing = Math.max(0, portal.clock.now() - begun);
    call.load = portal.load.record(caller.account, name, begun, counted(call, portal.profile.metering));
  }
}

/** An error of a method, as its own page has it where the portal minds that. */
function errorOf({ pageErrors }: Method, { error }: RestError, { errors, errorsOf }: Profile): ErrorAnswer {
  const answer = typeof error === 'string' ? errors[error] : error;
  return errorsOf === 'page' ? { ...answer, ...pageErrors?.[answer.code] } : answer;
}

/** Seconds of the call that go to the method's account. */
function counted({ processing, inBatch }: Call, { free, inBatch: share }: Metering): number {
  if (processing <= free) return 0;
  return inBatch ? processing * share : processing;
}
