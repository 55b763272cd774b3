import type { Answer, Call, Parameters } from '../call.ts';
import type { BotEvent } from '../events.ts';

/** One request and its answer, as a line of the log shows them. */
export interface Logged {
  readonly call: Call;
  readonly answer: Answer;
  /** Milliseconds from the whole request to its answer. */
  readonly ms: number;
  readonly at: Date;
}

/** Characters of parameters and of an answer that are shown. */
const LONGEST = 2000;

/** Columns of a method's name: nearly all are shorter. */
const NAME = 26;

/**
 * `14:03:11  400     2 ms  https webhook POST json       imbot.chat.sendTyping       BOT_ID_ERROR: Bot not found`
 *
 * @param redact comes before the columns are filled up
 */
export function logLine({ call, answer, ms, at }: Logged, redact: (text: string) => string): string {
  const { request, credentials } = call;
  const form = [
    request.secure ? 'https' : 'http ',
    (call.endpoint === 'oauth-token' ? '-' : credentials.kind).padEnd(7),
    request.verb.padEnd(4),
    encodingOf(call).padEnd(9),
  ].join(' ');
  const milliseconds = `${Math.round(ms)} ms`.padStart(7);
  const name = printable(redact(nameOf(call))).padEnd(NAME);
  const outcome = redact([outcomeOf(answer), remarkOn(call)].filter((part) => part !== '').join('; '));
  return `${timeOf(at)}  ${answer.status}  ${milliseconds}  ${form}  ${name}  ${printable(outcome)}`.trimEnd();
}

/** `14:03:12  200           event   ONIMBOTMESSAGEADD of bot 39 to http://127.0.0.1:3000/bot` */
export function eventLine({ event, botId, handler, status, problem }: BotEvent, at: Date): string {
  const outcome = problem === undefined ? '' : `  ${problem}`;
  return printable(
    `${timeOf(at)}  ${status ?? '---'}           event   ${event} of bot ${botId} to ${handler}${outcome}`,
  );
}

/** A line for what came before any request, in the same columns. */
export function problemLine(problem: string, at: Date): string {
  return printable(`${timeOf(at)}  ---           ${problem}`);
}

/**
 * What the portal understood of the request, and the answer.
 *
 * @param redact comes before what is too long is cut: half of a secret would not be found
 */
export function bodyLines({ call, answer }: Logged, redact: (text: string) => string): string[] {
  const sent = JSON.stringify(plain(call.spelledParameters));
  const { text = '' } = answer;
  const got =
    answer.body === undefined
      ? `${answer.headers['content-type'] ?? 'no content'}, ${Buffer.byteLength(text)} bytes`
      : call.format === 'xml' && typeof text === 'string'
        ? text
        : JSON.stringify(answer.body);
  return [`  > ${cut(redact(sent))}`, `  < ${cut(redact(got))}`].map(printable);
}

function plain(parameters: Parameters): Record<string, unknown> {
  return Object.fromEntries([...parameters].filter(([name]) => !/^(auth|access_token)$/i.test(name)));
}

const timeOf = (at: Date): string =>
  [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');

const contentType = ({ request: { headers } }: Call): string =>
  String(headers['content-type'] ?? '')
    .split(';', 1)[0]
    ?.trim() ?? '';

/** How the parameters travel: in the query, or in a body of which kind. */
function encodingOf(call: Call): string {
  const { verb, body } = call.request;
  if (verb !== 'POST' || body.length === 0) return call.request.target.includes('?') ? 'query' : '-';
  // JSON alone is compared letter by letter, as portals do.
  if (contentType(call) === 'application/json') return 'json';
  const type = contentType(call).toLowerCase();
  if (type === 'multipart/form-data') return 'multipart';
  return type === 'application/x-www-form-urlencoded' ? 'form' : 'text';
}

/** Method and suffix as they were sent; the path where that is none of the REST interface. */
function nameOf({ endpoint, spelling, request }: Call): string {
  const path = request.target.split(/[?#]/, 1)[0] ?? '';
  if (endpoint === 'oauth-token') return 'oauth/token';
  if (endpoint !== 'rest' || spelling === '') return path;
  return spelling + (/\.(json|xml)\/*$/i.exec(path)?.[0].replace(/\/+$/, '') ?? '');
}

/** Nothing for a plain success. */
function outcomeOf({ body, headers }: Answer): string {
  if (headers.location !== undefined) return `leads to ${headers.location}`;
  if (body === undefined)
    return headers['content-type']?.startsWith('text/html') ? 'a page, not an answer' : '';
  if (body.error !== undefined)
    return [body.error, body.error_description]
      .filter((part) => part !== undefined && part !== '')
      .join(': ');
  return batchOutcome(body.result);
}

function batchOutcome(result: unknown): string {
  if (!isObject(result) || !isObject(result.result_error) || !isObject(result.result)) return '';
  const errors = Object.values(result.result_error);
  const codes = errors.map((error) => (isObject(error) ? String(error.error) : '?'));
  const commands = errors.length + Object.keys(result.result).length;
  const all = `${commands} ${commands === 1 ? 'command' : 'commands'}`;
  return errors.length === 0 ? all : `${all}, ${errors.length} refused: ${[...new Set(codes)].join(', ')}`;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** What a bot's author may not see from the answer: why parameters did not arrive. */
function remarkOn(call: Call): string {
  const { body, verb } = call.request;
  if (body.length === 0) return '';
  if (verb !== 'POST') return `the body of a ${verb} is not read`;
  if (contentType(call) !== 'application/json') return '';
  try {
    const value: unknown = JSON.parse(body.toString());
    return isObject(value) ? '' : 'the body is JSON, but no object';
  } catch {
    return 'the body is not JSON, so its parameters are lost';
  }
}

function cut(text: string): string {
  const over = text.length - LONGEST;
  return over > 0 ? `${text.slice(0, LONGEST)}… ${over} more characters` : text;
}

/** One line, whatever a client sends: no control character reaches the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
