import type { Answer, Call } from '../call.ts';
import { errorAnswer, RestError } from '../errors.ts';
import type { Metering } from '../profiles/profile.ts';
import type { Stage } from '../stage.ts';

/** Runs the method and accounts its time. */
export const method: Stage = { name: 'method', phase: 'decide', run: execute };

async function execute(call: Call): Promise<Answer | undefined> {
  const { portal, caller, method: name } = call;
  const found = portal.methods.get(name);
  if (found === undefined || caller === undefined) return undefined;
  const begun = portal.clock.now();
  try {
    const { result, total, next } = await found.run({ ...call, caller });
    const listing = { ...(next === undefined ? {} : { next }), ...(total === undefined ? {} : { total }) };
    return { status: 200, headers: {}, body: { result, ...listing } };
  } catch (error) {
    if (error instanceof RestError) return errorAnswer(call, error.error);
    throw error;
  } finally {
    portal.clock.advance(portal.costs.get(name) ?? 0);
    call.processing = Math.max(0, portal.clock.now() - begun);
    if (found.accounted !== false)
      call.load = portal.load.record(caller.account, name, begun, counted(call, portal.profile.metering));
  }
}

/** Seconds of the call that go to the method's account. */
function counted({ processing, inBatch }: Call, { free, inBatch: share }: Metering): number {
  if (processing <= free) return 0;
  return inBatch ? processing * share : processing;
}
