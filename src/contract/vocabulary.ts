import type { CredentialKind } from './contract.gen.ts';

/** What a reference of contract data stands for. */
export interface Meaning {
  /** What a target needs to have it, by who asks; undefined where every target has it. */
  need: Readonly<Record<CredentialKind, string>> | undefined;
  /** The same value for every target. */
  constant?: string | number;
  type: 'number' | 'string';
}

const ofBoth = (need: string) => ({ webhook: need, token: need });
const id = (need: string): Meaning => ({ need: ofBoth(need), type: 'number' });
const text = (need: string): Meaning => ({ need: ofBoth(need), type: 'string' });
const nobody: Meaning = { need: undefined, constant: 2147480001, type: 'number' };

/** Every `$name` that a text of contract data may hold, beside those that a case captures. */
export const REFERENCES: Readonly<Record<string, Meaning>> = {
  'bot.id': { need: { webhook: 'bot', token: 'oauthBot' }, type: 'number' },
  'bot.clientId': text('clientId'),
  'bot.foreign': id('foreignBot'),
  'bot.unknown': nobody,
  'chat.id': id('chat'),
  'chat.unknown': nobody,
  'user.id': id('user'),
  'user.me': id('webhook'),
  'user.unknown': nobody,
  'oauth.clientId': text('oauthApplication'),
  'oauth.clientSecret': text('oauthApplication'),
  'oauth.refreshToken': text('oauthApplication'),
  unique: { need: undefined, type: 'string' },
};

/** What a target may lack that no reference names. */
export const FURTHER_NEEDS = ['plainHttp', 'cloud', 'tokenFile', 'provision', 'disruptive'] as const;

/** Names under which a case finds what an earlier step captured. */
export const CAPTURED = 'captured.';
