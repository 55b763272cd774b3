import { documented } from './documented.ts';
import type { Profile } from './profile.ts';

const { errors } = documented;

/** Answers as observed on self-hosted portals; what was never observed there is as documented. */
export const selfHosted: Profile = {
  ...documented,
  name: 'self-hosted',
  httpsFor: 'webhooks',
  reportsLoad: false,
  operatingLimit: undefined,
  errors: {
    ...errors,
    httpsRequired: { status: 401, code: 'INVALID_REQUEST', text: 'Https required.' },
    wrongWebhook: { ...errors.noRights, status: 401 },
    noRights: { ...errors.noRights, status: 401 },
    noScope: { ...errors.noScope, status: 401 },
    overload: { ...errors.overload, status: 401 },
    noCommercialPlan: {
      status: 401,
      code: 'ACCESS_DENIED',
      text: 'REST is available only on commercial plans.',
    },
    userAccess: { ...errors.userAccess, status: 401 },
    portalClosed: { ...errors.portalClosed, status: 403 },
    botForeign: { ...errors.botForeign, text: 'Bot was installed by another rest application' },
  },
};
