import type { Field } from './fields.ts';
import { plain } from './text.ts';

/** A field with its names from the outermost one on. */
interface Placed {
  field: Field;
  path: string;
}

/** Words of headings that name no field by themselves: `Parameter fields` is of `fields`, not of `parameter`. */
const KIND_WORDS =
  /^(parameters?|fields?|objects?|types?|arrays?|elements?|keys?|structure|description|of|the|a|an|in|for|response|and|by|available|параметры?|параметра|поля|поле|объекта?|типа?|массива?|элемента?|ключа?|структура|описание)$/i;

/** Types of values without fields, or of any: they name nothing. */
const GENERAL =
  /^(string|text|char|integer|int|double|float|number|boolean|bool|date|datetime|time|file|object|array|any|null|mixed)(\[\])*$/i;

/** Words in a row that may be one name: `Section Element` is `section_element`. */
const LONGEST_NAME = 6;

/** Fields by what headings call them: their path, name, the words of their name, their type. */
export class Owners {
  readonly #paths = new Map<string, Placed[]>();
  readonly #names = new Map<string, Placed[]>();
  readonly #lower = new Map<string, Placed[]>();
  readonly #words = new Map<string, Placed[]>();
  readonly #types = new Map<string, Placed[]>();

  constructor(tree: readonly Field[]) {
    this.add(tree);
  }

  /** Adds fields and all beneath them, in the order of their rows. */
  add(fields: readonly Field[], owner = ''): void {
    for (const field of fields) {
      const name = bare(field.name);
      const path = owner === '' ? name : `${owner}.${name}`;
      const placed = { field, path };
      put(this.#names, name, placed);
      if (field.name !== name) put(this.#names, field.name, placed);
      put(this.#lower, name.toLowerCase(), placed);
      put(this.#words, wordsOf(name).join(' '), placed);
      const parts = path.split('.');
      for (let from = 0; from < parts.length - 1; from++)
        put(this.#paths, parts.slice(from).join('.'), placed);
      for (const type of field.types)
        if (!GENERAL.test(type)) put(this.#types, bare(type).toLowerCase(), placed);
      this.add(field.children, path);
    }
  }

  /**
   * The field that a heading names: by its path (`result.state`, `SETTINGS[CONFIG]`), its name, words of its name
   * (`Section Element` is `section_element`), or its type. Without regard to case only where no other could be meant.
   */
  of(heading: string): Placed | undefined {
    const text = plain(heading)
      .replace(/\[\]/g, '')
      .replace(/\[([^\]]*)\]/g, '.$1');
    const tokens = text.split(/[^\p{L}\p{N}_.{}~<>*-]+/u).map((token) => token.replace(/^\.+|\.+$/g, ''));
    // The parts of a path also stand apart: `result → state`, `result["state"]`.
    const joined = text
      .replace(/\s*(?:→|->|>|\/|»|:+)\s*/g, '.')
      .replace(/["'“”]/g, '')
      .split(/[^\p{L}\p{N}_.-]+/u)
      .filter((token) => token.includes('.'));
    const first = (index: Map<string, Placed[]>, keys: readonly string[]): Placed | undefined => {
      const found = keys.flatMap((key) => index.get(key)?.[0] ?? []);
      return found[0];
    };
    // A name that is also a word of headings gives way to any other.
    const names = [...tokens].sort(
      (one, other) => Number(KIND_WORDS.test(one)) - Number(KIND_WORDS.test(other)),
    );
    const exact =
      first(this.#paths, tokens) ??
      first(this.#paths, joined) ??
      first(this.#names, names) ??
      first(this.#names, tokens.flatMap(ends));
    if (exact) return exact;
    const lower = tokens.map((token) => token.toLowerCase());
    const words = wordsOf(text);
    const runs = words.flatMap((_, at) =>
      Array.from({ length: LONGEST_NAME }, (_, more) => words.slice(at, at + more + 1)),
    );
    return (
      only(
        this.#lower,
        lower.filter((token) => !KIND_WORDS.test(token)),
      ) ??
      only(
        this.#words,
        runs.filter((run) => !run.every((word) => KIND_WORDS.test(word))).map((run) => run.join(' ')),
      ) ??
      only(this.#types, lower) ??
      only(this.#lower, lower)
    );
  }
}

function put(index: Map<string, Placed[]>, key: string, placed: Placed): void {
  const known = index.get(key);
  if (known) known.push(placed);
  else index.set(key, [placed]);
}

/** The one field that is meant, or the one among several that has no fields yet. */
function only(index: Map<string, Placed[]>, keys: readonly string[]): Placed | undefined {
  const found = [...new Set([...new Set(keys)].flatMap((key) => index.get(key) ?? []))];
  if (found.length === 1) return found[0];
  const free = found.filter(({ field }) => field.children.length === 0);
  return free.length === 1 ? free[0] : undefined;
}

function bare(name: string): string {
  return name.replace(/\[\]/g, '');
}

/** `a.b.c`: `b.c`, `c`. */
function ends(token: string): string[] {
  const parts = token.split('.');
  return parts.slice(1).map((_, at) => parts.slice(at + 1).join('.'));
}

/** Words of a name or a heading, each in the singular: `user_list`, `UserList` and `User Lists` are alike. */
function wordsOf(text: string): string[] {
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => (/[^s]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word));
}
