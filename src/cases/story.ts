import type { WorldChange } from '../contract/contract.ts';
import type { Case, RequestPlan, Step } from './case.ts';

/** What a case does, a numbered line a step: `1. arrange: imbot.register`. */
export function tellSteps(testCase: Case): string[] {
  const { before, request, burst, after } = testCase;
  const act = `act: ${tellCall(request)}${burst === undefined ? '' : `, up to ${burst} times`}`;
  const lines = [...before.map(tellStep), act, ...after.map(tellStep)];
  return lines.map((line, index) => `${index + 1}. ${line}`);
}

function tellStep(step: Step): string {
  if (step.kind === 'world') return `the mock portal: ${tellChange(step.change)}`;
  const times = step.times === 1 ? '' : `, ${step.times} times`;
  return `${step.role}: ${tellCall(step.plan)}${times}`;
}

function tellCall({ method, parameters, credential }: RequestPlan): string {
  const names = Object.keys(parameters).join(', ');
  const by = credential.captured === undefined ? '' : ` by the token ${credential.captured}`;
  return `${method}${by}${names === '' ? '' : ` (${names})`}`;
}

function tellChange(change: WorldChange): string {
  if (change.fault !== undefined) return `every call meets ${change.fault}`;
  if (change.cost) return `${change.cost.method} takes ${change.cost.seconds} s`;
  if (change.limits)
    return `it allows ${change.limits.burst} requests at once and ${change.limits.rate} a second`;
  if (change.operatingLimit !== undefined) return `a method may take ${change.operatingLimit} s in all`;
  if (change.advance !== undefined) return `its clock goes on by ${change.advance} s`;
  if (change.movedTo !== undefined) return `it has moved to ${change.movedTo}`;
  if (change.issueCode !== undefined) return `a user is given an authorization code, ${change.issueCode}`;
  if (change.users !== undefined) return `it has ${change.users} users`;
  return 'nothing was called before';
}
