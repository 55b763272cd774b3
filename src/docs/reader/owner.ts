import type { Field } from './fields.ts';
import { plain } from './text.ts';

/** A field with its names from the outermost one on. */
interface Placed {
  field: Field;
  path: string[];
}

/** Words of headings that name no field by themselves: `Parameter fields` is of `fields`, not of `parameter`. */
const KIND_WORDS =
  /^(parameters?|fields?|objects?|types?|arrays?|elements?|keys?|structure|description|of|the|a|an|in|for|response|and|by|available|параметры?|параметра|поля|поле|объекта?|типа?|массива?|элемента?|ключа?|структура|описание)$/i;

/**
 * The field that a heading names: by its path (`result.state`, `SETTINGS[CONFIG]`), its name, words of its name (`Section
 * Element` is `section_element`), or its type. Without regard to case only where no other field could be meant.
 */
export function ownerOf(heading: string, tree: readonly Field[]): Field | undefined {
  const text = plain(heading)
    .replace(/\[\]/g, '')
    .replace(/\[([^\]]*)\]/g, '.$1');
  const tokens = text.split(/[^\p{L}\p{N}_.{}~<>-]+/u).map((token) => token.replace(/^\.+|\.+$/g, ''));
  const placed = [...place(tree, [])];
  const named = tokens.flatMap((token) => [token, ...ends(token)]);
  const attempts: ((one: Placed) => boolean)[] = [
    ({ path }) => path.length > 1 && tokens.includes(path.join('.')),
    ({ path }) => path.slice(1).some((_, at) => at > 0 && tokens.includes(path.slice(-at - 1).join('.'))),
    ({ field }) => isWord(field.name, tokens),
    ({ field }) => isWord(field.name, named),
  ];
  for (const attempt of attempts) {
    const found = placed.find(attempt);
    if (found) return found.field;
  }
  const lower = tokens.map((token) => token.toLowerCase());
  const words = wordsOf(text);
  for (const attempt of [
    ({ field }: Placed) => lower.includes(bare(field.name).toLowerCase()) && !KIND_WORDS.test(field.name),
    ({ field }: Placed) => hasWords(words, wordsOf(bare(field.name))),
    ({ field }: Placed) =>
      field.types.some((type) => isOwnType(type) && lower.includes(bare(type).toLowerCase())),
    ({ field }: Placed) => lower.includes(bare(field.name).toLowerCase()),
  ]) {
    const found = placed.filter(attempt);
    const free = found.filter(({ field }) => field.children.length === 0);
    if (found.length === 1 || free.length === 1) return (free[0] ?? found[0])?.field;
  }
  return undefined;
}

function* place(fields: readonly Field[], path: readonly string[]): Generator<Placed> {
  for (const field of fields) {
    const own = [...path, ...bare(field.name).split('.')];
    yield { field, path: own };
    yield* place(field.children, own);
  }
}

/** `fields` in `Parameter fields` is a name; in `Fields of the result` it is none, where there is a better word. */
function isWord(name: string, tokens: readonly string[]): boolean {
  return tokens.includes(bare(name)) || tokens.includes(name);
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

/** Whether the words stand in a row, and are not only such as any heading has. */
function hasWords(words: readonly string[], wanted: readonly string[]): boolean {
  if (wanted.length === 0 || wanted.every((word) => KIND_WORDS.test(word))) return false;
  return words.some((_, at) => wanted.every((word, nth) => words[at + nth] === word));
}

/** Types of values without fields, or of any: they name nothing. */
const GENERAL =
  /^(string|text|char|integer|int|double|float|number|boolean|bool|date|datetime|time|file|object|array|any|null|mixed)(\[\])*$/i;

function isOwnType(type: string): boolean {
  return !GENERAL.test(type);
}
