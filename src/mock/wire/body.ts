import { Busboy } from '@fastify/busboy';
import { parseBrackets } from './brackets.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the body of a POST as named parameters. JSON that does not parse, and multipart that is malformed, count as no
 * parameters; whatever is neither is read as a query string (observed). The charset of the content type is ignored.
 */
export async function parseBody(contentType: string, body: Buffer): Promise<Iterable<[string, unknown]>> {
  if (body.length === 0) return [];
  // The module compares the name of JSON letter by letter (observed); PHP itself finds the parts in any case.
  const type = contentType.split(';', 1)[0]?.trim() ?? '';
  if (type === 'application/json') return Object.entries(parseJson(body) ?? {});
  switch (type.toLowerCase()) {
    case 'multipart/form-data':
      return parseMultipart(contentType, body);
    default:
      return Object.entries(parseBrackets(body.toString('utf8').trim()));
  }
}

/** The object or list that a body in JSON holds; undefined where it is neither, or no JSON. */
export function parseJson(body: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(strictUtf8.decode(body));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function parseMultipart(contentType: string, body: Buffer): Promise<Iterable<[string, unknown]>> {
  return new Promise((resolve) => {
    const pairs: string[] = [];
    const nothing = () => resolve([]);
    try {
      const parser = new Busboy({
        headers: { 'content-type': contentType },
        limits: { fieldSize: body.length },
      });
      parser.on('field', (name, value) => pairs.push(`${encodeName(name)}=${encode(value)}`));
      // Files are no parameters of any method here, and PHP keeps them apart as well.
      parser.on('file', (_name, file) => file.on('error', nothing).resume());
      parser.on('error', nothing);
      parser.on('finish', () => resolve(Object.entries(parseBrackets(pairs.join('&')))));
      parser.end(body);
    } catch {
      nothing();
    }
  });
}

function encodeName(name: string): string {
  return encode(name).replaceAll('%5B', '[').replaceAll('%5D', ']');
}

/** A part may declare a charset that yields half surrogates, which `encodeURIComponent` refuses. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
}
