import { delimiter, join } from 'node:path';
import { isExecutable } from '../run/is-executable.ts';

/** Path of a program; undefined where PATH has none of that name. */
export function findProgram(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, name))
    .find(isExecutable);
}

/** Path of a program that is there. */
export function programOf(name: string): string {
  const path = findProgram(name);
  if (path === undefined) throw new Error(`${name} is not in PATH`);
  return path;
}

/** What is missing, in words: programs that PATH does not have, and more that is not there either. */
export function lacking(programs: readonly string[], more?: string): string | undefined {
  const missing = programs.filter((name) => findProgram(name) === undefined);
  const parts = [
    ...(missing.length > 0 ? [`${missing.join(' and ')} in PATH`] : []),
    ...(more ? [more] : []),
  ];
  return parts.length > 0 ? parts.join(' and ') : undefined;
}
