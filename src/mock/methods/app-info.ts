import type { Method } from './method.ts';
import { refuse } from './refuse.ts';

/** system/app-info.md */
export const appInfo: Method = {
  name: 'app.info',
  scopes: [],
  run({ portal, caller }) {
    if (caller.application === undefined)
      refuse('ACCESS_DENIED', 'Access denied! Application context required');
    return {
      result: {
        ID: [...portal.applications.keys()].indexOf(caller.application) + 1,
        CODE: caller.application,
        VERSION: 1,
        STATUS: 'L',
        INSTALLED: true,
        PAYMENT_EXPIRED: 'N',
        DAYS: null,
        LANGUAGE_ID: 'en',
        LICENSE: 'en_pro100',
        LICENSE_TYPE: 'pro100',
        LICENSE_FAMILY: 'pro',
      },
    };
  },
};
