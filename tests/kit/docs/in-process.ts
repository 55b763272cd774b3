import { runDocs } from '../../../src/cli/docs/run.ts';
import { ROOT } from '../../../src/run/load.ts';

/** What a command told, and how it ended. */
export interface Told {
  status: number;
  stdout: string;
  stderr: string;
}

/** Stands for the end of the process. */
class Ended extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`ended with ${code}`);
    this.code = code;
  }
}

/** Where a command is carried out, and with what else in the environment. */
interface Place {
  cwd?: string;
  env?: Readonly<Record<string, string>>;
}

/**
 * A command of `npm run docs` carried out in this process, of which it sees the folder and the environment that it is to: to
 * start a program takes ten times as long. That the program is this command, its exit code and its streams, tests that
 * start it show (commands.test.ts).
 */
export function docsHere(words: readonly string[], place: Place = {}): Promise<Told> {
  // Output, folder and environment are those of the process.
  const turn = last.then(() => carryOut(words, place));
  last = turn.catch(() => {});
  return turn;
}

/** The command before. */
let last: Promise<unknown> = Promise.resolve();

async function carryOut(words: readonly string[], { cwd = ROOT, env = {} }: Place): Promise<Told> {
  const told = { stdout: '', stderr: '' };
  const undo: (() => void)[] = [];
  const change = <K extends PropertyKey, V>(of: Record<K, V>, name: K, value: V): void => {
    const { [name]: before } = of;
    of[name] = value;
    undo.push(() => {
      of[name] = before;
    });
  };
  for (const name of ['stdout', 'stderr'] as const) {
    const write = process[name].write.bind(process[name]);
    change(process[name] as { write: unknown }, 'write', (chunk: string | Uint8Array, ...rest: []) => {
      // What the test runner itself writes are bytes.
      if (typeof chunk !== 'string') return write(chunk, ...rest);
      told[name] += chunk;
      return true;
    });
  }
  change(process as { exit: unknown }, 'exit', (code = 0) => {
    throw new Ended(code);
  });
  const [environment, folder] = [{ ...process.env }, process.cwd()];
  Object.assign(process.env, env);
  process.chdir(cwd);
  try {
    return { status: await runDocs(words), ...told };
  } catch (error) {
    if (error instanceof Ended) return { status: error.code, ...told };
    throw error;
  } finally {
    process.chdir(folder);
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
    for (const step of undo) step();
  }
}
