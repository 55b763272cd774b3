import type { PageData } from '../reader/page.ts';
import { type CurlCall, isCurl, readCurl } from './curl.ts';
import { nameOf, type Rule } from './finding.ts';
import { hasTable, missingIn, misspeltIn, mistypedIn, unknownIn } from './parameters.ts';

/** Calls of the page's own method whose parameters can be compared with its table. */
function comparable(page: PageData): (CurlCall & { parameters: Record<string, unknown> })[] {
  if (!hasTable(page)) return [];
  return page.examples
    .filter(isCurl)
    .map(readCurl)
    .flatMap((call) =>
      call.parameters && call.method === page.method ? [{ ...call, parameters: call.parameters }] : [],
    );
}

/** One finding for each call that `say` has something to say of. */
function perCall(page: PageData, say: (given: Record<string, unknown>) => string | undefined) {
  return comparable(page).flatMap(({ example: { tab, line }, parameters }) => {
    const said = say(parameters);
    return said === undefined ? [] : [{ line, message: `${nameOf(tab)} ${said}` }];
  });
}

/** A required parameter that an example leaves out. */
export const requiredMissing: Rule = (page) =>
  perCall(page, (given) => {
    const names = missingIn(page, given);
    return names.length === 0 ? undefined : `leaves out the required ${names.join(', ')}`;
  });

/** A parameter of an example that neither the table nor the words of its rows have. */
export const parameterUnknown: Rule = (page) =>
  perCall(page, (given) => {
    const unknown = unknownIn(page, given);
    return unknown.length === 0 ? undefined : `sends ${unknown.join(', ')}, which the table does not have`;
  });

/** Parameters that differ from the table by case only. */
export const parameterCase: Rule = (page) =>
  perCall(page, (given) => {
    const pairs = misspeltIn(page, given);
    const list = (side: 0 | 1): string => pairs.map((pair) => pair[side]).join(', ');
    return pairs.length === 0 ? undefined : `sends ${list(0)}, the table has ${list(1)}`;
  });

/** A value of an example that is of none of the types that the table has. */
export const parameterType: Rule = (page) =>
  perCall(page, (given) => {
    const [wrong] = mistypedIn(page, given);
    return wrong && `sends ${wrong.name} as ${wrong.sent}, the table has ${wrong.types.join(' | ')}`;
  });
