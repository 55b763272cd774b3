import type { Example } from '../reader/examples.ts';
import type { PageData } from '../reader/page.ts';
import { readCode } from './code/read.ts';
import { OPEN, UNKNOWN } from './code/value.ts';
import { isOfOtherLanguage } from './commands.ts';
import { type Found, nameOf, type Rule } from './finding.ts';
import { oncePer } from './once.ts';
import { missingIn, misspeltIn, mistypedIn, translate, unknownIn, unknownWithin } from './parameters.ts';
import { hasWholeTable, parameterTexts } from './parts.ts';

interface Comparable {
  example: Example;
  line: number;
  parameters: Record<string, unknown>;
  /** Names of the first level are the library's, not the method's. */
  translated: boolean;
}

/** Calls of the page's own method whose parameters can be compared with its table. */
const comparable = oncePer((page: PageData): Comparable[] => {
  const method = page.method?.toLowerCase();
  return method === undefined || page.params.length === 0 || isByOrder(page)
    ? []
    : page.examples.flatMap((example) =>
        readCode(example).calls.flatMap((call): Comparable[] => {
          const { parameters, offset, translated = false } = call;
          if (parameters === UNKNOWN || wording(call.method, translated) !== wording(method, translated))
            return [];
          return [
            {
              example,
              line: example.line + 1 + offset,
              parameters: translated ? { ...translate(page, parameters), [OPEN]: true } : parameters,
              translated,
            },
          ];
        }),
      );
});

/** Methods that take their parameters by order: what they are called tells nothing. */
function isByOrder(page: PageData): boolean {
  return parameterTexts(page).some((text) =>
    /\border of (the )?parameters\b|порядок \S* ?параметров/i.test(text),
  );
}

function wording(method: string, translated: boolean): string {
  return translated ? method.toLowerCase().replaceAll('_', '') : method.toLowerCase();
}

/** One finding for each call that `say` has something to say of. */
function perCall(page: PageData, say: (given: Record<string, unknown>) => string | undefined): Found[] {
  return comparable(page).flatMap(({ example: { tab }, line, parameters }) => {
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
  hasWholeTable(page)
    ? perCall(page, (given) => {
        const unknown = unknownIn(page, given);
        if (unknown.length === 0) return undefined;
        if (unknown.every((key) => /^\d+$/.test(key)))
          return `sends a value without a name beside named ones: it arrives as ${unknown.join(', ')}, which the table does not have`;
        return `sends ${unknown.join(', ')}, which the table does not have`;
      })
    : [];

/** A key within an object that the object's own table does not have. */
export const parameterInner: Rule = (page) =>
  hasWholeTable(page)
    ? perCall(page, (given) => {
        const unknown = unknownWithin(page, given);
        return unknown.length === 0
          ? undefined
          : `sends ${unknown.join(', ')}, which the table does not have`;
      })
    : [];

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

/** Code that does not parse in the language of its tab: whoever pastes it gets an error. */
export const exampleSyntax: Rule = (page) => {
  if (page.kind !== 'method' && page.kind !== 'event' && page.kind !== 'function') return [];
  return page.examples.flatMap((example) => {
    const { fault, language } = readCode(example);
    if (!fault || isAbridged(example.text) || isOfOtherLanguage(example)) return [];
    return [
      {
        line: example.line + 1 + fault.offset,
        message: `${nameOf(example.tab)} does not parse as ${language}: ${fault.message}`,
      },
    ];
  });
};

/** Dots that stand for something left out. */
function isAbridged(text: string): boolean {
  return /(^|[\s,[({:])(\.\.\.|…)\s*([\])},;]|$)/m.test(
    text.replace(/(['"`])(?:\\.|(?!\1)[^\\\n])*\1/g, "''").replace(/\/\/.*$/gm, ''),
  );
}
