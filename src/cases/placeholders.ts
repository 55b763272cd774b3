import type { Capability, WorldThing } from '../contract/contract.ts';
import { own } from '../contract/own.ts';

/** What `{…}` in a text of contract data stands for. */
const PLACEHOLDERS: Readonly<Record<string, Capability>> = {
  bot: 'bot',
  foreignBot: 'foreignBot',
  oauthBot: 'oauthBot',
  user: 'user',
  // The user on whose behalf the webhook calls.
  me: 'webhook',
  dialog: 'chat',
  clientId: 'clientId',
  oauthClientId: 'oauthApplication',
  oauthClientSecret: 'oauthApplication',
  refreshToken: 'oauthApplication',
};

const PATTERN = /\{(captured\.)?([A-Za-z]+)\}/g;

/** Names of the values that an earlier step captured. */
export type Captured = Readonly<Record<string, string>>;

/** Capabilities that the placeholders in a value need. */
export function capabilitiesIn(value: unknown): Capability[] {
  if (typeof value === 'string')
    return [...value.matchAll(PATTERN)].flatMap(([, captured, name = '']) =>
      captured ? [] : (own(PLACEHOLDERS, name) ?? []),
    );
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(capabilitiesIn);
  return [];
}

/** Fills the placeholders in every text of a value; other braces stay as they are. */
export function fill<T>(value: T, lookUp: (name: string) => string, captured: Captured): T {
  return mapTexts(value, (text) =>
    text.replace(PATTERN, (whole, isCaptured: string | undefined, name: string) => {
      if (isCaptured) return own(captured, name) ?? whole;
      return Object.hasOwn(PLACEHOLDERS, name) ? lookUp(name) : whole;
    }),
  );
}

/** Puts other things in place of those that a credential cannot use, e.g. the OAuth application's bot. */
export function renameIn<T>(value: T, rename: Partial<Record<string, WorldThing>>): T {
  return mapTexts(value, (text) =>
    text.replace(PATTERN, (whole, captured, name: string) =>
      captured ? whole : `{${own(rename, name) ?? name}}`,
    ),
  );
}

function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change)) as T;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)])) as T;
  return value;
}
