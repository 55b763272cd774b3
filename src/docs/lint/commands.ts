import { isCurl, readCurl } from './curl.ts';
import { nameOf, type Rule } from './finding.ts';

/** An example that calls another method, and nowhere the page's own. */
export const otherMethod: Rule = (page) => {
  const { method } = page;
  if (method === undefined) return [];
  return page.examples.flatMap(({ tab, text, line }) => {
    const called = [
      ...text.matchAll(
        /(?:callMethod|callBatch|CRest::call|->call|\.Call|call_method|\.make)\s*\(\s*(?:ctx,\s*)?(?:\{\s*method:\s*)?['"]([\w.]+)['"]/g,
      ),
      ...text.matchAll(/\bmethod:\s*['"]([\w-]+(?:\.[\w-]+)+)['"]/g),
    ].map((match) => match[1] ?? '');
    const curl = /^\s*curl\s/.test(text) ? readCurl({ tab, text, line, lang: '' }).method : undefined;
    if (curl !== undefined) called.push(curl);
    if (
      called.length === 0 ||
      called.includes('batch') ||
      called.some((name) => name.toLowerCase() === method.toLowerCase())
    )
      return [];
    // The example mentions it in another way, as a batch does.
    if (text.toLowerCase().includes(method.toLowerCase())) return [];
    return [
      {
        line,
        message: `${nameOf(tab)} calls ${[...new Set(called)].join(', ')}, the page is about ${method}`,
      },
    ];
  });
};

/** Lines of a cURL command that do not go on: a slash instead of a backslash, or nothing at all. */
export const curlContinuation: Rule = (page) =>
  page.examples.filter(isCurl).flatMap(({ tab, text, line }) => {
    const lines = text.trimEnd().split('\n');
    const slash = lines.findIndex((one) => /\s\/\s*$/.test(one));
    if (slash >= 0)
      return [
        {
          line,
          message: `${nameOf(tab)} ends lines with / where a shell needs \\: the command breaks after its first line`,
        },
      ];
    const spaced = lines.findIndex((one) => /\\[ \t]+$/.test(one));
    if (spaced >= 0)
      return [
        { line: line + 1 + spaced, message: `${nameOf(tab)} has blanks after \\: the line does not go on` },
      ];
    const broken = lines.findIndex((one, index) => {
      const next = lines[index + 1];
      const quotes =
        lines
          .slice(0, index + 1)
          .join('\n')
          .replace(/\\'/g, '')
          .split("'").length - 1;
      return next !== undefined && quotes % 2 === 0 && !/\\$/.test(one) && /^\s+(-|'?"?https?:)/.test(next);
    });
    return broken < 0
      ? []
      : [
          {
            line: line + 1 + broken,
            message: `${nameOf(tab)} has a line without \\: the next one is no part of the command`,
          },
        ];
  });

/** The webhook's example authorizes as OAuth does, or the other way round. */
export const tabsSwapped: Rule = (page) =>
  page.examples.filter(isCurl).flatMap(({ tab, text, line }) => {
    const webhook = /put_your_webhook_here/.test(text);
    const token = /put_access_token_here|["'\s?&]auth["']?\s*[:=]/.test(text);
    if (/webhook/i.test(tab) && token && !webhook)
      return [{ line, message: `${nameOf(tab)} authorizes by an access token` }];
    if (/oauth/i.test(tab) && webhook) return [{ line, message: `${nameOf(tab)} calls a webhook` }];
    return [];
  });

/** The languages that a tab's name stands for, as fences write them. */
const LANGUAGES: readonly [tab: RegExp, langs: RegExp][] = [
  [/^curl/i, /^(bash|curl|shell|sh|console|http)$/i],
  [/^(js|bx24)/i, /^(js|ts|javascript|typescript|html|jsx|tsx)$/i],
  [/^php/i, /^php$/i],
  [/^python/i, /^(python|py)$/i],
  [/^go$/i, /^(go|golang)$/i],
];

/** An example in another language than its tab: as a rule, its own tab is indented into the one before. */
export const tabLanguage: Rule = (page) =>
  page.examples.flatMap(({ tab, lang, line }) => {
    const langs = LANGUAGES.find(([name]) => name.test(tab))?.[1];
    if (langs === undefined || lang === '' || langs.test(lang)) return [];
    return [{ line, message: `${nameOf(tab)} holds an example in ${lang}` }];
  });
