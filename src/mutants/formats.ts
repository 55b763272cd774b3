import { wrapStage } from '../mock/index.ts';
import { type Body, before, inJson, inXml, isOf, ofTyping, sentHeaders, sentText } from './changes.ts';
import type { Mutant } from './mutant.ts';

/** Content types, JSON, XML and the headers of answers. */

const withoutSuffix = (call: Parameters<typeof inJson>[0]): boolean =>
  !/\.(json|xml)\b/.test(call.request.target);

export const formats: readonly Mutant[] = [
  {
    id: 'json-declared-as-html',
    breaks: 'JSON is declared as text/html.',
    kills: ['answer.json.media-type'],
    ...sentHeaders({ 'content-type': 'text/html; charset=utf-8' }, (call) => inJson(call) && ofTyping(call)),
  },
  {
    id: 'json-declared-as-javascript',
    breaks: 'JSON is declared as application/javascript.',
    kills: ['answer.json.media-type'],
    ...sentHeaders(
      { 'content-type': 'application/javascript; charset=utf-8' },
      (call) => inJson(call) && ofTyping(call),
    ),
  },
  {
    id: 'xml-declared-as-json',
    breaks: 'XML is declared as application/json.',
    kills: ['answer.xml.media-type'],
    ...sentHeaders({ 'content-type': 'application/json; charset=utf-8' }, inXml),
  },
  {
    id: 'xml-declared-as-application-xml',
    breaks: 'XML is declared as application/xml.',
    kills: ['answer.xml.media-type'],
    ...sentHeaders({ 'content-type': 'application/xml; charset=utf-8' }, inXml),
  },
  {
    id: 'content-type-missing',
    breaks: 'Answers have no content type.',
    // Without a type there is no charset either, and the authorization server names none.
    kills: ['answer.json.media-type', 'answer.xml.media-type', 'answer.charset', 'oauth.renewal.json'],
    ...sentHeaders({ 'content-type': '' }),
  },
  {
    id: 'charset-windows-1251',
    breaks: 'The content type names the charset windows-1251.',
    kills: ['answer.charset'],
    ...sentHeaders(
      { 'content-type': 'application/json; charset=windows-1251' },
      (call) => inJson(call) && ofTyping(call),
    ),
  },
  {
    id: 'charset-missing',
    breaks: 'The content type of XML names no charset.',
    kills: ['answer.charset'],
    ...sentHeaders({ 'content-type': 'text/xml' }, inXml),
  },
  {
    id: 'json-with-trailing-comma',
    breaks: 'JSON has a comma too many.',
    kills: ['answer.json.default', 'answer.json.suffix', 'headers.accept'],
    ...sentText(
      (text) => text.replace(/}$/, ',}'),
      (call) => inJson(call) && ofTyping(call),
    ),
  },
  {
    id: 'json-after-a-warning',
    breaks: 'A PHP warning stands before the JSON of the suffix .json.',
    kills: ['answer.json.suffix'],
    ...sentText(
      (text) => `<b>Warning</b>: Undefined index in /rest/index.php\n${text}`,
      (call) => inJson(call) && call.request.target.includes('.json'),
    ),
  },
  {
    id: 'json-with-byte-order-mark',
    breaks: 'JSON without a suffix begins with a byte order mark.',
    // Both claims are about the same answers: every request without a suffix accepts JSON.
    kills: ['answer.json.default', 'headers.accept'],
    ...sentText(
      (text) => `\uFEFF${text}`,
      (call) => inJson(call) && ofTyping(call) && withoutSuffix(call),
    ),
  },
  {
    id: 'json-in-single-quotes',
    breaks: 'JSON of the suffix .json is written with single quotes.',
    kills: ['answer.json.suffix'],
    ...sentText(
      (text) => text.replaceAll('"', "'"),
      (call) => inJson(call) && call.request.target.includes('.json'),
    ),
  },
  {
    id: 'json-cut-off',
    breaks: 'The last character of JSON is missing.',
    kills: ['answer.json.default', 'answer.json.suffix', 'headers.accept'],
    ...sentText(
      (text) => text.slice(0, -1),
      (call) => inJson(call) && ofTyping(call),
    ),
  },
  {
    id: 'xml-without-a-suffix',
    breaks: 'Without a suffix the answer is XML, whatever is accepted.',
    kills: ['answer.json.default', 'headers.accept', 'answer.json.media-type'],
    ...xmlInstead(),
  },
  {
    id: 'suffix-json-ignored',
    breaks: 'The suffix .json is answered with XML.',
    kills: ['answer.json.suffix', 'answer.json.media-type'],
    ...before(
      'render',
      (call) => {
        call.format = 'xml';
      },
      (call) => ofTyping(call) && call.request.target.includes('.json'),
    ),
  },
  {
    id: 'suffix-xml-ignored',
    breaks: 'The suffix .xml is answered with JSON.',
    kills: ['answer.xml.suffix', 'answer.xml.media-type'],
    ...jsonInstead(),
  },
  {
    id: 'xml-not-closed',
    breaks: 'The root element of XML is not closed.',
    kills: ['answer.xml.suffix'],
    ...sentText((text) => text.replace('</response>', ''), inXml),
  },
  {
    id: 'xml-with-html-entity',
    breaks: 'XML uses an entity of HTML, which XML does not know.',
    kills: ['answer.xml.suffix'],
    ...sentText((text) => text.replace('<response>', '<response>&nbsp;'), inXml),
  },
  {
    id: 'xml-ampersand-bare',
    breaks: 'An ampersand in XML is not escaped.',
    kills: ['answer.xml.suffix'],
    ...sentText((text) => text.replace('<result>', '<note>a & b</note><result>'), inXml),
  },
  {
    id: 'xml-tags-in-upper-case-at-the-end',
    breaks: 'Closing tags of XML are in upper case.',
    kills: ['answer.xml.suffix'],
    ...sentText((text) => text.replace(/<\/[^>]+>/g, (tag) => tag.toUpperCase()), inXml),
  },
  {
    id: 'xml-root-other',
    breaks: 'The root element of XML is <result>.',
    kills: ['answer.xml.root'],
    ...sentText((text) => text.replaceAll(/<(\/?)response>/g, '<$1answer>'), inXml),
  },
  {
    id: 'xml-root-capital',
    breaks: 'The root element of XML is <Response>.',
    kills: ['answer.xml.root'],
    ...sentText((text) => text.replaceAll(/<(\/?)response>/g, '<$1Response>'), inXml),
  },
  {
    id: 'xml-keys-as-attributes',
    breaks: 'In XML the results of a batch are elements called value with their key as an attribute.',
    kills: ['answer.xml.children'],
    ...sentText(
      (text) => text.replace(/<now>(.*?)<\/now>/s, '<value key="now">$1</value>'),
      (call) => inXml(call) && isOf('batch')(call),
    ),
  },
  {
    id: 'xml-list-items-numbered',
    breaks: 'In XML the items of a list are called n0, n1 and so on.',
    kills: ['observed.xml.list'],
    ...sentText(
      (text) => {
        let index = 0;
        return text.replace(
          /<item>([^<]*)<\/item>/g,
          (_, item: string) => `<n${index}>${item}</n${index++}>`,
        );
      },
      (call) => inXml(call) && isOf('batch')(call),
    ),
  },
  {
    id: 'cors-for-one-origin',
    breaks: 'Only pages of one origin may read answers.',
    kills: ['observed.cors.origin'],
    ...sentHeaders({ 'access-control-allow-origin': 'https://portal.invalid' }),
  },
  {
    id: 'cors-preflight-without-headers',
    breaks: 'A preflight does not allow the header content-type.',
    kills: ['observed.cors.preflight'],
    ...sentHeaders({ 'access-control-allow-headers': 'origin, accept' }),
  },
  {
    id: 'nosniff-missing',
    breaks: 'Browsers are not asked to leave the type of an answer alone.',
    kills: ['observed.nosniff'],
    ...sentHeaders({ 'x-content-type-options': '' }),
  },
  {
    id: 'repeated-call-replayed',
    breaks: 'A call with a known Idempotency-Key is answered from memory, and says so.',
    kills: ['headers.idempotency-key'],
    ...sentHeaders(
      { 'idempotent-replayed': 'true' },
      (call) => call.request.headers['idempotency-key'] !== undefined,
    ),
  },
  {
    id: 'repeated-call-replayed-in-silence',
    breaks: 'A call with a known Idempotency-Key is answered from memory.',
    kills: ['headers.idempotency-key.again'],
    stages: (stages) => {
      const known = new Map<string, Body>();
      return wrapStage(stages, 'render', (call, run) => {
        const key = String(call.request.headers['idempotency-key'] ?? '');
        const body = known.get(key) ?? call.answer?.body;
        if (key !== '' && body && call.answer) {
          known.set(key, body);
          call.answer = { ...call.answer, body };
        }
        return run(call);
      });
    },
  },
];

/** The other format, as it would be rendered. */
function xmlInstead() {
  return before(
    'render',
    (call) => {
      call.format = 'xml';
    },
    (call) => ofTyping(call) && withoutSuffix(call),
  );
}

function jsonInstead() {
  return before('render', (call) => {
    call.format = 'json';
  });
}
