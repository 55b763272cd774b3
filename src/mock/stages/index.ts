import { errorAnswer } from '../errors.ts';
import type { Stage } from '../stage.ts';
import { credentials } from './credentials.ts';
import { headers } from './headers.ts';
import { https } from './https.ts';
import { method } from './method.ts';
import { methodKnown } from './method-known.ts';
import { moved } from './moved.ts';
import { oauth } from './oauth.ts';
import { overload } from './overload.ts';
import { plan } from './plan.ts';
import { portalOpen } from './portal-open.ts';
import { preflight } from './preflight.ts';
import { rateLimit } from './rate-limit.ts';
import { render } from './render.ts';
import { scope } from './scope.ts';
import { time } from './time.ts';
import { timeLimit } from './time-limit.ts';
import { transport } from './transport.ts';

/** The pipeline in the observed order; what each stage is about stands at the top of `../index.ts`. */
export const standardStages: readonly Stage[] = [
  moved,
  preflight,
  transport,
  oauth,
  rateLimit,
  portalOpen,
  methodKnown,
  https,
  credentials,
  overload,
  plan,
  scope,
  timeLimit,
  method,
  time,
  headers,
  render,
].map(withFaults);

/** Lets faults strike at the stages where they belong. */
function withFaults(stage: Stage): Stage {
  if (stage.phase === 'finish') return stage;
  return {
    ...stage,
    run(call) {
      const struck = call.portal.faults.take(stage.name, call.method);
      return struck === undefined
        ? stage.run(call)
        : errorAnswer(call.portal.profile.errors[struck], call.caller);
    },
  };
}
