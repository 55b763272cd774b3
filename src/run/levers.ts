import type { WorldChange } from '../contract/contract.ts';
import { type FaultCode, faultCodes, type MockPortal } from '../mock/index.ts';

/** Moves a lever of a mock portal as contract data names it; returns what it captured, by name. */
export function moveLever(mock: MockPortal, change: WorldChange): Record<string, string> {
  const { control, environment } = mock;
  if (change.fault !== undefined) control.fault({ code: faultCode(change.fault) });
  if (change.cost) control.setCost(change.cost.method, change.cost.seconds);
  if (change.limits) control.setLimits(change.limits);
  if (change.operatingLimit !== undefined) control.setOperatingLimit(change.operatingLimit);
  if (change.advance !== undefined) control.advanceClock(change.advance);
  if (change.movedTo !== undefined) control.moveTo(change.movedTo);
  if (change.users !== undefined) control.setUsers(change.users);
  if (change.issueCode === undefined) return {};
  const { B24_OAUTH_CLIENT_ID: application = '', B24_USER_ID: user } = environment;
  return { [change.issueCode]: control.issueCode(application, Number(user)) };
}

function faultCode(code: string): FaultCode {
  const isKnown = (name: string): name is FaultCode => Object.hasOwn(faultCodes, name);
  if (!isKnown(code)) throw new RangeError(`the mock portal has no fault '${code}'`);
  return code;
}
