import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assets } from '../report/html/document.ts';
import { CLIENT_MODULES, joinModules } from '../report/html/script.ts';
import { ROOT } from './load.ts';

const FOLDER = join(ROOT, 'src', 'report', 'html');

/** Style and script of the report's pages. */
export function loadPageAssets(): Assets {
  const read = (...path: string[]): string => readFileSync(join(FOLDER, ...path), 'utf8');
  return {
    css: read('page.css'),
    script: joinModules(CLIENT_MODULES.map((name) => read('client', name))),
  };
}
