import { guess } from '../base/guess.ts';
import { DataError, type DataProblem, parseYamlFile } from '../base/yaml-file.ts';
import type { MethodFacts } from '../contract/facts.ts';
import type { Schemas } from '../contract/schemas.ts';
import { validateShape } from '../contract/validate.ts';
import type { Safety, SafetyFile } from './safety.gen.ts';

export type { Safety } from './safety.gen.ts';

/** What a call of a documented method does to a portal. */
export type Classify = (method: Pick<MethodFacts, 'method' | 'title'>) => Safety;

/**
 * Reads fixtures/contract/platform/safety.yaml. Pure: the caller reads the file.
 *
 * @param documented names of all documented methods
 * @throws DataError where the file does not have its shape, an exception is of no documented method, or a pattern of
 * `never` matches none: a mistyped name would leave a method callable
 */
export function readSafety(
  { path, text }: { path: string; text: string },
  schemas: Schemas,
  documented: readonly string[],
): Classify {
  const file = parseYamlFile(path, text);
  const wrong = validateShape(file, schemas, 'safety.schema.json');
  if (wrong.length > 0) throw new DataError(wrong);
  const data = file.value as SafetyFile;
  const names = new Set(documented.map((name) => name.toLowerCase()));
  const problems: DataProblem[] = [];
  const problem = (place: readonly (string | number)[], message: string): void =>
    void problems.push({ file: path, line: file.lineOf(place), message });

  const exceptions = new Map<string, Safety>();
  for (const [index, { method, is }] of data.exceptions.entries()) {
    const name = method.toLowerCase();
    if (!names.has(name))
      problem(
        ['exceptions', index],
        `'${method}' is not a documented method${guess(method, [...documented])}`,
      );
    if (exceptions.has(name)) problem(['exceptions', index], `duplicate exception '${method}'`);
    exceptions.set(name, is);
  }
  const never = data.never.flatMap(({ methods }, group) =>
    methods.map((pattern, index) => {
      const expression = wildcard(pattern);
      if (![...names].some((name) => expression.test(name)))
        problem(['never', group, 'methods', index], `'${pattern}' matches no documented method`);
      return expression;
    }),
  );
  if (problems.length > 0) throw new DataError(problems);

  const reads = data.reads.map(wildcard);
  const changing = new Set(data.changing);
  const makes = new Map(
    Object.entries(data.makes).map(([word, removers]) => [
      word.toLowerCase(),
      removers.map((remover) => remover.toLowerCase()),
    ]),
  );
  return ({ method, title }) => {
    const name = method.toLowerCase();
    const exception = exceptions.get(name);
    if (exception !== undefined) return exception;
    if (never.some((expression) => expression.test(name))) return 'never';
    const words = name.split('.');
    const last = words.at(-1) ?? name;
    const [verb = ''] = title.split(' ');
    if (reads.some((expression) => expression.test(last))) return changing.has(verb) ? 'changes' : 'reads';
    const family = words.slice(0, -1).join('.');
    const isRemoved = makes.get(last)?.some((remover) => names.has(`${family}.${remover}`));
    return isRemoved ? 'makes' : 'changes';
  };
}

/** A pattern of names, `*` for any characters, in any case. */
function wildcard(pattern: string): RegExp {
  const escaped = pattern.split('*').map((part) => part.replace(/[.]/g, '\\.'));
  return new RegExp(`^${escaped.join('.*')}$`, 'i');
}
