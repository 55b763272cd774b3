import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { type JobName, jobOf } from './jobs.ts';
import type { Message } from './run.ts';

/** A share of a job in a thread of its own. */
const { job, input } = workerData as { job: JobName; input: unknown };
const port = parentPort;
if (port === null) throw new Error('this is a thread');
const say = (message: Message): void => port.postMessage(message);
const work = await jobOf(job);
const done = await work(input, async (told) => {
  const answered = once(port, 'message');
  say({ told });
  const [all] = (await answered) as [unknown[]];
  return all;
});
say({ done });
