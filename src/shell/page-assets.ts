import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assets } from '../report/html/document.ts';
import { CLIENT_MODULES, joinModules, STYLE_SHEETS } from '../report/html/script.ts';
import { ROOT } from '../run/root.ts';

const FOLDER = join(ROOT, 'src', 'report', 'html');

/** Style and script of a page of the report. */
export function loadPageAssets(kind: keyof typeof CLIENT_MODULES = 'page'): Assets {
  const read = (...path: string[]): string => readFileSync(join(FOLDER, ...path), 'utf8');
  return {
    css: STYLE_SHEETS.map((name) => read('style', `${name}.css`)).join('\n'),
    script: joinModules(CLIENT_MODULES[kind].map((name) => read('client', name))),
  };
}
