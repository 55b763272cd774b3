/** Set where the suite is built into a package. */
declare const PACKAGED: boolean | undefined;

/** Whether this is the package that npx runs, and not a checkout of the sources. */
export const isPackaged = typeof PACKAGED !== 'undefined' && PACKAGED;

/** Programs of the suite, by the names of their scripts in a checkout. */
export type Program =
  | 'conformance'
  | 'plan'
  | 'cleanup'
  | 'report'
  | 'mock'
  | 'docs'
  | 'mutants'
  | 'openapi'
  | 'init';

/** `npm run mock -- --port 8443`, or from the package `npx b24-conformance mock --port 8443`. */
export function commandLine(program: Program, words = '', packaged = isPackaged): string {
  if (!packaged) return `npm run ${program}${words === '' ? '' : ` -- ${words}`}`;
  const first = { conformance: '', plan: '--plan', cleanup: '--cleanup' } as const;
  const name = program in first ? first[program as keyof typeof first] : program;
  return ['npx b24-conformance', name, words].filter((word) => word !== '').join(' ');
}
