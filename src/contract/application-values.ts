/** Values of the OAuth application that references may name, and the variables that give them. */
export const APPLICATION_VALUES = {
  'oauth.clientId': 'B24_OAUTH_CLIENT_ID',
  'oauth.clientSecret': 'B24_OAUTH_CLIENT_SECRET',
  'oauth.refreshToken': 'B24_OAUTH_REFRESH_TOKEN',
} as const;

/** The need of a case that uses any of them. */
export const APPLICATION = 'oauthApplication';

/** Needs beside the values of resources: credentials, leaves, and what a target is. */
export const OTHER_NEEDS: readonly string[] = [
  'webhook',
  'webhookNoScope',
  'token',
  'expiredToken',
  'noScopeToken',
  'noBotToken',
  'deniedToken',
  APPLICATION,
  'plainHttp',
  'cloud',
  'tokenFile',
  'provision',
  'disruptive',
];
