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

export function controlOf(portal: Portal): Control {
  return {
    fault(fault) {
      checkFault(fault);
      portal.faults.add(fault);
    },
    clearFaults: () => portal.faults.clear(),
    setClock: (now) => portal.clock.set(now),
    advanceClock: (seconds) => portal.clock.advance(seconds),
    setCost: (method, seconds) => void portal.costs.set(method.toLowerCase(), seconds),
    setLimits(limits) {
      portal.requests.clear();
      portal.settings = { ...portal.settings, limits };
    },
    setOperatingLimit(operatingLimit) {
      portal.settings = { ...portal.settings, operatingLimit };
    },
    moveTo(movedTo) {
      portal.settings = { ...portal.settings, movedTo };
    },
    issueCode: (clientId, userId) => grantCode(portal, clientId, userId),
    setUsers: (count) => addUsers(portal, count),
    typing: () => structuredClone(portal.typing),
    reset: () => portal.reset(),
  };
}

function addUsers(portal: Portal, count: number): void {
  while (portal.users.size < count) {
    const id = Math.max(...portal.users.keys(), ...portal.bots.keys(), portal.highestId) + 1;
    portal.highestId = id;
    const name = `User ${id}`;
    const email = `user${id}@portal.invalid`;
    portal.users.set(id, { id, name, lastName: '', email, admin: false, timeZone: '' });
  }
}
