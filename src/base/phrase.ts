/** `1 claim`, `2 claims`, `1,000 claims`: a number and what it counts. */
export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `1,234,567`; toLocaleString would load the data of languages first. */
export function grouped(number: number): string {
  return String(number).replace(/(?<!\.\d*)\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `a, b and c` */
export function enumerate(names: readonly string[], joint = 'and'): string {
  return names.length < 3
    ? names.join(` ${joint} `)
    : `${names.slice(0, -1).join(', ')} ${joint} ${names.at(-1)}`;
}
