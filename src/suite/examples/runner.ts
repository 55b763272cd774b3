import type { Target } from '../../target/target.ts';
import type { Observed, PrintedExample } from './example.ts';
import type { Relay } from './relay.ts';

/** What an example is run with. */
export interface Stage {
  target: Target;
  relay: Relay;
}

/** How a program ended; what it sent the relay knows. */
export type Ran = Omit<Observed, 'calls'>;

/** Runs examples of one language; what it needs and does not find is a reason why nothing was run. */
export interface ExampleRunner {
  run(example: PrintedExample, stage: Stage): Promise<Ran | { missing: string }>;
  /** Ends what examples share. */
  close?(): Promise<void>;
}
