/** A value that only running the code would tell. */
export const UNKNOWN: unique symbol = Symbol('unknown');

/** Marks an object that may have more keys than are written: a spread, a computed name, a key that is added later. */
export const OPEN: unique symbol = Symbol('open');

/** An object literal of any language, as the request would carry it; values may be `UNKNOWN`. */
export type Literal = Record<string, unknown> & { [OPEN]?: true };

/** A call of a REST method that an example's code makes. */
export interface CodeCall {
  method: string;
  /** Lines after the example's first one. */
  offset: number;
  /** The parameters where they are written as a literal, `{}` where there are none, `UNKNOWN` otherwise. */
  parameters: Literal | typeof UNKNOWN;
  /** The library translates the names of parameters, so that they cannot be compared. */
  translated?: true;
}

/** What a parser makes of an example. */
export interface Code {
  calls: CodeCall[];
  /** Where the code does not parse. */
  fault?: { offset: number; message: string };
  /** Keys that one literal has twice. */
  twice: { offset: number; key: string }[];
}

export function isOpen(value: object): boolean {
  return OPEN in value;
}

/** Collects the entries of a literal, and tells which keys came before. */
export function createLiteral(twice: Code['twice']): {
  literal: Literal;
  /** @param offset counts the lines above the key: most keys are not asked for theirs */
  add(key: string, value: unknown, offset: () => number): void;
  open(): void;
} {
  const literal: Literal = {};
  return {
    literal,
    add(key, value, offset) {
      if (Object.hasOwn(literal, key)) {
        const fault = { offset: offset(), key };
        // A literal is read again wherever its variable is used; the same key at the same place is one fault.
        if (!twice.some((other) => other.offset === fault.offset && other.key === key)) twice.push(fault);
      }
      // It is a key like any other.
      if (key === '__proto__')
        Object.defineProperty(literal, key, { value, enumerable: true, configurable: true, writable: true });
      else literal[key] = value;
    },
    open() {
      literal[OPEN] = true;
    },
  };
}

/** The name of a REST method, as code writes it in quotes. */
export function isMethodName(text: unknown): text is string {
  return typeof text === 'string' && /^[A-Za-z]\w*(\.[\w-]+)+$/.test(text);
}

/** What is passed beside a method's name: nothing, an object, or something that only running the code would tell. */
export function toParameters(value: unknown): CodeCall['parameters'] {
  if (value === undefined) return {};
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Literal;
  // PHP and Python write an empty object as an empty list.
  if (Array.isArray(value) && value.length === 0) return {};
  return UNKNOWN;
}

/** Whether code changes what a variable holds after it was declared. */
export function isChanged(text: string, name: string): boolean {
  const escaped = name.replace(/[$]/g, '\\$&');
  return new RegExp(
    `(?<![\\w$.])${escaped}\\s*(?:(?:\\.|->|\\[)[^;\\n=(]*(?<![=!<>])=(?![=>])|\\.(?:push|update|setdefault|append)\\s*\\()`,
  ).test(text);
}
