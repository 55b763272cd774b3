import { type Answer, type Call, wrapStage } from '../mock/index.ts';
import type { Difference, Mutant } from './mutant.ts';

/** A portal that has moved. */

/** Another redirect than the documented one. */
const moved = (status: number, place?: (call: Call) => Answer['headers']): Difference => ({
  stages: (stages) =>
    wrapStage(stages, 'moved', async (call, run) => {
      const answer = await run(call);
      return answer && { ...answer, status, headers: place?.(call) ?? answer.headers };
    }),
});
const BOTH = ['address.moved', 'address.moved.status'];

export const addresses: readonly Mutant[] = [
  {
    id: 'moved-with-301',
    breaks: 'A portal that has moved redirects with HTTP status 301.',
    kills: BOTH,
    ...moved(301),
  },
  {
    id: 'moved-with-308',
    breaks: 'A portal that has moved redirects with HTTP status 308.',
    kills: BOTH,
    ...moved(308),
  },
  {
    id: 'moved-without-location',
    breaks: 'The redirect of a portal that has moved names no address.',
    kills: BOTH,
    ...moved(302, () => ({})),
  },
  {
    id: 'moved-to-itself',
    breaks: 'The redirect of a portal that has moved leads to its old address.',
    kills: BOTH,
    ...moved(302, ({ portal, request }) => ({ location: portal.origin + request.target })),
  },
  {
    id: 'moved-without-redirect',
    breaks: 'A portal that has moved answers at its old address.',
    kills: BOTH,
    stages: (stages) => stages.filter(({ name }) => name !== 'moved'),
  },
];
