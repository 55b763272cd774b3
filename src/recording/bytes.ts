/** A well-formed sequence of more than one byte of UTF-8, each byte as a character (Unicode 16, table 3-7). */
const SEQUENCE =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g;

/** Lone halves of surrogate pairs, which no UTF-8 holds, stand for bytes that are none. */
const ESCAPED = 0xdc00;

/** Bytes as a text in which everything can be found that is text, and from which {@link bytesOf} makes the same bytes. */
export function textOf(bytes: Uint8Array): { text: string; isUtf8: boolean } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(buffer), isUtf8: true };
  } catch {
    const text = buffer
      .toString('latin1')
      .replace(SEQUENCE, (found) =>
        found.length === 1
          ? String.fromCharCode(ESCAPED + found.charCodeAt(0))
          : Buffer.from(found, 'latin1').toString('utf8'),
      );
    return { text, isUtf8: false };
  }
}

export function bytesOf(text: string): Buffer {
  // A lone half: one that follows no first half of a pair.
  const parts = text.split(/(?<![\ud800-\udbff])([\udc80-\udcff])/);
  return Buffer.concat(
    parts.map((part, index) =>
      index % 2 === 0 ? Buffer.from(part) : Buffer.from([part.charCodeAt(0) - ESCAPED]),
    ),
  );
}
