/**
 * The client's modules as one script for a page, without a bundler: imports among themselves fall away, exports become
 * plain declarations of one scope.
 *
 * @param modules texts, each after those that it imports
 * @throws Error when a module uses a form that this does not know
 */
export function joinModules(modules: readonly string[]): string {
  const joined = modules
    .map((text) =>
      text
        .replace(/^import [^;]*? from '\.\/[\w-]+\.js';\n/gm, '')
        .replace(/^export (?=(async function|function|const|let) )/gm, ''),
    )
    .join('\n');
  const left = /^(import|export)\b.*/m.exec(joined);
  if (left) throw new Error(`the page's script cannot hold '${left[0]}'`);
  // Within a script element this would end it.
  if (/<\/script|<!--/i.test(joined)) throw new Error("the page's script holds the end of a script element");
  return `'use strict';\n(() => {\n${joined}})();\n`;
}

/** Files of `src/report/html/style/`, in the order in which they apply. */
export const STYLE_SHEETS = [
  'base',
  'top',
  'tiles',
  'find',
  'claims',
  'health',
  'exchanges',
  'tables',
  'migrations',
  'survey',
  'narrow',
  'print',
] as const;

/** Files of `src/report/html/client/` that a page needs, each after those that it imports. */
export const CLIENT_MODULES = {
  page: [
    'dom.js',
    'layout.js',
    'copy.js',
    'exchanges.js',
    'find.js',
    'address.js',
    'survey-map.js',
    'survey.js',
    'main.js',
  ],
  matrix: ['dom.js', 'matrix.js'],
} as const;
