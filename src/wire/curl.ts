import type { WireRequest } from './exchange.ts';

/**
 * The request as a line for a POSIX shell that sends the same thing again.
 *
 * @param trustCa whether the target's CA must be named; the line then takes its file from `B24_CA_FILE`
 */
export function toCurl(request: WireRequest, trustCa: boolean): string {
  const words = ['curl', '-g'];
  if (trustCa && request.url.startsWith('https:')) words.push('--cacert', '"$B24_CA_FILE"');
  if (request.method !== 'GET') words.push('-X', request.method);
  const given = new Set(request.headers.map(([name]) => name.toLowerCase()));
  // curl would send an Accept of its own, and no length where there is no body.
  if (!given.has('accept')) words.push('-H', quote('Accept:'));
  if (request.method === 'POST' && !request.body) words.push('-H', quote('Content-Length: 0'));
  for (const [name, value] of request.headers) {
    // curl writes the boundary itself.
    if (request.parts && name.toLowerCase() === 'content-type') continue;
    words.push('-H', quote(`${name}: ${value}`));
  }
  if (request.parts)
    for (const [name, value] of request.parts) words.push('--form-string', quote(`${name}=${value}`));
  else if (request.body) words.push('--data-raw', quote(Buffer.from(request.body).toString('utf8')));
  words.push(quote(request.url));
  return words.join(' ');
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
