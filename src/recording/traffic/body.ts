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
    return { unknown: 'whose body is not in the recording' };
  const headers = headersOf(response.headers);
  // Bytes that a producer took for characters of Latin-1.
  const isLatin = text.startsWith('\u001f\u008b');
  const bytes = await decoded(isLatin ? Buffer.from(text, 'latin1') : unpacked(content), headers);
  if (bytes === undefined) return { unknown: 'compressed in a way that cannot be unpacked here' };
  if (bytes.length > LARGEST) throw new HostileBody(`its body has more than ${LARGEST / 1024 / 1024} MB`);
  const isAll =
    !header(headers, 'content-encoding') && header(headers, 'content-length') === `${bytes.length}`;
  if (!isAll && isDamaged(bytes))
    return { unknown: 'whose body is cut off or damaged, perhaps by the recording' };
  return { bytes };
}

/** Undefined where the coding is unknown, or what is there is neither of that coding nor a text. */
async function decoded(bytes: Buffer, headers: readonly Header[]): Promise<Buffer | undefined> {
  const coding = header(headers, 'content-encoding')?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity' || bytes.length === 0) return bytes;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return unpack(gunzip, bytes);
  if (isText(bytes)) return bytes;
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
    // Control characters other than white space: no text of an API has them.
    return !/(?!\s)\p{Cc}/u.test(text);
  } catch {
    return false;
  }
}

/** Whether a body cannot be read and looks as if whoever recorded it had lost a part. */
function isDamaged(bytes: Buffer): boolean {
  const text = bytes.toString('utf8').trim();
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    if (text.includes('\ufffd')) return true;
    if (text.startsWith('<')) return !/(?:<\/[^<>]+|\/)>$/.test(text);
    const message = messageOf(error);
    const at = Number(/at position (\d+)/.exec(message)?.[1] ?? 0);
    return /^[{["]/.test(text) && (at >= text.length || /end of JSON|Unterminated string/.test(message));
  }
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
