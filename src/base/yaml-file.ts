import { isAlias, isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from 'yaml';

/** One mistake in a data file, for the person who edits it. */
export interface DataProblem {
  file: string;
  line: number;
  message: string;
}

/** Bad data: every mistake found, each with file, line and what to do. Ends the run before the first request. */
export class DataError extends Error {
  override readonly name: string = 'DataError';
  readonly problems: readonly DataProblem[];
  constructor(problems: readonly DataProblem[]) {
    super(problems.map((problem) => `${problem.file}:${problem.line}: ${problem.message}`).join('\n'));
    this.problems = problems;
  }
}

/** A parsed YAML file that still knows on which line each value stands. */
export interface YamlFile {
  path: string;
  value: unknown;
  /** Line (from 1) of the key or list item at a path of keys and indexes, or of its nearest existing ancestor. */
  lineOf(path: readonly (string | number)[]): number;
  /** Start and end offsets of the value at a path in the file's text. */
  rangeOf(path: readonly (string | number)[]): readonly [number, number] | undefined;
}

/** @throws DataError where the text is not YAML or repeats a key */
export function parseYamlFile(path: string, text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    throw new DataError(
      problems.map((problem) => ({
        file: path,
        line: lines.linePos(problem.pos[0]).line,
        message: problem.message,
      })),
    );
  }
  const nodeAt = (keys: readonly (string | number)[]): Node | undefined => {
    const found = keys.length === 0 ? document.contents : document.getIn(keys, true);
    const node = isAlias(found) ? found.resolve(document) : found;
    return isNode(node) ? node : undefined;
  };
  /** The key, where the value is one of a map: a block value starts on a later line. */
  const keyAt = (keys: readonly (string | number)[]): Node | undefined => {
    const parent = keys.length === 0 ? undefined : nodeAt(keys.slice(0, -1));
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(keys.at(-1)))
      : undefined;
    return isNode(pair?.key) ? pair.key : undefined;
  };
  return {
    path,
    value: document.toJS(),
    lineOf(keys) {
      for (let length = keys.length; length >= 0; length--) {
        const part = keys.slice(0, length);
        const range = (keyAt(part) ?? nodeAt(part))?.range;
        if (range) return lines.linePos(range[0]).line;
      }
      return 1;
    },
    rangeOf(keys) {
      const range = nodeAt(keys)?.range;
      return range ? [range[0], range[1]] : undefined;
    },
  };
}
