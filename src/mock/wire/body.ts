import { parseBrackets } from './brackets.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the body of a POST as named parameters. JSON that does not parse, and multipart that is malformed, count as no
 * parameters; whatever is neither is read as a query string (observed). The charset of the content type is ignored.
 */
export async function parseBody(contentType: string, body: Buffer): Promise<Iterable<[string, unknown]>> {
  if (body.length === 0) return [];
  switch (contentType.split(';', 1)[0]?.trim().toLowerCase()) {
    case 'application/json':
      return parseJson(body);
    case 'multipart/form-data':
      return parseMultipart(contentType, body);
    default:
      return Object.entries(parseBrackets(body.toString('utf8').trim()));
  }
}

function parseJson(body: Buffer): Iterable<[string, unknown]> {
  try {
    const value: unknown = JSON.parse(strictUtf8.decode(body));
    return typeof value === 'object' && value !== null ? Object.entries(value) : [];
  } catch {
    return [];
  }
}

async function parseMultipart(contentType: string, body: Buffer): Promise<Iterable<[string, unknown]>> {
  try {
    const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
    const pairs: string[] = [];
    for (const [name, value] of form) {
      // Files are no parameters of any method here, and PHP keeps them apart as well.
      if (typeof value === 'string') pairs.push(`${encodeName(name)}=${encodeURIComponent(value)}`);
    }
    return Object.entries(parseBrackets(pairs.join('&')));
  } catch {
    return [];
  }
}

function encodeName(name: string): string {
  return encodeURIComponent(name).replaceAll('%5B', '[').replaceAll('%5D', ']');
}
