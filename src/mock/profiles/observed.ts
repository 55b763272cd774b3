import type { Profile } from './profile.ts';

/** What all live portals were seen to do where pages say otherwise or nothing, and public copies of the module show. */
export const observed = {
  appInfoForWebhooks: true,
  methodNames: 'lower case',
  halt: 'truth',
  nestsInCapitals: true,
  xmlDeclaration: false,
  metering: { free: 0.1, inBatch: 0.5, ban: 300 },
} as const satisfies Partial<Profile>;
