import type { Block } from './blocks.ts';
import { curlMethod, type Example } from './examples.ts';
import { partOf, type Section } from './sections.ts';
import { codeSpans, methodNames, plain } from './text.ts';

/** `unreadable` is a file that cannot be opened, or holds no text. */
export type Kind = 'method' | 'event' | 'function' | 'section' | 'include' | 'article' | 'unreadable';

/** What stands above a page's first section. */
export interface Head {
  kind: Kind;
  title: string;
  method: string | undefined;
  scope: string | undefined;
  /** Who may call the method, as the page says. */
  who: string | undefined;
  deprecated: boolean;
  successor: string | undefined;
}

/** The words before who may call the method. */
export const WHO =
  /(?:who (?:can|may) (?:execute|perform|call|run|use)[^:]*|кто может (?:выполнять|вызывать)[^:]*)\s*:\s*/i;

/** What stands above a page's first section: what kind of page it is, of which method, and who may call it. */
export function readHead(file: string, sections: readonly Section[], examples: readonly Example[]): Head {
  const { title, blocks: intro } = introOf(file, sections);
  const quotes = intro.flatMap((block) => (block.kind === 'quote' ? block.text : [])).join('\n');
  const scope = /(?:^|\n)\s*scope:\s*(.*)/i.exec(quotes)?.[1];
  const who = WHO.exec(plain(quotes));
  const hasAnswer = partOf(sections, 'response') !== undefined || partOf(sections, 'errors') !== undefined;
  const called = calledByAll(examples);
  const isInterface = isFunction(title, examples);
  const method = isInterface ? undefined : methodOf(title, hasAnswer ? called : undefined);
  // Old pages may tell nothing of an answer: a title with a name that it ends in, or that the examples call, and who may
  // call it, are enough.
  const isCallable =
    who !== null &&
    scope !== undefined &&
    method !== undefined &&
    (plain(title).endsWith(` ${method}`) ||
      (methodNames(title).length === 1 && isCalled(method, called, examples)));

  let kind: Kind = 'article';
  if (/(^|\/)_includes\//.test(file)) kind = 'include';
  else if (/(^|\/)index\.md$/.test(file)) kind = 'section';
  else if (LIBRARY.test(title)) kind = 'function';
  else if (/who can subscribe|кто может подписаться/i.test(quotes)) kind = 'event';
  else if (isInterface && (hasAnswer || who)) kind = 'function';
  else if (isCallable || (hasAnswer && (method !== undefined || who) && !isTutorial(file, title, method)))
    kind = 'method';

  const deprecation = deprecationOf(intro);
  const isTitled =
    /^[[(]?(deprecated|obsolete|outdated|устарел\S*)[\])]|[[(](deprecated|obsolete|outdated|устарел\S*)[\])]$/i.test(
      plain(title),
    );
  const advice = deprecation === undefined ? '' : textOf(deprecation);
  const successor = [...advice.matchAll(/\[([^\]]+)\]\(/g)]
    .map((link) => plain(link[1] ?? ''))
    .find((text) => methodNames(text)[0] === text);
  return {
    kind,
    title: plain(title),
    method: kind === 'method' ? method : undefined,
    scope: scope === undefined ? undefined : plain(scope),
    who: who ? plain(quotes).slice(who.index + who[0].length) : undefined,
    deprecated: deprecation !== undefined || isTitled,
    successor,
  };
}

/** The title as it is written, and what stands above it and beneath it, up to the next heading. */
export function introOf(file: string, sections: readonly Section[]): { title: string; blocks: Block[] } {
  const titled = sections.find((section) => section.level === 1 && section.file === file);
  return {
    title: titled?.heading ?? '',
    blocks: [...(sections[0]?.blocks ?? []), ...(titled?.blocks ?? [])],
  };
}

function textOf(block: Block): string {
  if (block.kind === 'note') return block.blocks.map(textOf).join('\n');
  return 'text' in block ? block.text : '';
}

/** What ends with a method, in a note's title. */
const ENDED =
  /deprecat|obsolete|outdated|superseded|\blegacy\b|\bretired\b|no longer (?:developed|supported|maintained|recommended|updated|available)|not (?:recommended|developed|supported)|(?:development|support)\b.*\b(?:halted|discontinued|stopped|ceased|end(?:s|ed)|suspended)|\bwill be (?:removed|discontinued|switched off)\b|устарел|устаревш|будет (?:удал[её]н|отключ[её]н)|(?:развитие|поддержка|разработка)\b.*(?:остановлен|прекращен)|не (?:развивается|поддерживается|рекомендуется)/iu;
/** The same in a sentence, which must be of this method: pages also speak of other methods. */
const SENTENCE =
  /^deprecated\b(?! (?:fields?|parameters?|values?|methods))|\b(?:development|support) (?:of|for) (?:the|this) (?:method|functionality|api)\b.*\b(?:halted|discontinued|stopped|ceased|end(?:s|ed)|suspended)|\b(?:we|bitrix24) no longer (?:develops?|supports?|maintains?|recommends?) (?:the|this) method\b|^not recommended for (?:new|use)\b|\b(?:method )?development (?:has been|is|was) (?:halted|discontinued|stopped)|\bdevelopment of .* (?:halted|discontinued|stopped)|\b(?:the|this) method(?: `?[\w.]+`?)? (?:is|has been|was|will be) (?:now |being |considered )?(?:deprecated|obsolete|outdated|superseded|discontinued|retired|removed|switched off|replaced by|no longer (?:developed|supported|maintained|recommended|updated)|not recommended)|развитие .* остановлено|(?:этот )?метод (?:`?[\w.]+`? )?(?:устарел|больше не (?:развивается|поддерживается|рекомендуется)|не рекомендуется|(?:признан|считается|является) устаревшим|будет (?:удал[её]н|отключ[её]н))/iu;

/** What every such sentence has: most texts have none of it, and looking for the sentence itself is dear. */
const ENDING =
  /halted|discontinued|stopped|ceased|\bend(?:s|ed)\b|suspended|deprecated|obsolete|outdated|superseded|retired|removed|switched off|replaced by|no longer|not recommended|остановлено|метод/i;

function saysEnd(markdown: string): boolean {
  return ENDING.test(markdown) && SENTENCE.test(plain(markdown));
}

/** What says that the method is no longer developed: a note, or a sentence beneath the title. */
export function deprecationOf(intro: readonly Block[]): Block | undefined {
  return intro.find((block) => {
    if (block.kind === 'note')
      return ENDED.test(block.title) || block.blocks.some((inner) => 'text' in inner && saysEnd(inner.text));
    return (block.kind === 'paragraph' || block.kind === 'quote') && saysEnd(block.text);
  });
}

/** Names of the interface's libraries. */
const LIBRARY = /(?<![\w.])(BX24|BX|Messenger|BXDesktop\w*)\.\w+/;

/**
 * Whether the page is of a function of the interface's libraries, not of a REST method: `BX24.…` in the title, or a title
 * without a dotted name that ends in a name of a program (`CallCardClose`, `getStatus`).
 */
function isFunction(title: string, examples: readonly Example[]): boolean {
  const text = plain(title);
  // A name that is called like a function is one, whatever it is called with.
  if (LIBRARY.test(text) || /[\w.]+\(\)/.test(text)) return true;
  if (methodNames(title).length > 0) return false;
  if (examples.some(({ text: code }) => curlMethod(code) !== undefined)) return false;
  return /(?<![\w.])((?!on[A-Z])[a-z]+[A-Z]\w*|(?:[A-Z][a-z]+){2,}|[A-Z][A-Za-z]*::\w+)$/.test(
    // Words may follow a name that is marked as code, or that stands before a colon.
    codeSpans(title)[0] ?? text.replace(/(?<=[a-z][A-Z]\w*):\s.*$/, ''),
  );
}

/** Whether an example calls the method: by all cURL commands, or by its name in the code of another language. */
function isCalled(method: string, called: string | undefined, examples: readonly Example[]): boolean {
  return called === method || examples.some(({ text }) => methodNames(text).includes(method));
}

/** A page that leads through several methods has none of its own. */
function isTutorial(file: string, title: string, method: string | undefined): boolean {
  return method === undefined && (/(^|\/)tutorials\//.test(file) || /^how to\b|^как\b/i.test(plain(title)));
}

/** The name in the title; where words follow it, it may be of a list or a group, and the examples know better. */
function methodOf(title: string, called: string | undefined): string | undefined {
  const [name, ...others] = methodNames(title);
  if (name === undefined || others.length > 0) return called;
  return plain(title).endsWith(name) ? name : (called ?? name);
}

/** The method that every cURL example calls; a title without a dotted name leaves no other witness. */
function calledByAll(examples: readonly Example[]): string | undefined {
  const called = new Set(
    examples.filter(({ tab }) => /^curl/i.test(tab)).flatMap(({ text }) => curlMethod(text) ?? []),
  );
  return called.size === 1 ? [...called][0] : undefined;
}
