import { RestError } from '../errors.ts';
import type { Method } from './method.ts';

/** error-codes.md, How to Recognize an Error in the Response. The mock has no deals, so each is unknown. */
export const crmDealGet: Method = {
  name: 'crm.deal.get',
  scopes: ['crm'],
  run({ portal }) {
    throw new RestError(portal.profile.errors.dealUnknown);
  },
};
