import type { PageData } from '../reader/page.ts';
import { deadAnchor } from './anchors.ts';
import { returnedCase, returnedKeys, returnedType, statuses } from './answers.ts';
import { curlContinuation, otherMethod, tabLanguage, tabsSwapped } from './commands.ts';
import { errorCode, errorText } from './errors.ts';
import { parameterCase, parameterType, parameterUnknown, requiredMissing } from './examples.ts';
import type { FindPage, LintFinding, Rule } from './finding.ts';
import { jsonSyntax } from './json.ts';
import { time } from './time.ts';

export type { LintFinding } from './finding.ts';
export { differences } from './parameters.ts';

/** Every rule by its id. Ids are in baselines: they stay. */
export const RULES: Record<string, Rule> = {
  'json-syntax': jsonSyntax,
  'error-code': errorCode,
  'error-text': errorText,
  'required-missing': requiredMissing,
  'parameter-unknown': parameterUnknown,
  'parameter-case': parameterCase,
  'parameter-type': parameterType,
  'other-method': otherMethod,
  'curl-continuation': curlContinuation,
  'tabs-swapped': tabsSwapped,
  'tab-language': tabLanguage,
  'returned-keys': returnedKeys,
  'returned-case': returnedCase,
  'returned-type': returnedType,
  status: statuses,
  'dead-anchor': deadAnchor,
  time,
};

/**
 * What every rule finds on a page, in the order of lines.
 *
 * @param find other pages, for links that lead there; without it such links are not looked at
 */
export function lintPage(page: PageData, find: FindPage = () => undefined): LintFinding[] {
  return Object.entries(RULES)
    .flatMap(([rule, look]) =>
      look(page, find).map(({ line, message }) => ({ rule, file: page.file, line, message })),
    )
    .filter(
      (one, index, all) =>
        all.findIndex(
          (other) => other.rule === one.rule && other.line === one.line && other.message === one.message,
        ) === index,
    )
    .sort((one, other) => one.line - other.line);
}
