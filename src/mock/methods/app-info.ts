import type { Method } from './method.ts';
import { refuse } from './refuse.ts';

const LICENCE = 'en_pro100';

/** system/app-info.md; portals were seen to serve webhooks as well, with two fields. */
export const appInfo: Method = {
  name: 'app.info',
  scopes: [],
  run({ portal, caller }) {
    if (caller.application === undefined) {
      if (portal.profile.appInfoForWebhooks)
        return { result: { SCOPE: [...caller.scopes].sort(), LICENSE: LICENCE } };
      refuse('ACCESS_DENIED', 'Access denied! Application context required', 403);
    }
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
        LICENSE: LICENCE,
        LICENSE_TYPE: 'pro100',
        LICENSE_FAMILY: 'pro',
      },
    };
  },
};
