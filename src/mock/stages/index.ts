import type { Stage } from '../stage.ts';
import { addressLength } from './address-length.ts';
import { credentials } from './credentials.ts';
import { deliver } from './deliver.ts';
import { front } from './front.ts';
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
import { signedLink } from './signed-link.ts';
import { time } from './time.ts';
import { timeLimit } from './time-limit.ts';
import { transport } from './transport.ts';

/** The pipeline in the observed order; what each stage is about stands at the top of `../index.ts`. */
export const standardStages: readonly Stage[] = [
  addressLength,
  moved,
  preflight,
  transport,
  oauth,
  front,
  rateLimit,
  portalOpen,
  methodKnown,
  signedLink,
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
  deliver,
].map(withFaults);

/** Lets faults strike at the stages where they belong. */
function withFaults(stage: Stage): Stage {
  if (stage.phase === 'finish') return stage;
  return {
    ...stage,
    run(call) {
      const struck = call.portal.faults.take(stage.name, call);
      if (struck === undefined) return stage.run(call);
      if ('answer' in struck) return struck.answer;
      call.prefix = struck.prefix;
      return stage.run(call);
    },
  };
}
