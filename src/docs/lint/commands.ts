import { distance } from 'fastest-levenshtein';
import { curlMethod, type Example } from '../reader/examples.ts';
import { inLatin, methodNames, plain } from '../reader/text.ts';
import { agreedMethod } from './agreed.ts';
import { readCode } from './code/read.ts';
import { isCurl, readCurl } from './curl.ts';
import { type Found, nameOf, type Rule } from './finding.ts';
import { PLACEHOLDERS } from './placeholders.ts';

/** An example that calls another method, and nowhere the page's own. */
export const otherMethod: Rule = (page) => {
  const { method } = page;
  // Where all examples agree on another one, the title is wrong.
  if (method === undefined || agreedMethod(page) !== undefined) return [];
  const own = method.toLowerCase();
  /** Tabs that have shown the page's method: what stands there further down goes on with another one. */
  const shown = new Set<string>();
  const deliberate = deliberateIn(page.examples, own);
  return page.examples.flatMap((example) => {
    const { tab, text, line } = example;
    const called = [
      ...text.matchAll(
        /(?:callMethod|callBatch|CRest::call|->call|\.Call|call_method|\.make)\s*\(\s*(?:ctx,\s*)?(?:\{\s*method:\s*)?['"]([\w.]+)['"]/g,
      ),
      ...text.matchAll(/\bmethod:\s*['"]([\w-]+(?:\.[\w-]+)+)['"]/g),
    ].map((match) => match[1] ?? '');
    const { calls } = readCode(example);
    called.push(...calls.map((call) => call.method));
    const curl = isCurl(example) ? readCurl(example).method : undefined;
    if (curl !== undefined) called.push(curl);
    if (hasName(text, own)) shown.add(tab);
    if (
      shown.has(tab) ||
      called.every((name) => deliberate.has(name)) ||
      called.length === 0 ||
      called.includes('batch') ||
      called.some((name) => name.toLowerCase() === own) ||
      calls.some(
        (call) =>
          call.translated && call.method.replaceAll('_', '').toLowerCase() === own.replaceAll('_', ''),
      )
    )
      return [];
    return [
      {
        line: line + 1 + (calls[0]?.offset ?? 0),
        message: `${nameOf(tab)} calls ${[...new Set(called)].join(', ')}, the page is about ${method}`,
      },
    ];
  });
};

/** Whether a text has the method's name, not only a longer one that begins with it. */
function hasName(text: string, method: string): boolean {
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(method); at >= 0; at = lower.indexOf(method, at + 1))
    if (!/^(\.(?!json|xml|php)[a-z]|[\w-])/.test(lower.slice(at + method.length))) return true;
  return false;
}

/** Other methods that tabs call after they have shown the page's own: a second example, of what comes next. */
function deliberateIn(examples: readonly Example[], own: string): ReadonlySet<string> {
  const shown = new Set<string>();
  const others = new Set<string>();
  for (const example of examples) {
    if (hasName(example.text, own)) shown.add(example.tab);
    else if (shown.has(example.tab)) for (const { method } of readCode(example).calls) others.add(method);
  }
  return others;
}

/** Examples that write the page's method in other letters. */
export const methodCase: Rule = (page) => {
  const { method } = page;
  if (method === undefined) return [];
  return page.examples.flatMap((example): Found[] => {
    const calls = readCode(example).calls.filter((call) => !call.translated);
    const other = calls.find(
      (call) => call.method !== method && call.method.toLowerCase() === method.toLowerCase(),
    );
    if (!other) return [];
    return [
      {
        line: example.line + 1 + other.offset,
        message: `${nameOf(example.tab)} calls ${other.method}, the page is about ${method}: the letters differ`,
      },
    ];
  });
};

/** The title of a method's page does not name the method. */
export const titleMethod: Rule = (page) => {
  const { kind, method, title } = page;
  const agreed = agreedMethod(page);
  if (agreed !== undefined) {
    const line = page.sections.find(({ level, file }) => level === 1 && file === page.file)?.line ?? 1;
    return [{ line, message: `the title names ${method}, every example calls ${agreed}` }];
  }
  if (kind !== 'method' || method === undefined || methodNames(title).length > 0) return [];
  if (plain(title).toLowerCase().split(/\s+/).includes(method.toLowerCase())) return [];
  const line = page.sections.find(({ level, file }) => level === 1 && file === page.file)?.line ?? 1;
  return [{ line, message: `the title does not name the method that the examples call, ${method}` }];
};

/** A line that only a command before it makes sense of. */
const GOES_ON = /^\s*(-[\w-]|['"]?https?:)/;

/** Lines of a cURL command that do not go on: a slash instead of a backslash, or nothing at all. */
export const curlContinuation: Rule = (page) =>
  page.examples.filter(isCurl).flatMap(({ tab, text, line }) => {
    const lines = text.trimEnd().split('\n');
    const slash = lines.findIndex((one) => /\s\/\s*$/.test(one));
    if (slash >= 0)
      return [
        {
          line: line + 1 + slash,
          message: `${nameOf(tab)} ends lines with / where a shell needs \\: the command breaks after its first line`,
        },
      ];
    const at = (index: number, said: string): Found[] => [
      { line: line + 1 + index, message: `${nameOf(tab)} ${said}` },
    ];
    const spaced = lines.findIndex((one) => /\\[ \t]+$/.test(one));
    if (spaced >= 0) return at(spaced, 'has blanks after \\: the line does not go on');
    const doubled = lines.findIndex(
      (one, index) =>
        /(?<!\\)(\\\\)+$/.test(one) && lines[index + 1] !== undefined && isOutside(lines, index),
    );
    if (doubled >= 0) return at(doubled, 'has \\\\ at the end of a line: the line does not go on');
    const empty = lines.findIndex(
      (one, index) =>
        /\\$/.test(one) &&
        lines[index + 1]?.trim() === '' &&
        lines.slice(index + 2).some((rest) => GOES_ON.test(rest)) &&
        isOutside(lines, index),
    );
    if (empty >= 0) return at(empty + 1, 'has an empty line after \\: the command ends there');
    const commented = lines.findIndex((one, index) => {
      const [, before] = /^(.*?\\)[ \t]+#/.exec(one) ?? [];
      return (
        before !== undefined &&
        index < lines.length - 1 &&
        isOutside([...lines.slice(0, index), before], index)
      );
    });
    if (commented >= 0) return at(commented, 'has a comment after \\: the line does not go on');
    const between = lines.findIndex(
      (one, index) =>
        index > 0 &&
        /^\s*#/.test(one) &&
        /\\$/.test(lines[index - 1] ?? '') &&
        index < lines.length - 1 &&
        isOutside(lines, index - 1),
    );
    if (between >= 0) return at(between, 'has a comment between lines that go on: the command ends there');
    const broken = lines.findIndex((one, index) => {
      const next = lines[index + 1];
      return (
        next !== undefined &&
        isOutside(lines, index) &&
        !/\\$/.test(one) &&
        GOES_ON.test(next) &&
        one.trim() !== '' &&
        !/^\s*#/.test(one)
      );
    });
    return broken < 0 ? [] : at(broken, 'has a line without \\: the next one is not part of the command');
  });

/** Whether the end of a line stands outside quotes. */
function isOutside(lines: readonly string[], index: number): boolean {
  const before = lines
    .slice(0, index + 1)
    .join('\n')
    .replace(/\\'/g, '');
  return before.split("'").length % 2 === 1;
}

/** A command that does not begin with its program. */
export const curlMissing: Rule = (page) =>
  page.examples.flatMap(({ tab, lang, text, line }) => {
    if (!/^curl/i.test(tab) && !/^(bash|sh|shell|curl)$/i.test(lang)) return [];
    if (/\bcurl\b/i.test(text) || /\b(wget|https?ie|fetch)\b/i.test(text)) return [];
    const hasOptions = /(?:^|\s)(?:-X\s|-H\s|-d\s|--(?:data|header|request|location)\b)/m.test(text);
    if (!hasOptions || !/\/rest\/|https?:\/\//.test(text)) return [];
    const first = text.split('\n').findIndex((one) => one.trim() !== '' && !/^\s*#/.test(one));
    return [
      {
        line: line + 1 + first,
        message: `${nameOf(tab)} does not begin with curl: there is no command to run`,
      },
    ];
  });

/** Placeholders that are almost those of the documentation: nobody who replaces them finds these. */
export const placeholder: Rule = (page) =>
  page.examples.flatMap(({ tab, text, line }) => {
    if (!/[pр][uи][tт][_.-]|your[_.-]/iu.test(text)) return [];
    const found = [
      ...text.matchAll(
        /(\*{0,3})(?<![\p{L}\p{N}_])((?:[pр][uи][tт]|your)[_.-][\p{L}\p{N}_.-]*[\p{L}\p{N}_])(\*{0,3})/giu,
      ),
    ].flatMap((match): Found[] => {
      const [, before = '', name = '', after = ''] = match;
      const at = line + text.slice(0, match.index).split('\n').length;
      const near = isNear(name);
      if (near !== undefined)
        return [{ line: at, message: `${nameOf(tab)} has the placeholder ${name}, elsewhere it is ${near}` }];
      if (PLACEHOLDERS.has(name) && before !== after)
        return [
          {
            line: at,
            message: `${nameOf(tab)} has the placeholder ${before}${name}${after}, its marks are not a pair`,
          },
        ];
      return [];
    });
    return found.filter((one, index) => found.findIndex(({ message }) => message === one.message) === index);
  });

function isNear(printed: string): string | undefined {
  if (PLACEHOLDERS.has(printed)) return undefined;
  const name = inLatin(printed).toLowerCase();
  return [...PLACEHOLDERS.keys()].find((known) => {
    if (known.length <= 10) return false;
    const [one, other] = [known.toLowerCase(), name].map((text) => text.replace(/[_.-]/g, '_')) as [
      string,
      string,
    ];
    return distance(one, other) <= 2 || one.replace('your_', '') === other.replace('your_', '');
  });
}

/** What brings an access token along, or stands for one. */
const TOKEN = /(?:^|["'\s?&])(?:auth|authorization)["']?\s*[:=]|access_?token/im;

/** The example of OAuth has no access token: whoever pastes it is refused. One of a webhook is another rule's. */
export const tokenMissing: Rule = (page) =>
  page.examples.flatMap(({ tab, text, line }) => {
    if (!/^curl.*oauth/i.test(tab) || curlMethod(text) === undefined || TOKEN.test(text)) return [];
    // Between the address and the method, a webhook has a user and a secret.
    if (/\/rest\/(?:api\/)?[^\s/'"]+\/[^\s/'"]+\/|\.\.\.|…/.test(text)) return [];
    return [{ line, message: `${nameOf(tab)} has no access token` }];
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

/** Whether the fence names a language that the tab's name does not stand for. */
export function isOfOtherLanguage({ tab, lang }: Example): boolean {
  const langs = LANGUAGES.find(([name]) => name.test(tab))?.[1];
  return langs !== undefined && lang !== '' && !langs.test(lang);
}

/**
 * An example in another language than its tab: as a rule, its own tab is indented into the one before. A tutorial's tab
 * holds whatever is needed beside the program.
 */
export const tabLanguage: Rule = (page) =>
  page.kind !== 'method'
    ? []
    : page.examples
        .filter(isOfOtherLanguage)
        .map(({ tab, lang, line }) => ({ line, message: `${nameOf(tab)} holds an example in ${lang}` }));
