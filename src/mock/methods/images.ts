import type { Portal } from '../portal.ts';

/** Largest width and height of a picture (how-to-upload-files.md). */
const LARGEST = 5000;

/** What a picture in Base64 is: fit for use, no picture at all, or too large. */
export function pictureIn(base64: string): 'picture' | 'none' | 'too large' {
  const bytes = Buffer.from(base64.replace(/^data:[^,]*,/, ''), 'base64');
  const size = sizeOf(bytes);
  if (size === undefined) return 'none';
  return Math.max(...size) > LARGEST ? 'too large' : 'picture';
}

/** Address at which a picture that somebody gave is found; another one for each picture. */
export const pictureAddress = (portal: Portal): string =>
  `${portal.origin}/upload/im/${portal.nextSecret('picture', 24)}.png`;

/** Width and height as the header of PNG, GIF or JPEG has them; undefined for what is none of these. */
function sizeOf(bytes: Buffer): [number, number] | undefined {
  if (bytes.length >= 24 && bytes.subarray(0, 4).toString('latin1') === '\x89PNG')
    return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (bytes.length >= 10 && /^GIF8[79]a$/.test(bytes.subarray(0, 6).toString('latin1')))
    return [bytes.readUInt16LE(6), bytes.readUInt16LE(8)];
  return bytes.length >= 3 && bytes.readUIntBE(0, 3) === 0xffd8ff ? sizeOfJpeg(bytes) : undefined;
}

/** Goes from marker to marker up to the frame (SOF0 to SOF15 without DHT, JPG and DAC). */
function sizeOfJpeg(bytes: Buffer): [number, number] | undefined {
  for (let at = 2; at + 9 <= bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt16BE(at);
    if (marker >> 8 !== 0xff) return undefined;
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
  }
  return undefined;
}
