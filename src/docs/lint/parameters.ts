import { everyField, type Field } from '../reader/fields.ts';
import type { PageData } from '../reader/page.ts';
import { plain } from '../reader/text.ts';
import { isOpen } from './code/value.ts';
import { alike, bareName, hasName, isFamily, within } from './objects.ts';
import { oncePer } from './once.ts';
import {
  footnoted,
  hasWholeTable,
  mentionedWith,
  namesWith,
  parameterTexts,
  sayMoreFields,
  textsOf,
} from './parts.ts';
import { type Mistyped, mistyped } from './wire-types.ts';

/** What any method takes, and what the SDK adds to every call. */
const COMMON = /^(auth|start|halt|bx24_\w+)$/;

/** What the page on methods of lists describes, for pages that refer to it. */
const OF_LISTS = /^(select|filter|order|start)$/i;

/** Objects whose keys are fields, but whose values are none of theirs: directions, conditions, columns. */
const ABOUT_FIELDS =
  /^(ar)?(order|sort|sorting|filters?|select|group|navigation|pagination|cmd|where|conditions?)(_?[bB]y)?$|[a-z](Filter|Order|Sort)$|_(filter|FILTER|order|ORDER|sort|SORT)$/;
const aboutFields = (name: string): boolean =>
  ABOUT_FIELDS.test(name) || (/^[A-Z_]+$/.test(name) && ABOUT_FIELDS.test(name.toLowerCase()));

/** What a filter writes before the name of a field. */
const OPERATOR = /^[!=<>@%~?*+-]+/;

/**
 * In what the parameters of a request differ from the page's table, in words; nothing where the page has no table that
 * could be read as a whole.
 */
export function differences(page: PageData, given: Record<string, unknown>): string[] {
  if (!hasWholeTable(page)) return [];
  const [unknown, left] = [unknownIn(page, given), missingIn(page, given)];
  const misspelt = misspeltIn(page, given);
  return [
    ...(unknown.length > 0 ? [`sends ${unknown.join(', ')}, which the table does not have`] : []),
    ...(left.length > 0 ? [`leaves out the required ${left.join(', ')}`] : []),
    ...misspelt.map(([sent, known]) => `sends ${sent}, the table has ${known}`),
    ...mistypedIn(page, given).map(
      ({ name, sent, types }) => `sends ${name} as ${sent}, the table has ${types.join(' | ')}`,
    ),
  ];
}

/** Required parameters that are left out; one that the page speaks of elsewhere may have an alternative. */
export function missingIn(page: PageData, given: Record<string, unknown>): string[] {
  if (isStarOfOthers(page)) return [];
  const mentioned = mentionedWith(page);
  const notes = footnoted(page);
  const names = everyField(page.params).map(({ name }) => name);
  const found = missing(page.params, given, '').filter(
    ({ path, field }) =>
      !notes.has(field.line) &&
      !mentioned.has(path) &&
      !mentioned.has(field.name) &&
      !isAlternative(field, names),
  );
  return [...new Set(found.map(({ path }) => path))];
}

/** Words that give the mark another meaning than 'required': one of the marked parameters is enough. */
const isStarOfOthers = oncePer((page: PageData): boolean =>
  parameterTexts(page).some((text) =>
    /\b(?:one|any|either) of\b[^.]*\b(?:marked|asterisk|with (?:a )?\\?\*)|\b(?:one|any) of (?:the|these) (?:\w+ )?(?:parameters|fields)\b[^.:]*\b(?:required|needed|enough|must be|passed)\b|(?:один|одно|одна|одного|любой) из[^.]*(?:отмечен|звездочк|звёздочк)|(?:обязател\p{L}*|нуж[её]н|достаточно|укажите|передайте)[^.]*(?:один|одного) из (?:этих )?(?:параметров|полей)/iu.test(
      text,
    ),
  ),
);

const CONDITIONAL =
  /\b(optional|required|mandatory|specified|used|passed|needed|applies|relevant)\b[^.]*\b(if|when|for|only|unless|depending|with)\b|(?:обязател\p{L}*|нуж[её]н|нужно)[^.]*(?:если|когда|только|для|при)(?!\p{L})|^только (?:для|при|если|когда)|\bif (?:empty|omitted|not (?:set|given|passed|specified|provided))\b|если (?:пуст|не (?:указан|передан|задан))|\bby default\b|\bdefault( value)?\b|по умолчанию|\bone of\b|\bat least one\b|\bdeprecated\b|\bobsolete\b|устаре/iu;

/** A row that speaks of another parameter as of its substitute. */
function isAlternative({ name, text }: Field, names: readonly string[]): boolean {
  if (
    !/instead|in place of|replac|substitut|alternativ|exclusive|either|\bor\b|not (specified|provided|passed|set)|without|omitted|ignored|there is no|together with|вместо|взамен|заменяет|либо|если не|альтернатив|взаимоисключ|вместе с|не нуж/i.test(
      text,
    )
  )
    return false;
  const words = new Set(plain(text).split(/[^\w.]+/));
  return names.some((other) => other !== name && other.length > 1 && words.has(other));
}

interface Missing {
  path: string;
  field: Field;
}

function missing(fields: readonly Field[], given: Record<string, unknown>, path: string): Missing[] {
  if (isOpen(given)) return [];
  return fields.flatMap((field): Missing[] => {
    const { name, required, children, text } = field;
    const bare = bareName(name);
    const value = given[name] ?? given[bare];
    // One that is there in other letters is another rule's.
    if (value === undefined)
      return required &&
        !CONDITIONAL.test(text) &&
        !alike(bare, Object.keys(given)) &&
        !isFamily(name) &&
        !hasOtherName(field, fields, given)
        ? [{ path: `${path}${name}`, field }]
        : [];
    if (aboutFields(bare) || !isUnambiguous(children)) return [];
    return within(value, children).flatMap((object) => missing(children, object, `${path}${name}.`));
  });
}

/** A row, or several of one line, may give several names of one parameter: any of them will do, in any letters. */
function hasOtherName(field: Field, fields: readonly Field[], given: Record<string, unknown>): boolean {
  const others = [
    ...(field.alternatives ?? []),
    ...fields.flatMap((other) => (other !== field && other.line === field.line ? [other.name] : [])),
  ].map(bareName);
  return others.some((name) => name in given || alike(name, Object.keys(given)) !== undefined);
}

/** Tables that give a name twice describe alternatives. */
function isUnambiguous(fields: readonly Field[]): boolean {
  return new Set(fields.map(({ name }) => name)).size === fields.length;
}

/** Words beneath the title or beside the table by which the method also takes the parameters of another one. */
const takesThoseOfAnother = oncePer((page: PageData): boolean => {
  const titled = page.sections.find(({ level, file }) => level === 1 && file === page.file);
  const texts = [...textsOf(titled && { own: titled, below: [] }), ...parameterTexts(page)];
  return texts.some((text) =>
    /\b(?:all|same) (?:the )?parameters (?:from|of|as|are)\b|\binherits the (?:behaviou?r|parameters)\b|(?:все|те же) параметры[^.]*(?:доступны|что и|метода)/i.test(
      text,
    ),
  );
});

/** Parameters that neither the table nor the words of its rows have. */
export function unknownIn(page: PageData, given: Record<string, unknown>): string[] {
  if (takesThoseOfAnother(page)) return [];
  const mentioned = mentionedWith(page);
  const isList = parameterTexts(page).some((text) => /\]\([^)]*list-methods[\w-]*\.md/.test(text));
  const names = page.params.flatMap(({ name, alternatives = [] }) => [name, ...alternatives]);
  return Object.keys(given).filter(
    (key) =>
      !COMMON.test(key) &&
      !(isList && OF_LISTS.test(key)) &&
      !mentioned.has(key) &&
      !hasName(page.params, key) &&
      !alike(key, names),
  );
}

/** Keys within objects that the objects' own tables do not have. */
export function unknownWithin(page: PageData, given: Record<string, unknown>): string[] {
  const mentioned = mentionedWith(page);
  const everywhere = namesWith(page);
  if (sayMoreFields(parameterTexts(page))) return [];
  const look = (fields: readonly Field[], object: Record<string, unknown>, path: string): string[] =>
    fields.flatMap((field) => {
      const { name, children, text } = field;
      const value = object[bareName(name)];
      if (aboutFields(bareName(name)) || children.length === 0 || isVarying(text)) return [];
      return within(value, children).flatMap((inner) => {
        const at = `${path}${bareName(name)}.`;
        const names = children.flatMap(({ name: child, alternatives = [] }) => [child, ...alternatives]);
        const unknown = children.some((child) => isFamily(child.name) || isVarying(child.name))
          ? []
          : Object.keys(inner).filter(
              (key) =>
                /^\w+$/.test(key) &&
                !/^\d+$/.test(key) &&
                !CUSTOM.test(key) &&
                !mentioned.has(key) &&
                !everywhere.has(key) &&
                !hasName(children, key) &&
                !alike(key, names),
            );
        return [...unknown.map((key) => `${at}${key}`), ...look(children, inner, at)];
      });
    });
  return [...new Set(look(page.params, given, ''))];
}

/** Names that a portal makes up for fields of its users. */
const CUSTOM = /^(UF_|uf[A-Z]|PROPERTY_?|property\d|parentId\d|PARENT_ID_)/;

function isVarying(text: string): boolean {
  return /\b(any|arbitrary|custom|depend|additional|other fields|and others|etc|user-defined|see the method|set of fields|list of available)|\]\((?!#|[^)]*data-types)[^)]*\.md/i.test(
    text,
  );
}

/** Parameters that differ from the table by case only, as sent and as the table has them. */
export function misspeltIn(page: PageData, given: Record<string, unknown>): [string, string][] {
  const pairs = misspelt(page.params, given);
  return pairs.filter(
    ([sent, known], index) => pairs.findIndex((pair) => pair[0] === sent && pair[1] === known) === index,
  );
}

function misspelt(fields: readonly Field[], given: Record<string, unknown>): [string, string][] {
  const names = fields.map(({ name }) => name);
  return Object.entries(given).flatMap(([key, value]): [string, string][] => {
    const bare = key.replace(OPERATOR, '');
    const other = hasName(fields, bare) ? undefined : alike(bare, names);
    if (other !== undefined) return [[key, other]];
    const children = fields.find(({ name }) => bareName(name) === bare)?.children ?? [];
    return within(value, children).flatMap((object) => misspelt(children, object));
  });
}

/** Values that are of none of their parameters' types. */
export function mistypedIn(page: PageData, given: Record<string, unknown>): Mistyped[] {
  const look = (fields: readonly Field[], object: Record<string, unknown>, path: string): Mistyped[] => {
    if (!isUnambiguous(fields)) return [];
    return fields.flatMap((field) => {
      const name = bareName(field.name);
      const value = object[name];
      if (value === undefined) return [];
      const wrong = isSaidToTake(field.text, value) ? undefined : mistyped(field, value, `${path}${name}`);
      if (wrong) return [wrong];
      if (aboutFields(name)) return [];
      return within(value, field.children).flatMap((one) => look(field.children, one, `${path}${name}.`));
    });
  };
  const found = look(page.params, given, '');
  return found.filter((one, index) => found.findIndex(({ name }) => name === one.name) === index);
}

/** Names of another library's making, such as `user_id` for `USER_ID`, as the table has them; others are left out. */
export function translate(page: PageData, given: Record<string, unknown>): Record<string, unknown> {
  const wording = (name: string): string => name.replace(/[_\W]/g, '').toLowerCase();
  const all = page.params.map(({ name }) => bareName(name));
  return Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => {
      // Where two rows differ by case only, either may be meant.
      const [name, ...others] = all.filter((one) => wording(one) === wording(key));
      return name === undefined || others.length > 0 ? [] : [[name, value]];
    }),
  );
}

/** A row that says in words that it also takes a list, or an object. */
function isSaidToTake(text: string, value: unknown): boolean {
  return (
    typeof value === 'object' &&
    /\b(arrays?|lists?|objects?|several|multiple|collection|json)\b|\{|\[\s*["'{\d]|массив|объект|спис/i.test(
      plain(text),
    )
  );
}
