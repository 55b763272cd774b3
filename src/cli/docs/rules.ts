import { readFileSync, writeFileSync } from 'node:fs';
import { rulesPage } from '../../docs/lint/rules-page.ts';
import type { DocsCommand } from './shared.ts';

const PAGE = new URL('../../../docs/documentation-rules.md', import.meta.url);

/** Explains the rules of lint, from the table that lint has them in. */
export const rules: DocsCommand = {
  options: ['write'],
  nameless: true,
  help: `rules [--write]
  Explains every rule of lint with an example; --write puts that into docs/documentation-rules.md.`,
  run({ write }) {
    if (write) writeFileSync(PAGE, rulesPage());
    else process.stdout.write(readFileSync(PAGE, 'utf8'));
    return 0;
  },
};
