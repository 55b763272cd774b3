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
    ...(isPackaged
      ? filesIn(join(ROOT, 'dist'), '.mjs')
      : [
          ...['base', 'contract', 'cases'].flatMap((room) => filesIn(join(ROOT, 'src', room), 'ts')),
          ...['case-list', 'load', 'load-facts', 'validators', 'create-ajv'].map((name) =>
            join(ROOT, 'src', 'run', `${name}.ts`),
          ),
        ]),
    DOCUMENTATION,
    // Versions of the libraries that read it.
    join(ROOT, 'package.json'),
  ]);
  return key;
}
