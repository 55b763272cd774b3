/**
 * What a number that was sent may stand for. A whole number tells only the second, cut off; portals send `start` so
 * while `finish` keeps its fraction. Decimals tell as much as there are of them, cut off or rounded.
 */

/** What PHP's clock counts in; digits beyond it are left over from binary fractions. */
export const MICROSECOND = 1e-6;

/** Finest precision that the documentation promises (data-types.md, Time Object): fewer decimals are trailing zeros. */
const MILLISECOND = 1e-3;

export const isWhole = (value: number): boolean => Number.isInteger(value);

/** One unit of the last decimal that a number is given with, at the finest a microsecond. */
export function unit(value: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  const decimals = (digits.split('.')[1]?.length ?? 0) - Number(exponent);
  return Math.max(10 ** -Math.max(decimals, 0), MICROSECOND);
}

/** Whether an instant was certainly before another one. */
export function isBefore(earlier: number, later: number): boolean {
  // Cutting off keeps the order, so two whole seconds compare as they are.
  if (isWhole(earlier) && isWhole(later)) return earlier < later;
  if (isWhole(earlier)) return earlier + 1 <= later;
  const units = [unit(earlier), unit(later)] as const;
  const isRoundedAlike = isWhole(later) || units[0] === units[1];
  return later - earlier > (isRoundedAlike ? 0 : Math.min(Math.max(...units), MILLISECOND) / 2);
}

/** The least and the most that a length may be given as, between two instants. */
export function lengthBetween(start: number, finish: number, length: number): readonly [number, number] {
  const between = finish - start;
  if (isWhole(start) && isWhole(finish)) return [between - 1, between + 1];
  const spare = 2 * Math.min(unit(start), unit(finish));
  // No request takes exactly 0 s, or 1 s: such a length is given to the millisecond. Of a start that was cut off it may be
  // the true one, except for none at all.
  if (isWhole(length) && !(isWhole(start) && length > 0))
    return [between - MILLISECOND - spare, between + MILLISECOND + spare];
  // The true length, or the difference of what was sent, which is up to a second longer.
  if (isWhole(start)) return [between - 1, between + unit(length) / 2 + spare];
  return [between - unit(length) - spare, between + unit(length) / 2 + spare];
}

/** The most that a part may be given as, of a whole. */
export function mostOfPart(part: number, whole: number): number {
  // The difference of two seconds that were cut off is up to one too many.
  if (isWhole(part) && part > 0) return whole + 1;
  return whole + (unit(whole) > unit(part) ? unit(whole) : MICROSECOND);
}
