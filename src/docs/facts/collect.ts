import { count } from '../../base/phrase.ts';
import type { FactCounts, FieldFact, MethodFacts, PlatformFacts } from '../../contract/facts.gen.ts';
import type { Corpus } from '../corpus.ts';
import { compare } from './method.ts';
import { readShares } from './run.ts';
import type { Found, Unreadable } from './share.ts';

/** Everything that pages state, and what of them it could not use. */
export interface Facts {
  /** By the name of their section, sorted. */
  sections: Map<string, MethodFacts[]>;
  platform: PlatformFacts[];
  /** What whoever makes facts should know: pages left out, methods on two pages, rows that are not found again. */
  notes: string[];
  /** Pages that cannot be opened. */
  unreadable: Unreadable[];
}

/** Reads all pages of a corpus for their facts. */
export async function collectFacts(corpus: Corpus): Promise<Facts> {
  const shares = await readShares(corpus);
  const [found, platform, unreadable] = [
    shares.flatMap((share) => share.found).sort((one, other) => compare(one.facts.page, other.facts.page)),
    shares.flatMap((share) => share.platform).sort((one, other) => compare(one.page, other.page)),
    shares.flatMap((share) => share.unreadable).sort((one, other) => compare(one.file, other.file)),
  ];
  const { sections, notes } = toSections(found);
  const methods = [...sections.values()].flat();
  return {
    sections,
    platform,
    notes: [...notes, ...methods.flatMap(lostRows), ...unusedNotes(methods)],
    unreadable,
  };
}

/** The section of the documentation that a page belongs to: the name of its facts' file. */
export function sectionOf(page: string): string {
  const [first = '', second = ''] = page.split('/');
  return (first === 'api-reference' && second.includes('.') === false ? second : first).replace(/\.\w+$/, '');
}

/** Sorted by method, then page; the same facts are the same text on every machine. */
export function toLines(facts: readonly (MethodFacts | PlatformFacts)[]): string {
  const key = (fact: MethodFacts | PlatformFacts): string => ('method' in fact ? fact.method : '');
  return [...facts]
    .sort((one, other) => compare(key(one), key(other)) || compare(one.page, other.page))
    .map((fact) => `${JSON.stringify(fact)}\n`)
    .join('');
}

/** A page saved as plain text says less than the page itself, and stands in no section. */
function toSections(found: readonly Found[]): { sections: Map<string, MethodFacts[]>; notes: string[] } {
  const notes: string[] = [];
  const pages = found.filter(({ isSaved }) => !isSaved).map(({ facts }) => facts);
  const byMethod = new Map<string, MethodFacts[]>();
  for (const facts of pages) byMethod.set(facts.method, [...(byMethod.get(facts.method) ?? []), facts]);
  const placed = pages.map((facts) => ({ facts, section: sectionOf(facts.page) }));
  for (const { facts, isSaved } of found) {
    if (!isSaved) continue;
    const [real] = byMethod.get(facts.method) ?? [];
    if (real)
      notes.push(`${facts.page}: left out: a saved copy; the page of ${facts.method} is ${real.page}`);
    else {
      const section = nearestSection(facts.method, pages);
      notes.push(`${facts.page}: a saved copy, the only page of ${facts.method}; put into ${section}.jsonl`);
      placed.push({ facts, section });
    }
  }
  for (const [method, several] of byMethod)
    if (several.length > 1)
      notes.push(
        `${method}: ${several.length} pages state it: ${several.map(({ page }) => page).join(', ')}`,
      );
  const sections = new Map<string, MethodFacts[]>();
  for (const { facts, section } of placed.sort((one, other) => compare(one.section, other.section)))
    sections.set(section, [...(sections.get(section) ?? []), facts]);
  return { sections, notes };
}

/** The section of the method whose name agrees longest, or what the name begins with. */
function nearestSection(method: string, pages: readonly MethodFacts[]): string {
  const parts = method.split('.');
  for (let length = parts.length - 1; length > 0; length--) {
    const prefix = `${parts.slice(0, length).join('.')}.`;
    const near = pages.find((facts) => facts.method.startsWith(prefix));
    if (near) return sectionOf(near.page);
  }
  return parts[0] ?? method;
}

/** Rows that nobody can find again by their digest. */
function lostRows({ page, parameters, returned, errors }: MethodFacts): string[] {
  const fields = (list: readonly FieldFact[]): FieldFact[] =>
    list.flatMap((field) => [field, ...fields(field.fields ?? [])]);
  const lost = [
    ...fields([...parameters, ...returned]).flatMap(({ name, digest }) =>
      digest === undefined ? [name] : [],
    ),
    ...errors.rows.flatMap(({ code, text, digest }) => (digest === undefined ? [code || (text ?? '')] : [])),
  ];
  return lost.length === 0
    ? []
    : [`${page}: rows that cannot be found again: ${[...new Set(lost)].join(', ')}`];
}

/** How much of all pages was not read, by its kind. */
function unusedNotes(methods: readonly MethodFacts[]): string[] {
  const kinds = new Map<string, { count: number; pages: number }>();
  const add = (prefix: string, counts: FactCounts = {}): void => {
    for (const [kind, count] of Object.entries(counts)) {
      const known = kinds.get(prefix + kind) ?? { count: 0, pages: 0 };
      kinds.set(prefix + kind, { count: known.count + count, pages: known.pages + 1 });
    }
  };
  for (const { lacks, unread, unused } of methods) {
    add('the page lacks: ', lacks);
    add('not read: ', unread);
    add('not used: ', unused);
  }
  return [...kinds]
    .sort(([one], [other]) => compare(one, other))
    .map(([kind, { count: number, pages }]) => `${kind}: ${number} on ${count(pages, 'page')}`);
}
