import type { Rests } from './claims.gen.ts';
import { count } from './text.ts';

/** How many methods are named. */
const NAMED = 5;

/** What of a survey waited for its running time to be given back, in a line. */
export function restsText({ seconds, methods }: Rests): string {
  const sum = (of: 'rested' | 'left'): number => methods.reduce((total, method) => total + method[of], 0);
  const named = methods
    .slice(0, NAMED)
    .map(({ method, operating }) => `${method} (${operating} s)`)
    .join(', ');
  const left = sum('left') === 0 ? '' : `, ${count(sum('left'), 'call')} left out`;
  const more = methods.length > NAMED ? `, and ${methods.length - NAMED} more` : '';
  return `rested for ${seconds} s near the limit of running time: ${count(sum('rested'), 'call')} made afterwards${left}; ${named}${more}`;
}
