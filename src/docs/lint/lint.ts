import type { PageData } from '../reader/page.ts';
import type { FindPage, LintFinding } from './finding.ts';
import { isOutline, outlineOf } from './outline.ts';
import { RULES } from './rules.ts';

export type { LintFinding } from './finding.ts';
export { differences } from './parameters.ts';
export { RULES } from './rules.ts';

/** The rules that speak where nobody chose: those that a sample checked by hand has shown to be right. */
export const DEFAULT_RULES: readonly string[] = Object.entries(RULES).flatMap(([id, { byDefault }]) =>
  byDefault === false ? [] : [id],
);

/**
 * What rules find on a page, in the order of lines.
 *
 * @param find other pages, for links that lead there; without it such links are not looked at
 * @param rules ids of the rules to ask
 */
export function lintPage(
  page: PageData,
  find: FindPage = () => undefined,
  rules: Iterable<string> = DEFAULT_RULES,
): LintFinding[] {
  const outline = (file: string) => {
    const found = find(file);
    return found && !isOutline(found) ? outlineOf(found) : found;
  };
  const seen = new Set<string>();
  return [...rules]
    .flatMap((rule) =>
      (RULES[rule]?.look?.(page, outline) ?? []).map(({ line, message }) => ({
        rule,
        file: page.file,
        line,
        message,
      })),
    )
    .filter(({ rule, line, message }) => {
      const key = `${rule}:${line}:${message}`;
      return !seen.has(key) && seen.add(key);
    })
    .sort((one, other) => one.line - other.line);
}
