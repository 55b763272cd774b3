import { documented } from './documented.ts';
import type { Profile } from './profile.ts';

/** What all live portals were seen to do where pages say otherwise or nothing, and public copies of the module show. */
const observed = {
  appInfoForWebhooks: true,
  methodNames: 'lower case',
  halt: 'truth',
  nestsInCapitals: true,
  xmlDeclaration: false,
  errorsOf: 'family',
  metering: { free: 0.1, inBatch: 0.5, ban: 300 },
} as const satisfies Partial<Profile>;

/** Answers as observed on self-hosted portals; what was never observed there is as documented. */
const selfHosted: Profile = {
  ...documented,
  ...observed,
  name: 'self-hosted',
  httpsFor: 'webhooks',
  reportsLoad: false,
  operatingLimit: undefined,
  texts: {
    'Https required': 'Https required.',
    'REST is available only on commercial plans': 'REST is available only on commercial plans.',
    'Method is blocked due to operation time limit': 'Method is blocked due to operation time limit.',
    'Bot was installed by another REST application': 'Bot was installed by another rest application',
  },
};

/**
 * Answers as portals of the cloud are seen to answer since September 2025; what was never observed there is as
 * documented. `docs/mock.md` lists where it deviates from the documentation.
 */
const cloud: Profile = {
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

export type ProfileName = Profile['name'];

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  documented,
  'self-hosted': selfHosted,
  cloud,
};
