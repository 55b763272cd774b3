import { join } from 'node:path';
import { isPackaged } from '../base/program.ts';
import { contentKey, filesIn } from './kept-data.ts';
import { ROOT } from './root.ts';
import { verificationFiles } from './verifications.ts';

export const CONTRACT = join(ROOT, 'fixtures', 'contract');
export const RESOURCES = join(CONTRACT, 'resources');
export const FACTS = join(ROOT, 'fixtures', 'facts');
export const SCHEMAS = join(ROOT, 'schemas');
/** Of the survey of all methods; no other run needs it. */
export const SAFETY = join(CONTRACT, 'platform', 'safety.yaml');
export const DOCUMENTATION = join(ROOT, 'fixtures', 'documentation.yaml');
/** What runs on portals have said of methods; absent until one has. */
export const VERIFICATION = join(ROOT, 'fixtures', 'verification');

let key: string | undefined;

/** Another process of the run has read the data: this one takes what is kept by the same key, and does not read it again. */
export function adoptKey(known: string | undefined): void {
  key = known;
}

/** Changes with the data and with the code that reads it. */
export function keyOfContract(): string {
  key ??= contentKey([
    ...filesIn(CONTRACT, ''),
    ...filesIn(FACTS, ''),
    ...verificationFiles(VERIFICATION),
    ...filesIn(SCHEMAS, '.json'),
    ...filesOfCode(
      ['base', 'contract', 'cases'],
      ['case-list', 'load', 'load-facts', 'validators', 'create-ajv'].map((name) => `run/${name}.ts`),
    ),
    DOCUMENTATION,
  ]);
  return key;
}

/**
 * Files that change with the code that reads data.
 *
 * @param rooms folders below `src`, and
 * @param files single files there
 */
export function filesOfCode(rooms: readonly string[], files: readonly string[] = []): string[] {
  const sources = join(ROOT, 'src');
  return [
    ...(isPackaged
      ? filesIn(join(ROOT, 'dist'), '.mjs')
      : [
          ...rooms.flatMap((room) => filesIn(join(sources, room), '')),
          ...files.map((file) => join(sources, file)),
        ]),
    // It names the versions of libraries.
    join(ROOT, 'package.json'),
  ];
}
