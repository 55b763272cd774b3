import type { Credential } from '../contract/contract.ts';
import type { Secret } from '../wire/redact.ts';

/** Credentials that are nearly right: each is wrong for one reason that a careless comparison would overlook. */
const NEAR_MISSES = {
  nearMiss: {
    words: 'its_last_character_changed',
    make: (secret: string) => changed(secret, secret.length - 1),
  },
  otherMiddle: {
    words: 'a_character_changed',
    make: (secret: string) => changed(secret, Math.floor(secret.length / 2)),
  },
  otherCase: { words: 'capitals_and_small_letters_changed', make: inOtherCase },
  shorter: { words: 'its_last_character_left_out', make: (secret: string) => secret.slice(0, -1) },
  longer: { words: 'a_character_more', make: (secret: string) => `${secret}0` },
} as const;

type NearMiss = keyof typeof NEAR_MISSES;

const isNearMiss = (name: string | undefined): name is NearMiss =>
  name !== undefined && Object.hasOwn(NEAR_MISSES, name);

/** What goes out in place of the own code or token; undefined where the credential is no near miss. */
export function nearMissOf({ webhook, token }: Credential, own: string): string | undefined {
  const name = webhook ?? token;
  return isNearMiss(name) ? NEAR_MISSES[name].make(own) : undefined;
}

/** All but one character of a near miss is the secret itself. */
export const nearMissesOf = ({ value, placeholder }: Secret): Secret[] =>
  Object.values(NEAR_MISSES).map(({ words, make }) => ({
    value: make(value),
    placeholder: placeholder.replace(/_here\*\*$/, `_with_${words}_here**`),
  }));

/** With another character at a place. */
function changed(secret: string, at: number): string {
  return secret.slice(0, at) + (secret[at] === '0' ? '1' : '0') + secret.slice(at + 1);
}

/** A secret without letters has no other case: then its last character is another. */
function inOtherCase(secret: string): string {
  const other = secret.replace(/[a-z]|[A-Z]/g, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  return other === secret ? changed(secret, secret.length - 1) : other;
}
