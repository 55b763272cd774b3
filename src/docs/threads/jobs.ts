/**
 * What threads do for a share of the pages. What a job takes, gives and exchanges is plain data.
 *
 * @param exchange gives what this share has to tell the others, and gets what each of them told, in their order
 */
export type Job<Input, Output, Told = never> = (
  input: Input,
  exchange: (own: Told) => Promise<Told[]>,
) => Output | Promise<Output>;

/** Every job by its name; each is loaded in the threads that do it. */
export const JOBS = {
  read: async () => (await import('../read/share.ts')).readShare,
  facts: async () => (await import('../facts/share.ts')).factsOfShare,
  history: async () => (await import('../history/share.ts')).replayShare,
  lint: async () => (await import('../lint/share.ts')).lintShare,
};

export type JobName = keyof typeof JOBS;

type JobOf<Name extends JobName> = Awaited<ReturnType<(typeof JOBS)[Name]>>;
export type InputOf<Name extends JobName> = Parameters<JobOf<Name>>[0];
export type OutputOf<Name extends JobName> = Awaited<ReturnType<JobOf<Name>>>;

/** A job of which nothing is known but that it is one. */
export async function jobOf(name: JobName): Promise<Job<unknown, unknown, unknown>> {
  return (await JOBS[name]()) as Job<unknown, unknown, unknown>;
}
