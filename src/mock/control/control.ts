import type { Bucket } from '../limits.ts';
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
    reset: restart,
  };
}

function addUsers({ users }: Portal, count: number): void {
  while (users.size < count) {
    const user = users.add({ name: '', lastName: '', email: '', admin: false, timeZone: '' });
    users.update(user, { name: `User ${user.id}`, email: `user${user.id}@portal.invalid` });
  }
}
