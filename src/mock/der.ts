import { isIPv4 } from 'node:net';

/**
 * The few types of DER (X.690) that a certificate is made of. A library for certificates takes longer to load than all
 * the rest of the mock.
 */

/** Tag, length, contents. */
export function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

export const sequence = (...items: readonly Buffer[]) => der(0x30, ...items);
export const set = (...items: readonly Buffer[]) => der(0x31, ...items);
export const octets = (content: Buffer) => der(0x04, content);
export const text = (content: string) => der(0x0c, Buffer.from(content));
export const TRUE = der(0x01, Buffer.from([0xff]));
/** Big-endian; the first bit is the sign. */
export const integer = (...bytes: readonly number[]) => der(0x02, Buffer.from(bytes));
/** @param unused bits at the end that do not count */
export const bits = (content: Buffer, unused = 0) => der(0x03, Buffer.from([unused]), content);
/** What a context means by the number, around whole items. */
export const around = (number: number, ...items: readonly Buffer[]) => der(0xa0 + number, ...items);
/** The same in place of an item's own tag. */
export const inPlace = (number: number, content: Buffer) => der(0x80 + number, content);

/** An object identifier, given as `1.2.840`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([40 * first + second, ...rest.flatMap(base128)]));
}

function base128(value: number): readonly number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift(0x80 | (left & 0x7f));
  return digits;
}

/** An instant of the years 1950 to 2049, in Unix milliseconds. */
export const time = (instant: number) =>
  der(0x17, Buffer.from(new Date(instant).toISOString().replace(/^..|[-:T]|\.\d+/g, '')));

/** The octets of an IP address. */
export function ipOctets(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (part = '') => part.split(':').filter((group) => group !== '');
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return Buffer.from([...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(''), 'hex');
}
