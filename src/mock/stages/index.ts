import type { Stage } from '../stage.ts';
import { credentials } from './credentials.ts';
import { headers } from './headers.ts';
import { https } from './https.ts';
import { method } from './method.ts';
import { methodKnown } from './method-known.ts';
import { overload } from './overload.ts';
import { plan } from './plan.ts';
import { portalOpen } from './portal-open.ts';
import { preflight } from './preflight.ts';
import { render } from './render.ts';
import { scope } from './scope.ts';
import { time } from './time.ts';
import { timeLimit } from './time-limit.ts';
import { transport } from './transport.ts';

/** The pipeline in the observed order; what each stage is about stands at the top of `../index.ts`. */
export const standardStages: readonly Stage[] = [
  preflight,
  transport,
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
];
