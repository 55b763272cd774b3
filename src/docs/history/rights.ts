import type { PageData } from '../reader/page.ts';
import type { Tell } from './changes.ts';

/** Who may call a method, as far as words that every page uses tell it. */
export interface Rights {
  /** `any user`, `administrator`, what a right allows (`read`), and rights by their names. */
  names: ReadonlySet<string>;
  /** Whether one of several is enough, so that one more asks for nothing more. */
  isEither: boolean;
}

const ANY = 'any user';
const ADMINISTRATOR = 'administrator';

/** By what a right allows; pages have several words for it, in two languages. */
const ALLOWS: readonly (readonly [allows: string, words: RegExp])[] = [
  ['read', /^(read(ing)?|view(ing)?|чтени[ея]|просмотр\p{L}*)$/iu],
  ['modify', /^(modify(ing)?|modification|edit(ing)?|changes?|changing|update|updating|write|writing)$/iu],
  ['modify', /^(изменени[ея]|изменять|редактировани[ея]|редактировать|запись)$/iu],
  ['add', /^(add(ing)?|create|creating|creation|добавлени[ея]|создани[ея])$/iu],
  ['delete', /^(delet(e|ing|ion)|удалени[ея])$/iu],
];

const QUOTED = /["“«„]([^"”»“]+)["”»“]/g;
const OF_RIGHTS = /\b(access|permissions?|rights?)\b|(?<!\p{L})(прав|доступ)/iu;

/** What a page states of who may call; undefined where it says that in no words that can be compared. */
export function rightsOf({ who }: Pick<PageData, 'who'>): Rights | undefined {
  if (who === undefined) return undefined;
  const names = new Set<string>();
  if (/administrator|администратор/i.test(who)) names.add(ADMINISTRATOR);
  for (const [, quoted = ''] of who.matchAll(QUOTED))
    names.add(allowed(quoted) ?? quoted.trim().toLowerCase());
  if (OF_RIGHTS.test(who))
    for (const [word] of who.replace(QUOTED, ' ').matchAll(/\p{L}+/gu)) {
      const allows = allowed(word);
      if (allows !== undefined) names.add(allows);
    }
  if (
    names.size === 0 &&
    /^(any|every|all) users?[.\s]*$|^(любой пользователь|все пользователи)[.\s]*$/i.test(who)
  )
    names.add(ANY);
  if (names.size === 0) return undefined;
  return { names, isEither: /\bor\b|(?<!\p{L})или(?!\p{L})|[,;]|(^|\s)[-–—•]\s/iu.test(who) };
}

function allowed(word: string): string | undefined {
  return ALLOWS.find(([, words]) => words.test(word.trim()))?.[0];
}

/**
 * Tells where another right is asked for. A right whose name alone differs is translated otherwise; where one of several
 * rights is enough, which callers gain and which lose is not known.
 */
export function compareRights(before: Rights, after: Rights, tell: Tell): void {
  let gone = [...before.names].filter((name) => !after.names.has(name));
  let fresh = [...after.names].filter((name) => !before.names.has(name));
  if (gone.some(isOwnName) && fresh.some(isOwnName))
    [gone, fresh] = [gone, fresh].map((names) => names.filter((name) => !isOwnName(name))) as [
      string[],
      string[],
    ];
  if (gone.length === 0 && fresh.length === 0) return;
  const sides = { before: [...before.names].join(', '), after: [...after.names].join(', ') };
  const isSole = ({ names }: Rights, name: string): boolean => names.size === 1 && names.has(name);
  if (isSole(before, ANY) || isSole(after, ADMINISTRATOR)) tell('rights-required', sides);
  // An administrator has the other rights too.
  else if (isSole(after, ANY) || isSole(before, ADMINISTRATOR)) tell('rights-dropped', sides);
  else if (gone.length === 0 && !after.isEither) tell('rights-required', sides);
  else if (fresh.length === 0 && !before.isEither) tell('rights-dropped', sides);
  else tell('rights-changed', sides);
}

/** Whether it is what somebody called a right, not what the right allows. */
function isOwnName(name: string): boolean {
  return name !== ANY && name !== ADMINISTRATOR && !ALLOWS.some(([allows]) => allows === name);
}
