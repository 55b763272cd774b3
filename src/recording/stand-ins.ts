import type { Secret } from '../wire/redact.ts';

/** What stands for secrets in a recording. */
export interface StandIns {
  of(secret: Secret): string;
  /** Stand-ins that were given since {@link forget}, each with its placeholder. */
  used(): Record<string, string>;
  forget(): void;
}

/**
 * A stand-in for each secret: its placeholder, or for a further secret with the same placeholder the placeholder with a
 * number, so that two secrets do not become one. For a secret of digits alone it is a number as long, because it may stand
 * in JSON without quotes.
 */
export function createStandIns(): StandIns {
  const given = new Map<string, string>();
  const taken = new Map<string, number>();
  let used = new Map<string, string>();
  const make = (secret: Secret): string => {
    const { value, placeholder } = secret;
    const isNumber = /^\d+$/.test(value);
    const family = isNumber ? `${value.length} digits` : placeholder;
    const count = (taken.get(family) ?? 0) + 1;
    taken.set(family, count);
    if (isNumber) {
      const number = String(count).padStart(value.length, '7').slice(-value.length);
      return number === value ? make(secret) : number;
    }
    return count === 1 ? placeholder : placeholder.replace(/(\W*)$/, `_${count}$1`);
  };
  return {
    of(secret) {
      const standIn = given.get(secret.value) ?? make(secret);
      given.set(secret.value, standIn);
      used.set(standIn, secret.placeholder);
      return standIn;
    },
    used: () => Object.fromEntries(used),
    forget() {
      used = new Map();
    },
  };
}
