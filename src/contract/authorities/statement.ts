/**
 * Who states a fact of a method: the English and the Russian page, the official schema made from the latter, what the portal
 * says of itself (`methods`, `*.fields`, its OpenAPI document), and what it does.
 */
export const AUTHORITIES = ['english', 'russian', 'schema', 'description', 'behaviour'] as const;
export type Authority = (typeof AUTHORITIES)[number];

/** What an authority states of one fact. */
export interface Statement {
  /** For people: `integer`, `yes`, `absent`. */
  says: string;
  /** What it comes to, sorted; undefined where it says no more than that the thing is there. */
  means: readonly string[] | undefined;
  /** It leaves open which of its meanings holds: one value was seen, or its format cannot tell them apart. */
  isOpen?: true;
}

/** What is stated of a method, by fact: `scope`, `parameters.fields.TITLE required`, `read.result.ID`. */
export interface Account {
  by: Authority;
  statements: ReadonlyMap<string, Statement>;
  /**
   * Names that a table lists, by what they stand beneath: a name that is not among them is absent. What has no table is
   * stated nowhere, and nothing is absent from it.
   */
  tables: ReadonlyMap<string, ReadonlySet<string>>;
}

export const ABSENT: Statement = { says: 'absent', means: ['absent'] };

/** What an account states of a fact; undefined where it says nothing. */
export function statementIn({ statements, tables }: Account, fact: string): Statement | undefined {
  const stated = statements.get(fact);
  if (stated) return stated;
  if (fact.includes(' ')) return undefined;
  const above = tableOf(fact);
  const table = above === undefined ? undefined : tables.get(above);
  return table && above !== undefined && !table.has(fact.slice(above.length + 1)) ? ABSENT : undefined;
}

/** Beneath what the thing stands that a fact is of; undefined where it stands in no table. */
export function tableOf(fact: string): string | undefined {
  // Codes may have dots.
  const end = fact.startsWith('refusal.') ? 'refusal'.length : fact.lastIndexOf('.');
  return end < 0 ? undefined : fact.slice(0, end);
}

/** Whether both may be true. */
export function agree(one: Statement, other: Statement): boolean {
  if (one.means === undefined || other.means === undefined) return isAbsent(one) === isAbsent(other);
  const [own, others] = [new Set(one.means), new Set(other.means)];
  if (one.isOpen || other.isOpen) return [...own].some((meaning) => others.has(meaning));
  return own.size === others.size && [...own].every((meaning) => others.has(meaning));
}

/** That a thing is not there. */
export function isAbsent({ means }: Statement): boolean {
  return means?.includes('absent') ?? false;
}

/** What stands in the tables of a page, put together row by row. */
export class Statements {
  readonly statements = new Map<string, Statement>();
  readonly tables = new Map<string, Set<string>>();

  /** @param means undefined where it says no more than that the thing is there */
  state(fact: string, says: string, means: readonly string[] | undefined, isOpen?: true): void {
    if (this.statements.has(fact)) return;
    const sorted = means && [...new Set(means)].sort();
    this.statements.set(fact, { says, means: sorted, ...(isOpen ? { isOpen } : {}) });
  }

  /** A row of a table, with the types that it has, in the words of JSON where they have one. */
  row(beneath: string, name: string, types: readonly string[], isOpen?: true): void {
    this.tables.set(beneath, (this.tables.get(beneath) ?? new Set()).add(name));
    this.type(`${beneath}.${name}`, types, isOpen);
  }

  type(fact: string, types: readonly string[], isOpen?: true): void {
    if (types.length === 0) this.state(fact, 'there', undefined);
    else this.state(fact, types.join(' or '), types, isOpen);
  }
}
