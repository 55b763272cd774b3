import type { PageData } from './page.ts';

/** Who is to mend it: what the page itself lacks or has wrong, or what it has and the reader cannot read. */
export type Blame = 'page' | 'reader';

/** What a problem is of, without names, numbers and headings. */
export interface Reason {
  reason: string;
  blame: Blame;
}

/** Every kind of problem. What is not here is the reader's fault until somebody has looked. */
const REASONS: [pattern: RegExp, blame: Blame, reason?: string][] = [
  [/^no section on (the response|the returned fields|errors)$/, 'page'],
  [/^no section on the parameters that this example sends$/, 'page'],
  [/^no (status|example) of the success answer$/, 'page'],
  [/^no status can be read$/, 'reader'],
  [/^neither status, example nor table of errors$/, 'page'],
  [/^no table of (returned fields|parameters)$/, 'page'],
  [/^no table of .*: its header is unknown$/, 'reader'],
  [/ has no type$/, 'page', 'a name without a type'],
  [/^the table has no column of types$/, 'page'],
  [/^a row of \d+ cells? in a table of \d+ columns?$/, 'page', 'a row with cells too few or too many'],
  [/^a table row without its closing \|\|$/, 'page'],
  [/^a table without its end \|#$/, 'page'],
  [/^a code block without an end$/, 'page'],
  [/^'\{% (list|note|cut|if) %\}' without /, 'page', 'a directive without its end'],
  [/^a list of tabs without tabs$/, 'page'],
  [/^the included .* is not there$/, 'page', 'an include that is not there'],
  [/ includes itself$/, 'page', 'an include of itself'],
  [/^bytes that are not UTF-8$/, 'page'],
  [/^cannot be read: /, 'page', 'a file that cannot be opened'],
  [/^'.*' is not a status$/, 'page', 'a status that is none'],
  [/not in this text/, 'page', 'a page saved as plain text'],
  [/^(a row without a name|no method in the title)$/, 'page', 'a page saved as plain text'],
  [/^no name can be read from /, 'reader', 'a row whose name cannot be read'],
  [/^the table under .* belongs to no row above$/, 'reader', 'a table that belongs to no row above'],
  [/^no error table: /, 'reader', 'a table among the errors that is none of errors'],
];

/** The kind of a problem; one within an included file has that file's name before it. */
export function reasonOf(message: string): Reason {
  const own = message.replace(/^\S+\.md:\d+: /, '');
  const found = REASONS.find(([pattern]) => pattern.test(own));
  return found ? { reason: found[2] ?? own, blame: found[1] } : { reason: own, blame: 'reader' };
}

/** Whether all that the page has was read: what is missing is missing on the page. */
export function isWhole(page: PageData): boolean {
  return page.problems.every(({ message }) => reasonOf(message).blame === 'page');
}
