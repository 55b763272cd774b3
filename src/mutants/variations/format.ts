import { inJson, inXml, sentHeaders, sentText } from '../changes.ts';
import type { Variation } from '../mutant.ts';

/** How an answer is written: JSON, XML, content types. */

const json = (change: (text: string) => string) =>
  sentText((text) => (text === '' ? text : change(text)), inJson);
const xml = (change: (text: string) => string) =>
  sentText((text) => (text === '' ? text : change(text)), inXml);
const unicode = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

export const inFormat: readonly Variation[] = [
  {
    id: 'json-indented',
    changed: 'JSON is indented.',
    ...json((text) => JSON.stringify(JSON.parse(text), null, 4)),
  },
  {
    id: 'json-with-crlf',
    changed: 'JSON is indented and has line ends of Windows.',
    ...json((text) => JSON.stringify(JSON.parse(text), null, '\t').replaceAll('\n', '\r\n')),
  },
  { id: 'json-ends-with-a-line', changed: 'JSON ends with a line break.', ...json((text) => `${text}\n`) },
  {
    id: 'json-with-escaped-slashes',
    changed: 'Slashes in JSON are escaped, as PHP does.',
    ...json((text) => text.replaceAll('/', '\\/')),
  },
  {
    id: 'json-with-unicode-escapes',
    changed: 'What is not ASCII is escaped in JSON, as PHP does.',
    ...json((text) => text.replace(/[^\0-\x7f]/g, unicode)),
  },
  {
    id: 'json-with-escaped-apostrophes',
    changed: 'Apostrophes in JSON are escaped as \\u0027.',
    ...json((text) => text.replaceAll("'", '\\u0027')),
  },
  {
    id: 'json-numbers-with-exponent',
    changed: 'Small numbers in JSON have an exponent, as PHP writes them.',
    ...json((text) =>
      text.replace(
        /"processing":([\d.e-]+)/,
        (_, value: string) => `"processing":${Number(value).toExponential()}`,
      ),
    ),
  },
  {
    id: 'json-whole-numbers-with-a-fraction',
    changed: 'Whole numbers of time in JSON have a fraction of zero.',
    ...json((text) => text.replace(/"operating_reset_at":(\d+)([,}])/g, '"operating_reset_at":$1.0$2')),
  },
  {
    id: 'xml-without-prolog',
    changed: 'XML has no prolog.',
    ...xml((text) => text.replace(/^<\?xml.*?\?>/, '')),
  },
  {
    id: 'xml-prolog-in-single-quotes',
    changed: 'The prolog of XML has single quotes.',
    ...xml((text) => text.replace(/^<\?xml.*?\?>/, "<?xml version='1.0' encoding='UTF-8'?>")),
  },
  {
    id: 'xml-prolog-on-a-line',
    changed: 'The prolog of XML has a line for itself.',
    ...xml((text) => text.replace('?>', ' standalone="yes" ?>\n')),
  },
  {
    id: 'xml-indented',
    changed: 'XML is indented.',
    // Not within an empty element: white space would be its text.
    ...xml((text) =>
      text.replace(/(?<=<(\w+))>(?=<\/\1>)|>(?=<)/g, (_, empty?: string) => (empty ? '>' : '>\n  ')),
    ),
  },
  {
    id: 'xml-empty-elements-short',
    changed: 'Empty elements of XML are written <a/>.',
    ...xml((text) => text.replace(/<(\w+)><\/\1>/g, '<$1/>')),
  },
  {
    id: 'xml-empty-elements-with-a-blank',
    changed: 'Empty elements of XML are written <a />.',
    ...xml((text) => text.replace(/<(\w+)><\/\1>/g, '<$1 />')),
  },
  {
    id: 'xml-with-a-comment',
    changed: 'XML has a comment.',
    ...xml((text) => text.replace('<response>', '<response><!-- node 7 & more -->')),
  },
  {
    id: 'xml-with-cdata',
    changed: 'Texts of XML are in CDATA.',
    ...xml((text) => text.replace(/<error>([^<&]*)<\/error>/, '<error><![CDATA[$1]]></error>')),
  },
  {
    id: 'xml-with-numeric-references',
    changed: 'Apostrophes of XML are numeric references.',
    ...xml((text) => text.replace(/&apos;|'(?=[^<>]*<)/g, '&#039;')),
  },
  {
    id: 'xml-with-attributes',
    changed: 'The root of XML has attributes.',
    ...xml((text) => text.replace('<response>', '<response xmlns:b="urn:b24" version="1">')),
  },
  {
    id: 'charset-in-capitals',
    changed: 'The charset is written UTF-8.',
    ...sentHeaders({ 'content-type': 'application/json; charset=UTF-8' }, inJson),
  },
  {
    id: 'charset-in-quotes',
    changed: 'The charset is in quotes.',
    ...sentHeaders({ 'content-type': 'application/json;charset="utf-8"' }, inJson),
  },
  {
    id: 'media-type-in-capitals',
    changed: 'The media type is written in capitals.',
    ...sentHeaders({ 'content-type': 'Application/JSON; Charset=utf-8' }, inJson),
  },
  {
    id: 'media-type-with-further-parameters',
    changed: 'The content type has a further parameter.',
    ...sentHeaders({ 'content-type': 'text/xml; version=1; charset=utf-8' }, inXml),
  },
  {
    id: 'charset-absent',
    changed: 'The content type names no charset, which JSON does not need.',
    // A hint of the documentation, contradicted as such.
    changes: { 'answer.charset': 'contradicted' },
    ...sentHeaders({ 'content-type': 'application/json' }, inJson),
  },
];
