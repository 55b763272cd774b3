import { isObject } from './curl.ts';
import type { Rule } from './finding.ts';

/** A sample's `time` whose numbers cannot be of one answer. */
export const time: Rule = ({ success }) => {
  const { sample } = success;
  if (!isObject(sample?.value) || !isObject(sample.value.time)) return [];
  const found = contradictions(sample.value.time);
  const at = /"time"\s*:/.exec(sample.text)?.index ?? 0;
  return found.length === 0
    ? []
    : [{ line: sample.line + sample.text.slice(0, at).split('\n').length, message: found.join('; ') }];
};

function contradictions(time: Record<string, unknown>): string[] {
  const number = (name: string): number | undefined => {
    const value = time[name];
    return typeof value === 'number' ? value : undefined;
  };
  const instant = (name: string): number | undefined => {
    const value = time[name];
    const parsed =
      typeof value === 'string' && /[Zz+-]\d*:?\d*$/.test(value.slice(10)) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(parsed) ? undefined : parsed / 1000;
  };
  const found: string[] = [];
  const [start, finish, duration, processing] = ['start', 'finish', 'duration', 'processing'].map(number);
  if (start !== undefined && finish !== undefined) {
    if (finish < start) found.push(`finish is ${span(start - finish)} before start`);
    const took = finish - start;
    // Milliseconds may be left out of start and finish; then only a second tells.
    const whole = Number.isInteger(start) || Number.isInteger(finish);
    if (duration !== undefined && Math.abs(took - duration) > (whole ? 1.001 : 0.0021))
      found.push(`from start to finish it is ${span(took)}, duration is ${span(duration)}`);
  }
  if (duration !== undefined && processing !== undefined && processing > duration + 0.0011)
    found.push(`processing is ${span(processing)}, duration only ${span(duration)}`);
  for (const [name, other, stamp] of [
    ['date_start', 'start', start],
    ['date_finish', 'finish', finish],
  ] as const) {
    const date = instant(name);
    if (date === undefined || stamp === undefined || Math.abs(date - stamp) <= 1.5) continue;
    const [one, two] = clocks(date, stamp);
    found.push(
      `${name} is ${one}, ${other} is ${two}, ${span(Math.abs(date - (Number.isInteger(date) ? Math.floor(stamp) : stamp)))} apart`,
    );
  }
  return found;
}

/** Two instants in UTC, with their dates only where these differ. */
function clocks(one: number, other: number): [string, string] {
  const [first, second] = [iso(one), iso(other)];
  return first.slice(0, 10) === second.slice(0, 10) && first.length > 11
    ? [first.slice(11), second.slice(11)]
    : [first, second];
}

/** `2026-05-26T06:00:00.123Z`, without a fraction of zeros. */
function iso(seconds: number): string {
  const date = new Date(Math.round(seconds * 1000));
  return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString().replace('.000Z', 'Z');
}

const UNITS: readonly [seconds: number, name: string][] = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
];

/** `2 h`, `1 d 3 h`, `0.25 s`: the two largest units. */
function span(seconds: number): string {
  const sign = seconds < 0 ? '-' : '';
  let left = Math.abs(seconds);
  if (left < 60) return `${sign}${Number(left.toFixed(left < 1 ? 6 : 3))} s`;
  left = Math.round(left);
  const parts: string[] = [];
  for (const [size, name] of [...UNITS, [1, 's'] as const]) {
    const count = Math.floor(left / size);
    if (count > 0) parts.push(`${count} ${name}`);
    left -= count * size;
  }
  return sign + parts.slice(0, 2).join(' ');
}
