import type { BotEvent } from '../events.ts';
import type { Bucket } from '../limits.ts';
import { chatNamed, privateChat } from '../methods/dialogs.ts';
import { post } from '../methods/messages.ts';
import { grantCode } from '../oauth/grants.ts';
import type { Portal, TypingEvent } from '../portal.ts';
import { checkFault } from './check-fault.ts';
import type { Fault } from './faults.ts';

/** Levers on a running portal; the same in process and over the control port. */
export interface Control {
  /** Lets something go wrong with the next calls. @throws {RangeError} when the fault makes no sense */
  fault(fault: Fault): void;
  clearFaults(): void;
  /** Unix seconds. */
  setClock(now: number): void;
  advanceClock(seconds: number): void;
  /** Seconds that a method takes from now on, on the portal's clock; nobody waits. */
  setCost(method: string, seconds: number): void;
  /** `undefined` switches the request limit off. */
  setLimits(limits: Bucket | undefined): void;
  /** Seconds; `undefined` lifts the limit. */
  setOperatingLimit(seconds: number | undefined): void;
  /** Redirects every call to another address; `undefined` ends it. */
  moveTo(url: string | undefined): void;
  /** A fresh authorization code, good for 30 seconds and one use. */
  issueCode(clientId: string, userId: number): string;
  /** Adds users until there are so many; more there may be already. */
  setUsers(count: number): void;
  /** Typing indicators received since the start or the last reset. */
  typing(): readonly TypingEvent[];
  /**
   * Somebody writes into a chat, as a person does in a browser.
   *
   * @param dialogId `chat123`, or the id of a user or a bot
   * @returns id of the message
   * @throws {RangeError} when there is no such user, or no such dialog for him
   */
  write(userId: number, dialogId: string, text: string): number;
  /** Events of bots since the start or the last reset, delivered or not. */
  events(): readonly BotEvent[];
  /** Waits until the events under way have been answered, or given up. */
  settled(): Promise<void>;
  /** Puts everything but the clock back to how it was at the start. */
  reset(): void;
}

/**
 * @param current the portal of the moment: a reset puts another one in its place
 * @param restart begins it anew, with the clock as it is
 */
export function controlOf(current: () => Portal, restart: () => void): Control {
  const set = (settings: Partial<Portal['settings']>) => {
    const portal = current();
    portal.settings = { ...portal.settings, ...settings };
  };
  return {
    fault(fault) {
      checkFault(fault);
      current().faults.add(fault);
    },
    clearFaults: () => current().faults.clear(),
    setClock: (now) => current().clock.set(now),
    advanceClock: (seconds) => current().clock.advance(seconds),
    setCost: (method, seconds) => void current().costs.set(method.toLowerCase(), seconds),
    setLimits(limits) {
      current().requests.clear();
      set({ limits });
    },
    setOperatingLimit: (operatingLimit) => set({ operatingLimit }),
    moveTo: (movedTo) => set({ movedTo }),
    issueCode: (clientId, userId) => grantCode(current(), clientId, userId),
    setUsers: (count) => addUsers(current(), count),
    typing: () => structuredClone(current().typing),
    write: (userId, dialogId, text) => write(current(), userId, dialogId, text),
    events: () => structuredClone(current().events.log),
    settled: () => current().events.settled(),
    reset: restart,
  };
}

function write(portal: Portal, userId: number, dialogId: string, text: string): number {
  if (!portal.users.has(userId)) throw new RangeError(`There is no user '${userId}'`);
  const chat = /^\d+$/.test(dialogId)
    ? privateChat(portal, userId, Number(dialogId))
    : chatNamed(portal, dialogId);
  if (!chat?.userIds.includes(userId)) throw new RangeError(`User ${userId} is in no dialog '${dialogId}'`);
  return post(portal, { chatId: chat.id, authorId: userId, text }).id;
}

function addUsers({ users }: Portal, count: number): void {
  while (users.size < count) {
    const user = users.add({ name: '', lastName: '', email: '', admin: false, timeZone: '' });
    users.update(user, { name: `User ${user.id}`, email: `user${user.id}@portal.invalid` });
  }
}
