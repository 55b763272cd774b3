import { oauth } from '../oauth/token.ts';
import type { Stage } from '../stage.ts';
import { credentials, https, methodKnown, scope, signedLink } from './access.ts';
import { deliver, headers, newerForm, render, time } from './finish.ts';
import { addressLength, moved, preflight } from './front.ts';
import { rateLimit, timeLimit } from './limits.ts';
import { method } from './method.ts';
import { transport } from './transport.ts';

/** A point of the pipeline at which nothing happens unless a fault strikes. */
const point = (name: string): Stage => ({ name, phase: 'decide', run: () => undefined });

/** The pipeline in the observed order; what each stage is about stands at the top of `../index.ts`. */
export const standardStages: readonly Stage[] = [
  addressLength,
  moved,
  preflight,
  transport,
  oauth,
  point('front'),
  rateLimit,
  point('portal-open'),
  methodKnown,
  signedLink,
  https,
  credentials,
  point('overload'),
  point('plan'),
  scope,
  timeLimit,
  method,
  time,
  newerForm,
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
