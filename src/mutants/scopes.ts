import { isOf, refuse, without } from './changes.ts';
import type { Mutant } from './mutant.ts';

/** Scopes, and whether calls must come over HTTPS. */

export const scopes: readonly Mutant[] = [
  {
    id: 'profile-wants-a-scope',
    breaks: 'profile wants the scope imbot.',
    kills: ['profile.without-scope'],
    ...refuse((call) => isOf('profile')(call) && !call.caller?.scopes.includes('imbot')),
  },
  {
    id: 'batch-wants-a-scope',
    breaks: 'batch wants the scope imbot.',
    kills: ['batch.any-user', 'batch.status', 'batch.halt.one', 'batch.halt.stops'],
    ...refuse((call) => isOf('batch')(call) && !call.caller?.scopes.includes('imbot')),
  },
];

export const https: readonly Mutant[] = [
  {
    id: 'https-not-required-in-v2',
    breaks: 'Calls of the methods of imbot.v2 are accepted over plain HTTP.',
    kills: ['request.v2-https'],
    ...without('https', (call) => call.method.startsWith('imbot.v2.')),
  },
];
