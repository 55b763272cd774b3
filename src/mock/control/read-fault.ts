import { checkFault, faultNamed } from './check-fault.ts';
import { commandProblem, isCommand } from './command.ts';
import type { Fault } from './faults.ts';

/**
 * Reads a fault given as text: a bare name, or JSON as the control port takes it, without `do`.
 * @throws {RangeError} that says what is wrong with it
 */
export function faultOf(text: string): Fault {
  if (!text.trimStart().startsWith('{')) return faultNamed(text.trim());
  const command = { ...parse(text), do: 'fault' };
  if (!isCommand(command) || command.do !== 'fault')
    throw new RangeError(commandProblem(command).replace(/^command/, 'the fault'));
  const { do: _, ...fault } = command;
  checkFault(fault);
  return fault;
}

function parse(text: string): object {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RangeError(`'${text}' is not JSON (${(error as Error).message})`);
  }
}
