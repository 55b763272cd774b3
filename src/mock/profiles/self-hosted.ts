import { documented } from './documented.ts';
import { observed } from './observed.ts';
import type { Profile } from './profile.ts';

const { errors } = documented;

/** Answers as observed on self-hosted portals; what was never observed there is as documented. */
export const selfHosted: Profile = {
  ...documented,
  name: 'self-hosted',
  httpsFor: 'webhooks',
  reportsLoad: false,
  ...observed,
  operatingLimit: undefined,
  errors: {
    ...errors,
    httpsRequired: { ...errors.httpsRequired, text: 'Https required.' },
    noCommercialPlan: { ...errors.noCommercialPlan, text: 'REST is available only on commercial plans.' },
    operatingLimit: { ...errors.operatingLimit, text: 'Method is blocked due to operation time limit.' },
    botForeign: { ...errors.botForeign, text: 'Bot was installed by another rest application' },
  },
};
