import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MethodFacts } from '../contract/facts.ts';
import { ROOT } from './root.ts';

/**
 * The facts of every documented method, each with the section that its file is of. For who needs all of them: whoever asks
 * for some has {@link loadFacts}, which parses only those.
 */
export function loadAllFacts(
  directory = join(ROOT, 'fixtures', 'facts'),
): { section: string; facts: MethodFacts }[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) =>
      readFileSync(join(directory, name), 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('{"method":'))
        .map((line) => ({ section: basename(name, '.jsonl'), facts: JSON.parse(line) as MethodFacts })),
    );
}
