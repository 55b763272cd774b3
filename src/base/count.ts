/** `1 claim`, `2 claims`, `1,000 claims`: a number and what it counts. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
