/** Ids that count up and are never given out twice, whatever becomes of the rows. */
export class Ids {
  #last = 0;

  next(): number {
    this.#last += 1;
    return this.#last;
  }

  /** An id that came from elsewhere; those to come are higher. */
  use(id: number): void {
    this.#last = Math.max(this.#last, id);
  }
}

/** Rows by their id, in the order in which they were added. Rows are never changed, but replaced. */
export class Table<Row extends { readonly id: number }> extends Map<number, Row> {
  readonly #ids: Ids;

  /** @param ids where tables share their ids, as users and bots do */
  constructor(ids: Ids = new Ids()) {
    super();
    this.#ids = ids;
  }

  override set(id: number, row: Row): this {
    this.#ids.use(id);
    return super.set(id, row);
  }

  /** Adds a row under an id of its own. */
  add(row: Omit<Row, 'id'>): Row {
    const id = this.#ids.next();
    const added = { ...row, id } as Row;
    super.set(id, added);
    return added;
  }

  /** Replaces fields of a row that is there. */
  update({ id }: Row, fields: Partial<Omit<Row, 'id'>>): void {
    const row = this.get(id);
    if (row !== undefined) super.set(id, { ...row, ...fields });
  }

  find(isWanted: (row: Row) => boolean): Row | undefined {
    for (const row of this.values()) if (isWanted(row)) return row;
    return undefined;
  }

  filter(isWanted: (row: Row) => boolean): readonly Row[] {
    return [...this.values()].filter(isWanted);
  }
}
