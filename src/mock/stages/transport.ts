import type { Answer, Call, Credentials } from '../call.ts';
import { errorAnswer } from '../errors.ts';
import type { Stage } from '../stage.ts';
import { parseBody } from '../wire/body.ts';
import { parseBrackets } from '../wire/brackets.ts';
import { webServerPage } from '../wire/documents.ts';
import { parsePath } from '../wire/path.ts';

/** Reads path, suffix, parameters and credentials. */
export const transport: Stage = { name: 'transport', phase: 'decide', run: read };

async function read(call: Call): Promise<Answer | undefined> {
  const { request } = call;
  const { path, query } = splitTarget(request.target);
  const address = parsePath(path);
  call.format = address.format;
  call.endpoint = address.endpoint;
  call.spelling = address.method;
  call.method = address.method.toLowerCase();
  if (request.failure === 'too-large') return webServerPage(413);
  if (request.failure === 'unreadable') return errorAnswer(call, 'bodyUnreadable');

  const parameters = new Map<string, unknown>();
  const spelled = new Map<string, unknown>();
  const take = (entries: Iterable<[string, unknown]>) => {
    for (const [name, value] of entries) {
      spelled.set(name, value);
      parameters.set(name.toUpperCase(), value);
    }
  };
  take(Object.entries(parseBrackets(query)));
  // Only a POST has a body to the portal; it wins over the query where both name a parameter (observed).
  if (request.verb === 'POST') take(await parseBody(header(call, 'content-type'), request.body));
  call.credentials = credentialsOf(call, address.webhook, parameters);
  call.parameters = parameters;
  call.spelledParameters = spelled;
  return undefined;
}

/** The path of `/a//b?c=d` is `/a//b`; an absolute-form target (as sent to proxies) counts by its path. */
function splitTarget(target: string): { path: string; query: string } {
  const [address = '', ...query] = (target.split('#', 1)[0] ?? '').split('?');
  return { path: address.replace(/^https?:\/\/[^/]*/i, ''), query: query.join('?') };
}

/**
 * Takes the token out of the parameters: no method sees it. A webhook's path goes before a token, and the header before
 * the parameters (observed).
 */
function credentialsOf(
  call: Call,
  webhook: { user: string; code: string } | undefined,
  parameters: Map<string, unknown>,
): Credentials {
  const bearer = /^bearer\s+(\S+)\s*$/i.exec(header(call, 'authorization'))?.[1];
  const token = [bearer, parameters.get('AUTH'), parameters.get('ACCESS_TOKEN')].find(isFilled);
  parameters.delete('AUTH');
  parameters.delete('ACCESS_TOKEN');
  if (webhook !== undefined) return { kind: 'webhook', ...webhook };
  return token === undefined ? { kind: 'none' } : { kind: 'token', token };
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function header(call: Call, name: string): string {
  const value = call.request.headers[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}
