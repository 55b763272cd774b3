import type { Method } from './method.ts';

/** users/profile.md */
export const profile: Method = {
  name: 'profile',
  scopes: [],
  run({ portal, caller }) {
    const user = portal.users.get(caller.userId);
    if (user === undefined) return { result: {} };
    return {
      result: {
        ID: String(user.id),
        ADMIN: user.admin,
        NAME: user.name,
        LAST_NAME: user.lastName,
        PERSONAL_GENDER: '',
        TIME_ZONE: user.timeZone,
      },
    };
  },
};
