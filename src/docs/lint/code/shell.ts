import { parse, type WordPart } from 'unbash';
import { offsetAt } from './lezer.ts';
import type { Code } from './value.ts';

/** A command of a shell, its words as the shell would pass them on. */
export interface Command {
  words: string[];
  offset: number;
  /** What it is given between `<<EOF` and `EOF`. */
  input?: string;
}

/** A script taken apart. */
export interface Script {
  commands: Command[];
  /** Where it does not parse. */
  fault?: Code['fault'];
}

let last: { printed: string; script: Script } | undefined;

/**
 * Commands of a script, of pipes and lists too, as unbash reads them; lines that end in `/` go on, as their writer meant:
 * that slash is another rule's. The words and the faults of an example are asked for one after the other.
 */
export function commandsOf(printed: string): Script {
  if (last?.printed !== printed) last = { printed, script: takeApart(printed) };
  return last.script;
}

function takeApart(printed: string): Script {
  const text = printed.replace(/[ \t]+\/[ \t]*$/gm, ' \\');
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
      name?: ShellWord;
      suffix?: ShellWord[];
    };
    if (type === 'Command') {
      const words = [...(name ? [name] : []), ...(suffix ?? [])].map(textOf);
      const input = suffix?.find((part) => part.type === 'HereDoc')?.body?.text;
      commands.push({
        words: words.filter((word) => word !== undefined),
        offset: offsetAt(text, pos ?? 0),
        ...(input === undefined ? {} : { input }),
      });
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

interface ShellWord {
  type?: string;
  body?: { text?: string };
  value?: string;
  parts?: readonly WordPart[];
}

const EXPANSION = /^(Simple|Parameter|Command|Arithmetic)Expansion$/;

/** A word as the shell passes it on; for what a variable or a command brings, a placeholder. */
function textOf({ value, parts = [] }: ShellWord): string | undefined {
  const flat = parts.flatMap((part): readonly WordPart[] =>
    part.type === 'DoubleQuoted' ? part.parts : [part],
  );
  if (!flat.some(({ type }) => EXPANSION.test(type))) return value;
  let text = '';
  for (const part of flat) {
    if (!EXPANSION.test(part.type)) text += 'value' in part ? part.value : part.text;
    // Outside the texts of JSON, it must be a value itself.
    else text += /^\s*[{[]/.test(text) && !isWithinText(text) ? `"${PLACEHOLDER}"` : PLACEHOLDER;
  }
  return text;
}

const PLACEHOLDER = '__VALUE__';

function isWithinText(json: string): boolean {
  return (json.match(/(?<!\\)(?:\\\\)*"/g)?.length ?? 0) % 2 === 1;
}

/** Where a script does not parse; its calls are read from the commands, see `readCurl`. */
export function readShell(text: string): Code {
  const { fault } = commandsOf(text);
  return { calls: [], twice: [], ...(fault ? { fault } : {}) };
}
