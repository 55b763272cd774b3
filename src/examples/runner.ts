import type { Target } from '../target/target.ts';
import type { Observed, PrintedExample } from './example.ts';
import type { Relay } from './relay.ts';

/** What an example is run with. */
export interface Stage {
  target: Target;
  relay: Relay;
}

/** How a program ended; what it sent the relay knows. */
export type Ran = Omit<Observed, 'calls'>;

/** Runs examples of one language. */
export interface ExampleRunner {
  /** What it needs and does not find; nothing is run without it. Asked once. */
  missing(): Promise<string | undefined>;
  run(example: PrintedExample, stage: Stage): Promise<Ran>;
}
