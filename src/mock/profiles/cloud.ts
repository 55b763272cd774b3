import { documented } from './documented.ts';
import { observed } from './observed.ts';
import type { Profile } from './profile.ts';

/**
 * Answers as portals of the cloud are seen to answer since September 2025; what was never observed there is as
 * documented. `docs/mock.md` lists where it deviates from the documentation.
 */
export const cloud: Profile = {
  ...documented,
  ...observed,
  name: 'cloud',
  startsIn: 'seconds',
  liveHeaders: true,
  // A portal in German. Texts of imbot.chat.sendTyping and of the system stand in the module in English.
  texts: {
    "Title can't be empty": 'Der Titel darf nicht leer sein.',
    'Action unavailable': 'Die Aktion ist nicht verfügbar.<br>',
    'You do not have access to the specified dialog': 'Sie haben keinen Zugriff auf diesen Dialog.<br>',
    "You don't have access to this chat": 'Sie haben keinen Zugriff auf diesen Chat.<br>',
  },
  oauth: { domain: 'oauth.bitrix.info', scope: 'app', lateCode: 'expired_token' },
};
