import type { Case } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import { isOf, type When } from './changes.ts';

/** What the mutants of a further method are derived from. */
export interface Context {
  contract: Contract;
  method: string;
  /** Of the whole contract. */
  cases: readonly Case[];
}

/** `imbot.chat.updateTitle.CHAT_ID.required` as `imbot-chat-update-title-chat-id-required`. */
export const slug = (id: string): string =>
  id
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');

/** Calls of a method by itself: what a batch does with its commands are claims of the platform. */
export const byItself =
  (method: string): When =>
  (call) =>
    isOf(method)(call) && !call.inBatch;

/** Whether a value came from such contract data, where `$references` stand for anything. */
export function looksLike(data: unknown, value: unknown): boolean {
  if (typeof data === 'object' && data !== null) {
    if (typeof value !== 'object' || value === null) return false;
    const given = new Map(Object.entries(value));
    return (
      Object.keys(data).length === given.size &&
      Object.entries(data).every(([key, part]) =>
        looksLike(part, given.get(key) ?? given.get(key.toUpperCase())),
      )
    );
  }
  const parts = String(data)
    .split(/\$[\w.]+(?::(?:text|number))?/)
    .map((part) => part.replace(/[^\w\s]/g, '\\$&'));
  if (value === undefined || value === null || typeof value === 'object') return false;
  return new RegExp(`^${parts.join('.+')}$`, 's').test(String(value));
}
