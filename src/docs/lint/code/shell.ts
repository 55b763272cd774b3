import { parse } from 'unbash';
import { offsetAt } from './lezer.ts';
import type { Code } from './value.ts';

/** A command of a shell, its words as the shell would pass them on. */
export interface Command {
  words: string[];
  offset: number;
}

/** Commands of a script, of pipes and lists too, as unbash reads them. */
export function commandsOf(text: string): { commands: Command[]; fault?: Code['fault'] } {
  const script = parse(text);
  const commands: Command[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node)) {
      node.forEach(visit);
      return;
    }
    const { type, pos, name, suffix } = node as {
      type?: string;
      pos?: number;
      name?: { value?: string };
      suffix?: { value?: string }[];
    };
    if (type === 'Command') {
      const words = [name?.value, ...(suffix ?? []).map(({ value }) => value)];
      commands.push({ words: words.filter((word) => word !== undefined), offset: offsetAt(text, pos ?? 0) });
      return;
    }
    for (const value of Object.values(node)) visit(value);
  };
  visit(script.commands);
  const [error] = script.errors ?? [];
  return {
    commands,
    ...(error ? { fault: { offset: offsetAt(text, error.pos), message: error.message } } : {}),
  };
}

/** Where a script does not parse; its calls are read from the commands, see `readCurl`. */
export function readShell(text: string): Code {
  // A slash at the end of a line is another rule's.
  const { fault } = commandsOf(text.replace(/[ \t]+\/[ \t]*$/gm, ' \\'));
  return { calls: [], twice: [], ...(fault ? { fault } : {}) };
}
