import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MethodFacts, PlatformFacts } from '../../contract/facts.gen.ts';

/** Facts of a page, and the line that has them. */
export interface KnownFacts {
  facts: MethodFacts | PlatformFacts;
  file: string;
  line: number;
}

/**
 * The facts of a directory that `npm run docs -- facts` has written, in the order of files and lines; none where it has
 * written none.
 *
 * @param label name of the directory in messages
 */
export function readFacts(directory: string, label = directory): KnownFacts[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) =>
      readFileSync(join(directory, name), 'utf8')
        .split('\n')
        .flatMap((text, index) =>
          text === ''
            ? []
            : [{ facts: JSON.parse(text) as KnownFacts['facts'], file: `${label}/${name}`, line: index + 1 }],
        ),
    );
}
