import { type Stage, wrapStage } from '../mock/index.ts';
import type { Stages } from '../mutation/operator.ts';
import { before, errorOf, isOf, ofBatch, time } from './changes.ts';
import { METHOD, type Mutant } from './mutant.ts';

/** Requests per second, and seconds of a method. */

type Call = Parameters<typeof ofBatch>[0];
const TYPING = METHOD.toLowerCase();
const BLOCKED = {
  status: 429,
  code: 'OPERATION_TIME_LIMIT',
  text: 'Method is blocked due to operation time limit',
};

/** Blocks what the condition holds for; it is asked only where a limit is set. */
const blocking =
  (isOver: (call: Call, limit: number) => boolean): Stages =>
  (stages) =>
    wrapStage(stages, 'time-limit', (call, run) => {
      const { operatingLimit } = call.portal.settings;
      // The limit that a portal has by itself is never reached here.
      const isSet = operatingLimit !== undefined && operatingLimit < 100;
      return isSet && isOver(call, operatingLimit) ? errorOf(BLOCKED) : run(call);
    });

/** Seconds of a method so far, by whoever called it, never forgotten. */
const forever = (make: (total: (call: Call) => number) => Stages): Stages => {
  return (stages) => {
    const seconds = new Map<string, number>();
    const key = (call: Call): string => `${call.caller?.account} ${call.method}`;
    const counted: readonly Stage[] = wrapStage(stages, 'method', async (call, run) => {
      const answer = await run(call);
      seconds.set(key(call), (seconds.get(key(call)) ?? 0) + call.processing);
      return answer;
    });
    return make((call) => seconds.get(key(call)) ?? 0)(counted);
  };
};

export const limits: readonly Mutant[] = [
  {
    id: 'bursts-not-allowed',
    breaks: 'More than ten requests at once are refused.',
    kills: ['limits.rate.allows-bursts', `${METHOD}.status`],
    ...before('rate-limit', ({ portal }) => {
      const { limits: bucket } = portal.settings;
      if (bucket?.burst === 50) portal.settings = { ...portal.settings, limits: { ...bucket, burst: 10 } };
    }),
  },
  {
    id: 'counter-of-requests-never-falls',
    breaks: 'The counter of requests never falls.',
    kills: ['limits.rate.recovers', `${METHOD}.status`],
    ...before('rate-limit', ({ portal }) => {
      const { limits: bucket } = portal.settings;
      if (bucket) portal.settings = { ...portal.settings, limits: { ...bucket, rate: 0 } };
    }),
  },
  {
    id: 'commands-count-as-requests',
    breaks: 'Each command of a batch counts as a request.',
    kills: ['limits.rate.counts-requests', 'batch.status'],
    stages: (stages) =>
      wrapStage(stages, 'rate-limit', async (call, run) => {
        const answer = await run(call);
        const { limits: bucket } = call.portal.settings;
        const commands = Object.keys((call.parameters.get('CMD') ?? {}) as object).length;
        for (let left = commands; bucket && left > 0; left--)
          call.portal.requests.admit(call.request.address, call.start, bucket);
        return answer;
      }),
  },
  {
    id: 'operating-of-one-call',
    breaks: 'time.operating is the time of this call alone.',
    kills: ['limits.operating.accumulates'],
    ...time('operating', (_, { processing }) => processing),
  },
  {
    id: 'operating-of-all-applications',
    breaks: 'time.operating adds up the time of all applications.',
    // Hence one application blocks the others.
    kills: ['limits.operating.per-application', 'limits.operating.others', `${METHOD}.status`],
    stages: (stages) =>
      wrapStage(stages, 'credentials', async (call, run) => {
        const answer = await run(call);
        if (call.caller) call.caller = { ...call.caller, account: 'everyone' };
        return answer;
      }),
  },
  {
    id: 'operating-never-forgotten',
    breaks: 'What is older than ten minutes stays in time.operating.',
    kills: ['limits.operating.window'],
    stages: forever(
      (total) => (stages) =>
        wrapStage(stages, 'time', async (call, run) => {
          if (call.load) call.load = { ...call.load, operating: total(call) };
          return run(call);
        }),
    ),
  },
  {
    id: 'operating-reset-after-a-minute',
    breaks: 'time.operating_reset_at is one minute after the first call.',
    // For a call in a later minute that is over.
    kills: ['limits.operating.reset-at', 'time.operating_reset_at.ahead'],
    ...time('operating_reset_at', (value) => value - 540),
  },
  {
    id: 'operating-reset-counted-from-every-call',
    breaks: 'time.operating_reset_at is ten minutes after every call, not after the first of them.',
    kills: ['limits.operating.reset-at'],
    ...time('operating_reset_at', (_, { start = 0 }) => Math.floor(start) + 600),
  },
  {
    id: 'operating-reset-in-the-past',
    breaks: 'time.operating_reset_at is the moment at which the oldest minute began.',
    kills: ['time.operating_reset_at.ahead', 'limits.operating.reset-at'],
    ...time('operating_reset_at', (value) => value - 600 - 5),
  },
  {
    id: 'operating-reset-an-hour-ahead',
    breaks: 'time.operating_reset_at is an hour after the first call.',
    kills: ['time.operating_reset_at.ahead', 'limits.operating.reset-at'],
    ...time('operating_reset_at', (value) => value + 3000),
  },
  {
    id: 'operating-reset-of-batches-in-the-past',
    breaks: 'time.operating_reset_at of a batch lies in the past.',
    kills: ['time.operating_reset_at.ahead'],
    ...time('operating_reset_at', (value) => value - 700, ofBatch),
  },
  {
    id: 'operating-always-nothing',
    breaks: 'time.operating is always 0.',
    kills: ['limits.operating.accumulates', 'limits.operating.per-application', 'limits.operating.window'],
    ...time('operating', () => 0),
  },
  {
    id: 'operating-falls',
    breaks: 'time.operating gets less with every call.',
    kills: ['limits.operating.accumulates', 'limits.operating.per-application', 'limits.operating.window'],
    ...time('operating', (value) => 1 / (1 + value)),
  },
  {
    id: 'batches-counted',
    breaks: 'The outer call of a batch is counted in operating.',
    kills: ['limits.operating.batch', 'batch.status'],
    stages: forever((total) => blocking((call, limit) => ofBatch(call) && total(call) > limit)),
  },
  {
    id: 'all-methods-blocked',
    breaks: 'When the time of one method is used up, all methods are blocked.',
    kills: ['batch.status', 'limits.operating.others'],
    stages: blocking(
      ({ portal, caller }, limit) =>
        portal.load.operating(caller?.account ?? '', TYPING, portal.clock.now()) > limit,
    ),
  },
  {
    id: 'crossing-call-refused',
    breaks: 'The call that would cross the limit is refused.',
    kills: ['limits.operating.crossing', `${METHOD}.status`],
    stages: blocking(
      ({ portal, caller, method }, limit) =>
        portal.load.operating(caller?.account ?? '', method, portal.clock.now()) +
          (portal.costs.get(method) ?? 0) >
          limit && isOf(METHOD)({ method } as Call),
    ),
  },
  {
    id: 'method-blocked-for-good',
    breaks: 'A method whose time is used up stays blocked after operating_reset_at.',
    kills: ['limits.operating.again', `${METHOD}.status`],
    stages: forever((total) => blocking((call, limit) => isOf(METHOD)(call) && total(call) > limit)),
  },
];
