import { groupBy } from '../base/group-by.ts';
import type { FieldFact } from '../contract/facts.ts';
import { asMap, type Reply } from './asker.ts';
import { itemsIn } from './lists.ts';
import type { Subject } from './subject.ts';

/** Values that say nothing of a portal and fit wherever their name stands; names in lower case, letters alone. */
const CONSTANTS: Readonly<Record<string, unknown>> = {
  // Deals: every portal with CRM has them.
  entitytypeid: 2,
  ownertypeid: 2,
  crmentitytype: 'DEAL',
  ownertype: 'D',
  iblocktypeid: 'lists',
  moduleid: 'crm',
  filter: {},
  select: [],
  find: 'test',
  query: 'test',
  phonenumber: '+10000000000',
  from: '2024-01-01',
  to: '2024-01-31',
  month: 1,
  year: 2024,
};

/** Lists that give what a parameter's name does not say; names in lower case, letters alone. */
const LISTS: Readonly<Record<string, string>> = {
  block: 'landing.block.getlist',
  deliveryid: 'sale.delivery.getlist',
  groupid: 'sonet_group.get',
  iblockid: 'lists.get',
  lid: 'landing.landing.getlist',
  postid: 'log.blogpost.get',
};

/** Parameters whose value the own user gives. */
const OF_USER = new Set(['userid', 'dialogid', 'users']);

/** What earlier answers gave. */
export class Memory {
  readonly #first = new Map<string, unknown>();
  readonly #subjects: readonly Subject[];
  /** Every parameter of every method asks for them. */
  readonly #byFamily: ReadonlyMap<string, readonly Subject[]>;
  readonly #byThing: ReadonlyMap<string, readonly Subject[]>;
  /** Names of families, taken apart. */
  readonly #families: readonly {
    whole: string;
    scope: string;
    thing: string;
    lists: readonly Subject[];
  }[];
  #user: unknown;
  readonly #made: Readonly<Record<string, unknown>> | undefined;

  /**
   * What gives methods that change something their values: nothing but what the run has made, and plain texts.
   *
   * @param made values by names of parameters
   */
  static ofMade(made: Readonly<Record<string, unknown>>): Memory {
    return new Memory([], undefined, made);
  }

  /** @param rest 3 for methods of REST 3.0, which give each other their values */
  constructor(subjects: readonly Subject[], rest?: 3, made?: Readonly<Record<string, unknown>>) {
    this.#made = made;
    this.#subjects = subjects.filter(
      ({ facts, safety }) => facts.rest === rest && safety === 'reads' && isListing(facts.method),
    );
    this.#byFamily = groupBy(this.#subjects, ({ name }) => familyOf(name));
    this.#byThing = groupBy(this.#subjects, ({ name }) => lastOf(familyOf(name)));
    this.#families = Array.from(this.#byFamily, ([family, lists]) => {
      const [scope = '', ...rest] = family.split('.');
      const thing = rest.join('');
      return { whole: scope + thing, scope, thing, lists };
    });
  }

  /** Keeps the first id of a list, and who the user is. */
  note(subject: Subject, { body }: Reply): void {
    if (subject.name === 'profile' || subject.name === 'user.current') this.#user ??= asMap(body.result)?.ID;
    if (!isListing(subject.facts.method)) return;
    const found = itemsIn(subject, body.result);
    // Fields of REST 3.0 are known by their names.
    const key = subject.name.endsWith('.field.list') ? 'name' : found?.idKey;
    const id = key === undefined ? undefined : found?.items[0]?.[key];
    if (id !== undefined && id !== null) this.#first.set(subject.name, id);
  }

  /**
   * Values of all parameters that a call needs, or the name of the first for which nothing gives one, with the lists that
   * could.
   *
   * @param without name of a parameter that the call is not to have, or to have otherwise
   */
  parametersOf(
    subject: Subject,
    without?: string,
  ): { with: Record<string, unknown> } | { lacking: string; from: string[] } {
    const parameters: Record<string, unknown> = {};
    for (const field of subject.facts.parameters) {
      if (field.required === undefined || field.name === without) continue;
      const value = this.#valueOf(field, subject);
      if (value === undefined)
        return { lacking: field.name, from: this.sourcesOf(field, subject).map(({ facts }) => facts.method) };
      parameters[field.name] = value;
    }
    return { with: parameters };
  }

  /** Whether every list that could give something would be enough for the call; for plans. */
  mightGive(subject: Subject, without?: string): boolean {
    const might = (field: FieldFact): boolean =>
      this.#valueOf(field, subject) !== undefined ||
      OF_USER.has(bare(field.name)) ||
      this.sourcesOf(field, subject).length > 0;
    return subject.facts.parameters.every(
      (field) => field.required === undefined || field.name === without || might(field),
    );
  }

  #valueOf(field: FieldFact, subject: Subject): unknown {
    const isList = field.types.some((type) => type === 'array' || type.endsWith('[]'));
    const wrap = (value: unknown): unknown =>
      value === undefined ? undefined : isList && !Array.isArray(value) ? [value] : value;
    if (this.#made && Object.hasOwn(this.#made, field.name)) return wrap(this.#made[field.name]);
    const [allowed] = field.values ?? [];
    if (allowed !== undefined && /^\w+$/.test(allowed)) return wrap(allowed);
    const name = bare(field.name);
    if (OF_USER.has(name)) return wrap(this.#user);
    if (Object.hasOwn(CONSTANTS, name)) return CONSTANTS[name];
    if (field.fields && field.types.includes('object')) {
      const inner: Record<string, unknown> = {};
      for (const part of field.fields) {
        if (part.required !== true) continue;
        const value = this.#valueOf(part, subject);
        if (value === undefined) return undefined;
        inner[part.name] = value;
      }
      return inner;
    }
    for (const source of this.sourcesOf(field, subject)) {
      const id = this.#first.get(source.name);
      if (id !== undefined) return wrap(id);
    }
    // An id has to be somebody's, a text does not.
    if (
      this.#made &&
      !/ids?$/i.test(field.name) &&
      field.types.every((type) => /^(string|text)$/i.test(type))
    )
      return 'b24-conformance';
    return undefined;
  }

  /** Lists that could give the id that a parameter asks for, the likeliest first. */
  sourcesOf(field: FieldFact, subject: Subject): Subject[] {
    const name = bare(field.name);
    if (subject.facts.rest === 3 && name === 'name' && subject.name.endsWith('.field.get'))
      return this.#subjects.filter((list) => list.name === subject.name.replace(/get$/, 'list'));
    const named = LISTS[name];
    if (named !== undefined) return this.#subjects.filter((list) => list.name === named);
    const typed = field.types.map((type) => /^([a-z_]+)\.id(?:\[\])?$/i.exec(type)?.[1]).find(Boolean);
    const family = familyOf(subject.name);
    const others = (lists: readonly Subject[] = []): Subject[] =>
      lists.filter((list) => list.name !== subject.name);
    if (typed !== undefined) {
      const wanted = typed.toLowerCase().replaceAll('_', '');
      const exact = others(this.#families.flatMap(({ whole, lists }) => (whole === wanted ? lists : [])));
      const [ofScope, ...parts] = typed.toLowerCase().split('_');
      const rest = parts.join('');
      const near = others(
        this.#families.flatMap(({ scope, thing, lists }) =>
          ofScope === scope && thing !== '' && (wanted.endsWith(thing) || thing === rest) ? lists : [],
        ),
      );
      if (name === 'id' || name === 'ids') return [...others(this.#byFamily.get(family)), ...exact, ...near];
      return [...exact, ...near];
    }
    if (name === 'id' || name === 'ids') return others(this.#byFamily.get(family));
    const stem = /^(\w+?)ids?$/.exec(name)?.[1] ?? name;
    const [scope = ''] = subject.name.split('.');
    const ofStem = others(this.#byThing.get(stem));
    const near = ofStem.filter((list) => list.name.startsWith(`${scope}.`));
    // A deal is a good owner of anything in CRM.
    const owners =
      OWNERS.has(stem) && scope === 'crm'
        ? others(this.#byFamily.get('crm.deal')).filter(({ name: list }) => list === 'crm.deal.list')
        : [];
    return [...owners, ...near, ...ofStem.filter((list) => !near.includes(list))];
  }
}

const OWNERS = new Set(['owner', 'entity', 'crmentity', 'item']);

/** `get` is a list in some families, as `user.get`: what it answers tells. */
function isListing(method: string): boolean {
  return /\.(list|getlist|get|items)$/i.test(method);
}

const bare = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');
const familyOf = (name: string): string => name.split('.').slice(0, -1).join('.');
const lastOf = (name: string): string => name.split('.').at(-1) ?? name;
