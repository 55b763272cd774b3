import type { Socket } from 'node:net';

/** The start of an interim answer, 101 aside, which changes the protocol. */
const INTERIM = /^HTTP\/1\.[01] 1(?!01)\d\d[ \r]/;
const START = 'HTTP/1.1 1';
const HEAD_END = '\r\n\r\n';
/** Bytes without an end of the head after which the HTTP parser is to decide. */
const LONGEST_HEAD = 16_384;

/**
 * Keeps interim answers from the reader of a socket. A server may send `100 Continue` unasked, and a client must be able
 * to read on to the final answer (RFC 9110, 15.2); undici passes over other interim answers and gives up at this one.
 *
 * @param socket as undici reads it: by `read()`, one request at a time
 */
export function skipInterim<One extends Socket>(socket: One): One {
  const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
  const write = socket.write.bind(socket);
  // Only what comes first after a request can be a head; the same words in a body are left alone.
  let atHead = true;
  let held: Buffer = Buffer.alloc(0);
  socket.write = ((...args: Parameters<Socket['write']>) => {
    atHead = true;
    return write(...args);
  }) as Socket['write'];
  socket.read = (size?: number): Buffer | null => {
    for (;;) {
      const chunk = read(size);
      if (chunk === null || !atHead) return chunk;
      held = withoutInterim(Buffer.concat([held, chunk]));
      if (held.length === 0 || mayBeInterim(held)) continue;
      const rest = held;
      held = Buffer.alloc(0);
      atHead = false;
      return rest;
    }
  };
  return socket;
}

const startOf = (bytes: Buffer): string => bytes.subarray(0, LONGEST_HEAD).toString('latin1');

/** The bytes after all whole interim answers at their beginning. */
function withoutInterim(bytes: Buffer): Buffer {
  const start = startOf(bytes);
  const end = INTERIM.test(start) ? start.indexOf(HEAD_END) : -1;
  return end < 0 ? bytes : withoutInterim(bytes.subarray(end + HEAD_END.length));
}

/** Whether the rest of an interim answer may still come. */
function mayBeInterim(bytes: Buffer): boolean {
  const start = startOf(bytes);
  const isTooShortToTell =
    start.length < 'HTTP/1.1 100 '.length &&
    start.slice(0, START.length).replace('/1.0', '/1.1') === START.slice(0, start.length);
  return isTooShortToTell || (bytes.length < LONGEST_HEAD && INTERIM.test(start));
}
