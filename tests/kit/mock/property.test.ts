import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { bench, type Init, type Reply, withoutConnection } from './support.ts';

const REQUESTS_A_RUN = 40;
const RUNS = 130;

const methods = [
  'imbot.chat.sendTyping',
  'imbot.chat.updateTitle',
  'imbot.chat.add',
  'imbot.register',
  'imbot.update',
  'imbot.dialog.get',
  'batch',
  'user.get',
  'methods',
  'method.get',
  'app.info',
  'profile',
];
const names = [
  'BOT_ID',
  'DIALOG_ID',
  'CLIENT_ID',
  'CHAT_ID',
  'TITLE',
  'USERS',
  'FIELDS',
  'PROPERTIES',
  'CODE',
  'EVENT_HANDLER',
  'cmd',
  'halt',
  'start',
  'filter[ID]',
  'auth',
  '__proto__',
  'constructor[prototype][x]',
  'a[][b]',
];

/** Anything that may stand in a request line. */
const visible = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
});
const printable = visible.map((text) => text.replaceAll('#', '%23'));
const method = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...methods) },
  { weight: 1, arbitrary: printable },
);
const suffix = fc.constantFrom('', '', '', '', '', '', '.json', '.xml', '/', '.XML/', '.php', '%');
const hook = fc.constantFrom('mock0hook0full01', 'mock0hook0full01', 'mock0hook0noim02', 'wrong');
const path = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(hook, method, suffix).map(([code, name, end]) => `/rest/1/${code}/${name}${end}`),
  },
  { weight: 2, arbitrary: fc.tuple(method, suffix).map(([name, end]) => `//rest//${name}${end}`) },
  { weight: 1, arbitrary: fc.constant('/oauth/token/') },
  { weight: 1, arbitrary: printable.map((text) => `/${text}`) },
);
const value = fc.oneof(
  fc.constantFrom(
    '39',
    '47',
    '123',
    'chat123',
    '7',
    '0',
    'mock0webhook0client0id0own000001',
    '$result[a][ID]',
    'Y',
    '1',
  ),
  fc.constantFrom(
    'user.get',
    'batch?cmd[]=profile',
    'imbot.bot.list',
    'imbot.chat.sendTyping?DIALOG_ID=$result[0][0][ID]',
  ),
  printable,
);
const form = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...names), printable), value), { maxLength: 5 })
  .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));
/** Most calls name their application, or few would get far. */
const client = fc.constantFrom('?', '?', '?CLIENT_ID=mock0webhook0client0id0own000001&', '?CLIENT_ID=kit&');
const json = fc.oneof(
  fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), fc.oneof(value, fc.jsonValue())),
  fc.jsonValue(),
);
const body = fc.oneof(
  form.map((text) => Buffer.from(text)),
  json.map((data) => Buffer.from(JSON.stringify(data))),
  json.map((data) => Buffer.from(JSON.stringify(data).slice(0, -1))),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(fc.constantFrom(...names), value)
    .map(([name, text]) =>
      Buffer.from(`--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n--b--\r\n`),
    ),
);
const contentType = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-16',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=b',
  'multipart/form-data',
  'text/plain',
  'x',
  '',
);
const anyRequest = fc.record({
  verb: fc.constantFrom('GET', 'POST', 'POST', 'POST', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'PATCH'),
  secure: fc.boolean(),
  target: fc.tuple(path, client, form).map((parts) => parts.join('')),
  contentType,
  authorization: fc.constantFrom('', '', 'Bearer x', 'Basic x'),
  body,
});

test('whatever is asked, the portal answers in its own words', { timeout: 120_000 }, async (t) => {
  const wired = await bench(t);
  const { portal } = wired;
  const bare = withoutConnection(wired);
  const property = fc.asyncProperty(
    fc.array(anyRequest, { minLength: REQUESTS_A_RUN, maxLength: REQUESTS_A_RUN }),
    async (requests) => {
      const replies = requests.map(
        async ({ verb, secure, target, contentType, authorization, body }, index) => {
          const headers = {
            ...(contentType && { 'content-type': contentType }),
            ...(authorization && { authorization }),
          };
          const init: Init = verb === 'GET' || verb === 'HEAD' ? { verb, headers } : { verb, headers, body };
          // Every second one by a connection, which is most of what a request costs; it takes the body from the answer to HEAD.
          const { send } = verb === 'HEAD' || index % 2 === 0 ? wired : bare;
          checkAnswer(verb, target, await send((secure ? portal.httpsUrl : portal.httpUrl) + target, init));
        },
      );
      await Promise.all(replies);
    },
  );
  await fc.assert(property, { numRuns: RUNS, seed: 24, endOnFailure: true });
  assert.equal(({} as Record<string, unknown>).x, undefined);
});

function checkAnswer(verb: string, target: string, { status, headers, text }: Reply): void {
  const about = `${verb} ${target}: ${status} ${text}`;
  assert.ok(status < 500, about);
  if (verb === 'HEAD' || verb === 'OPTIONS') {
    assert.equal(text, '', about);
  } else if (headers['content-type'] === 'text/xml; charset=utf-8') {
    assert.equal(XMLValidator.validate(text), true, about);
    assert.match(text, /^<\?xml version="1\.0" encoding="utf-8"\?><response><(result|error)>/, about);
  } else {
    assert.equal(headers['content-type'], 'application/json; charset=utf-8', about);
    const envelope = JSON.parse(text);
    assert.notEqual('result' in envelope, 'error' in envelope, about);
    assert.equal('error' in envelope, status >= 400, about);
  }
}
