import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ProfileName } from '../mock/index.ts';
import type { Verdicts } from './bench.ts';

export interface Task {
  kind: 'base' | 'mutant' | 'variation';
  id: string;
  /** Which share of the cases it is tried with; unless given, all. */
  turn?: number | undefined;
}

export interface Answer extends Pick<Task, 'kind' | 'id'> {
  verdicts: Verdicts;
}

/**
 * Runs portals side by side, one process per core: each run keeps a core busy with TLS and JSON.
 *
 * @param onAnswer called with each run as it ends
 * @param beneath how all these portals answer apart from their differences
 * @throws when a process ends before its work is done
 */
export async function runTasks(
  tasks: readonly Task[],
  onAnswer: (answer: Answer) => void = () => {},
  beneath: ProfileName = 'documented',
  processes = availableParallelism(),
): Promise<Answer[]> {
  const left = [...tasks];
  const done: Answer[] = [];
  const work = (child: ChildProcess): Promise<void> =>
    new Promise((resolve, reject) => {
      const next = (): void => {
        const task = left.shift();
        if (task) child.send(task);
        else child.disconnect();
      };
      child.on('message', (message: Answer | 'ready') => {
        if (message !== 'ready') {
          done.push(message);
          onAnswer(message);
        }
        next();
      });
      child.once('error', reject);
      child.once('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`a process of the matrix ended with ${code}`)),
      );
    });
  const children = Array.from({ length: Math.min(processes, tasks.length) }, () =>
    fork(STARTER, [WORKER, beneath], { execArgv: ROOM_FOR_GARBAGE }),
  );
  try {
    await Promise.all(children.map(work));
  } finally {
    for (const child of children) if (child.exitCode === null) child.kill();
  }
  return done;
}

/** Processes begin with files that the sources became: none of them translates anything. */
const STARTER = fileURLToPath(new URL('../shell/compiled.mjs', import.meta.url));
const WORKER = 'mutants-worker';

/** A run makes much that is garbage when it ends: the more of it fits in, in megabytes, the less is copied meanwhile. */
const ROOM_FOR_GARBAGE = ['--min-semi-space-size=64', '--max-semi-space-size=64'];
