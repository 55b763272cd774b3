import { isObject } from './curl.ts';
import type { Rule } from './finding.ts';

/** A sample's `time` whose numbers cannot be of one answer. */
export const time: Rule = ({ success }) => {
  const { sample } = success;
  if (!isObject(sample?.value) || !isObject(sample.value.time)) return [];
  const found = contradictions(sample.value.time);
  return found.length === 0 ? [] : [{ line: sample.line, message: `time: ${found.join('; ')}` }];
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
    if (finish < start) found.push(`finish ${finish} is before start ${start}`);
    const span = finish - start;
    // Milliseconds may be left out of start and finish; then only a second tells.
    const whole = Number.isInteger(start) || Number.isInteger(finish);
    if (duration !== undefined && Math.abs(span - duration) > (whole ? 1.001 : 0.0021))
      found.push(`finish - start is ${round(span)}, duration ${duration}`);
  }
  if (duration !== undefined && processing !== undefined && processing > duration + 0.0011)
    found.push(`processing ${processing} is longer than duration ${duration}`);
  for (const [name, stamp] of [
    ['date_start', start],
    ['date_finish', finish],
  ] as const) {
    const date = instant(name);
    if (date !== undefined && stamp !== undefined && Math.abs(date - stamp) > 1.5)
      found.push(`${name} ${String(time[name])} is not the instant ${stamp} (${iso(stamp)})`);
  }
  return found;
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function iso(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString();
}
