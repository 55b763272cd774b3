import { type ExampleMeans, type ExampleSuite, openExamples } from '../../../src/examples/run-examples.ts';
import { openTarget } from '../../../src/shell/open-target.ts';
import { readSettings } from '../../../src/target/environment.ts';
import type { Target } from '../../../src/target/target.ts';
import { createClient, type HttpClient } from '../../../src/wire/client.ts';

/** Runs examples on an embedded mock portal. */
export interface ExampleBench {
  target: Target;
  client: HttpClient;
  suite: ExampleSuite;
  close(): Promise<void>;
}

/** Opens all of it or none: what a hook left open would keep the tests from ending. */
export async function openBench(means: Omit<ExampleMeans, 'target' | 'client'> = {}): Promise<ExampleBench> {
  const { target, close } = await openTarget(readSettings({}));
  const client = createClient({ ca: target.ca });
  const end = async (): Promise<void> => {
    await client.close();
    await close();
  };
  try {
    const suite = await openExamples({ ...means, target, client });
    return { target, client, suite, close: () => suite.close().finally(end) };
  } catch (error) {
    await end();
    throw error;
  }
}
