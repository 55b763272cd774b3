import { walk } from '../reader/sections.ts';
import { isCurl, readCurl } from './curl.ts';
import { nameOf, type Rule } from './finding.ts';

const FRAGMENT = /^\s*"[^"]*"\s*:/;

/** Shortened on purpose: words for values, dots, comments, placeholders where a value should be. */
const ABRIDGED =
  /:\s*[A-Za-z]+ +[A-Za-z]|\.\.\.|…|\/\/|\/\*|<[^>"]+>|(?<!")\*\*\w+\*\*(?!")|^\s*(\d+ )?[A-Za-z]+ [A-Za-z ]+$/m;

/** JSON that does not parse, in a block marked as JSON or in the body of a cURL example. */
export const jsonSyntax: Rule = (page) => {
  const blocks = page.sections
    .filter(({ file }) => file === page.file)
    .flatMap((section) => [...walk(section.blocks)])
    .flatMap((block) => (block.kind === 'code' && block.lang === 'json' ? [block] : []));
  const bodies = page.examples
    .filter(isCurl)
    .map(readCurl)
    .filter(
      ({ body, headers }) => /^\s*[{[]/.test(body ?? '') && /json/.test(headers.get('content-type') ?? ''),
    );
  return [
    ...blocks.flatMap(({ text, line }) => complain(text, line, 'the JSON')),
    ...bodies.flatMap(({ body = '', example }) =>
      complain(body, example.line, `the JSON body of ${nameOf(example.tab)}`),
    ),
  ];
};

function complain(text: string, line: number, what: string): { line: number; message: string }[] {
  if (FRAGMENT.test(text) || ABRIDGED.test(withoutStrings(text))) return [];
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/,? *(\.\.\.)?".*$/s, '') : '';
    return [{ line, message: `${what} does not parse: ${reason}` }];
  }
}

/** A text that goes over several lines is one where it stands between the marks of JSON: not abridged, but broken. */
function withoutStrings(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|(?<=[:,[{]\s*)"(?:[^"\\]|\\.)*"(?=\s*[,}\]:])/g, '""');
}
