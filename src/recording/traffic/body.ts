import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { messageOf } from '../../base/message.ts';
import { type Header, header } from '../../wire/exchange.ts';
import { headersOf, unpacked } from '../entry.ts';
import type { HarPostData, HarResponse } from '../har.gen.ts';

/** The bytes of a body; or why nobody can say what they were. */
export type Body = { bytes: Buffer } | { unknown: string };

/** As much as our own client takes. */
const LARGEST = 10 * 1024 * 1024;

/** What no honest recording holds; the whole file is refused. */
export class HostileBody extends Error {}

/** Most producers give a body decoded, some as it was on the wire. */
export async function answerBody(response: HarResponse): Promise<Body> {
  const { content = {} } = response;
  const { text, size = -1 } = content;
  if (text === undefined || text === null || (text === '' && size > 0))
    return size === 0 && text !== undefined
      ? { bytes: Buffer.alloc(0) }
      : { unknown: 'its body is not in the recording' };
  // Bytes that a producer took for characters of Latin-1.
  const raw = text.startsWith('\u001f\u008b') ? Buffer.from(text, 'latin1') : unpacked(content);
  const isBinary = content.encoding?.toLowerCase() === 'base64' || raw.length !== Buffer.byteLength(text);
  const bytes = await decoded(raw, headersOf(response.headers), isBinary);
  if (bytes === undefined) return { unknown: 'its body is compressed in a way that cannot be unpacked here' };
  if (bytes.length > LARGEST) throw new HostileBody(`its body has more than ${LARGEST / 1024 / 1024} MB`);
  if (bytes.length < size && isCut(bytes)) return { unknown: 'its body is cut off in the recording' };
  return { bytes };
}

/** Undefined where the coding is unknown, or what is there is not of that coding and not a text either. */
async function decoded(
  bytes: Buffer,
  headers: readonly Header[],
  isBinary: boolean,
): Promise<Buffer | undefined> {
  const coding = header(headers, 'content-encoding')?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity' || bytes.length === 0) return bytes;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return unpack(gunzip, bytes);
  if (!isBinary || isText(bytes)) return bytes;
  if (coding === 'br') return unpack(brotliDecompress, bytes);
  if (coding === 'deflate') return (await unpack(inflate, bytes)) ?? unpack(inflateRaw, bytes);
  return undefined;
}

async function unpack(decode: typeof gunzip, bytes: Buffer): Promise<Buffer | undefined> {
  try {
    return await promisify(decode)(bytes, { maxOutputLength: LARGEST });
  } catch (error) {
    if (error instanceof RangeError)
      throw new HostileBody(
        `its body of ${bytes.length} bytes is more than ${LARGEST / 1024 / 1024} MB once unpacked (${messageOf(error)})`,
      );
    return undefined;
  }
}

function isText(bytes: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what no text of an API holds
    return !/[\u0000-\u0008\u000e-\u001f]/.test(text);
  } catch {
    return false;
  }
}

/** Whether a body cannot be read as what it begins as. */
function isCut(bytes: Buffer): boolean {
  const text = bytes.toString('utf8').trim();
  if (/^[{[]/.test(text)) {
    try {
      JSON.parse(text);
      return false;
    } catch {
      return true;
    }
  }
  return !text.endsWith('>');
}

/** The body of a request. Without `postData` nothing was sent, unless the headers or its size say otherwise. */
export function requestBody(
  postData: HarPostData | undefined,
  headers: readonly Header[],
  bodySize = -1,
): Buffer | undefined | 'unknown' {
  const announced = Number(header(headers, 'content-length') ?? bodySize);
  if (postData?.text === undefined || postData.text === null || postData.text === '') {
    if (postData?.params !== undefined && postData.params.length > 0) return 'unknown';
    return announced > 0 ? 'unknown' : undefined;
  }
  return unpacked(postData);
}
