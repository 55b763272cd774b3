import type { IncomingMessage } from 'node:http';

/** Bytes beyond the limit that are read and thrown away, so that a client sees the 413 and not a broken connection. */
const DRAIN = 64 * 1024 * 1024;

export type Body = { readonly body: Buffer; readonly failure?: 'too-large' };

/** Reads a request's body up to `limit` bytes. Rejects when the client goes away before the end. */
export function readBody(message: IncomingMessage, limit: number): Promise<Body> {
  const { headers } = message;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
    message.resume();
    return Promise.resolve({ body: Buffer.alloc(0) });
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    message.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else chunks.length = 0;
      if (length > limit + DRAIN) message.destroy(new Error('Request body without end'));
    });
    message.once('end', () => {
      resolve(
        length > limit ? { body: Buffer.alloc(0), failure: 'too-large' } : { body: Buffer.concat(chunks) },
      );
    });
    message.once('error', reject);
    message.once('close', () => {
      // An error has a stack trace, which costs as much as all else here; every request is closed.
      if (!message.complete) reject(new Error('The client went away'));
    });
  });
}
