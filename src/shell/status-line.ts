import { styleText } from 'node:util';
import type { Tone } from '../report/terminal.ts';

/** What a stream must tell of itself. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** A terminal's last line, which says where the run stands and gives way to every line that stays. */
export interface StatusLine {
  /** Says a line that stays. */
  say(line: string): void;
  /** Sets a part of the status; undefined takes it away. Parts stand in the order in which they were first set. */
  set(part: string, text: string | undefined): void;
  /** All parts, as one text. */
  readonly text: string;
  /** Removes the status from the screen until it is set anew. */
  clear(): void;
}

const ERASE = '\r\x1b[2K';

/** Where the output is no terminal, only what stays is written. */
export function createStatusLine(output: Output): StatusLine {
  const parts = new Map<string, string | undefined>();
  let isShown = false;
  const text = (): string =>
    [...parts.values()].filter((part) => part !== undefined && part !== '').join(', ');
  const erase = (): void => {
    if (isShown) output.write(ERASE);
    isShown = false;
  };
  const draw = (): void => {
    if (output.isTTY !== true || text() === '') return;
    // A line that wraps could not be erased.
    output.write(`  … ${text()}`.slice(0, (output.columns ?? 80) - 1));
    isShown = true;
  };
  return {
    get text() {
      return text();
    },
    say(line) {
      erase();
      output.write(`${line}\n`);
      draw();
    },
    set(part, value) {
      parts.set(part, value);
      erase();
      draw();
    },
    clear: erase,
  };
}

/** The one of this process. */
export const status = createStatusLine({
  // Whoever replaces the stream's method is heard.
  write: (text) => process.stdout.write(text),
  get isTTY() {
    return process.stdout.isTTY;
  },
  get columns() {
    return process.stdout.columns;
  },
});

const STYLES = { good: 'green', bad: 'red', hint: 'yellow', faint: 'dim' } as const;

/**
 * Colours where they are seen: on a terminal, unless NO_COLOR is set, and wherever FORCE_COLOR asks for them
 * (no-color.org, force-color.org). The logs of CI systems that show colours are no terminals: CI counts as one.
 */
export function painterFor(
  output: Pick<Output, 'isTTY'>,
  env: Readonly<Record<string, string | undefined>>,
): (tone: Tone, text: string) => string {
  const { NO_COLOR = '', FORCE_COLOR, CI = '', TERM } = env;
  const isForced = FORCE_COLOR !== undefined && !['0', 'false'].includes(FORCE_COLOR);
  const isSeen = CI !== '' || (output.isTTY === true && TERM !== 'dumb');
  const inColour = FORCE_COLOR === undefined ? NO_COLOR === '' && isSeen : isForced;
  return (tone, text) =>
    inColour && text !== '' ? styleText(STYLES[tone], text, { validateStream: false }) : text;
}
