/** Name of a dimension to its values. */
export type Dimensions = Readonly<Record<string, readonly string[]>>;

/** A value for each of some dimensions. */
export type Row = Readonly<Record<string, string>>;

/**
 * Few rows in which every pair of values stands that may stand together; the first is the baseline. Deterministic. No
 * product is built: the cost grows with the number of pairs.
 *
 * Greedy, as AETG (Cohen, Dalal, Fredman, Patton: The AETG System, IEEE Transactions on Software Engineering 23/7, 1997):
 * each row begins with a pair that is missing and takes for each other dimension the value that brings most missing pairs. A
 * library was here before (covertable); of 52 dimensions with three values it took 20 seconds.
 *
 * @param isAllowed whether a part of a row may be; it must depend on pairs alone
 */
export function coverPairs(dimensions: Dimensions, baseline: Row, isAllowed: (part: Row) => boolean): Row[] {
  const names = Object.keys(dimensions);
  const plain = inOrder(names, baseline);
  if (names.length < 2)
    return names.flatMap((name) => (dimensions[name] ?? []).map((value) => ({ ...plain, [name]: value })));
  const missing = new MissingPairs(dimensions, isAllowed);
  const rows = [plain];
  missing.strike(plain);
  for (let wanted = missing.first(); wanted; wanted = missing.first()) {
    const row = missing.complete(wanted, plain);
    if (row) {
      rows.push(row);
      missing.strike(row);
    } else missing.giveUp(wanted);
  }
  return rows;
}

/** Pairs of values that stand in no row so far. Values are numbered over all dimensions. */
class MissingPairs {
  readonly #names: readonly string[];
  readonly #values: readonly { name: string; value: string }[];
  /** Numbers of each dimension's values. */
  readonly #of: ReadonlyMap<string, readonly number[]>;
  /** 0: forbidden, 1: covered, 2: missing; by number × number. */
  readonly #state: Uint8Array;
  /** Missing pairs of each value, by its number. */
  readonly #left: Uint32Array;

  constructor(dimensions: Dimensions, isAllowed: (part: Row) => boolean) {
    this.#names = Object.keys(dimensions);
    this.#values = this.#names.flatMap((name) => (dimensions[name] ?? []).map((value) => ({ name, value })));
    this.#of = new Map(
      this.#names.map((name) => [
        name,
        this.#values.flatMap((each, number) => (each.name === name ? [number] : [])),
      ]),
    );
    const count = this.#values.length;
    this.#state = new Uint8Array(count * count);
    this.#left = new Uint32Array(count);
    this.#values.forEach((first, one) => {
      this.#values.forEach((second, other) => {
        if (one >= other || first.name === second.name) return;
        const isPossible = isAllowed({ [first.name]: first.value, [second.name]: second.value });
        if (!isPossible) return;
        this.#set(one, other, 2);
        this.#left[one] = this.#leftOf(one) + 1;
        this.#left[other] = this.#leftOf(other) + 1;
      });
    });
  }

  #set(one: number, other: number, state: number): void {
    const count = this.#values.length;
    this.#state[one * count + other] = state;
    this.#state[other * count + one] = state;
  }

  #at(one: number, other: number): number {
    return this.#state[one * this.#values.length + other] ?? 0;
  }

  #leftOf(number: number): number {
    return this.#left[number] ?? 0;
  }

  /** A pair that is missing, of the value that lacks most. */
  first(): [number, number] | undefined {
    const most = this.#left.reduce((best, left, number) => (left > this.#leftOf(best) ? number : best), 0);
    if (this.#leftOf(most) === 0) return undefined;
    const others = this.#values.flatMap((_, other) => (this.#at(most, other) === 2 ? other : []));
    const [first = 0, ...rest] = others;
    return [
      most,
      rest.reduce((best, other) => (this.#leftOf(other) > this.#leftOf(best) ? other : best), first),
    ];
  }

  /** Nothing completes the pair to a row. */
  giveUp(pair: [number, number]): void {
    this.#cover(...pair);
  }

  #cover(one: number, other: number): void {
    if (this.#at(one, other) !== 2) return;
    this.#set(one, other, 1);
    this.#left[one] = this.#leftOf(one) - 1;
    this.#left[other] = this.#leftOf(other) - 1;
  }

  strike(row: Row): void {
    const numbers = this.#numbersOf(row);
    numbers.forEach((one, index) => {
      for (const other of numbers.slice(index + 1)) this.#cover(one, other);
    });
  }

  #numbersOf(row: Row): number[] {
    return this.#names.flatMap(
      (name) => this.#of.get(name)?.find((number) => this.#values[number]?.value === row[name]) ?? [],
    );
  }

  /** The pair with a value for each other dimension; undefined where some dimension has none that goes with the others. */
  complete(pair: [number, number], plain: Row): Row | undefined {
    const begun = new Set(pair.map((number) => this.#values[number]?.name));
    const lack = (name: string): number =>
      (this.#of.get(name) ?? []).reduce((sum, number) => sum + this.#leftOf(number), 0);
    const open = this.#names
      .filter((name) => !begun.has(name))
      .map((name) => ({ name, lack: lack(name) }))
      .sort((one, other) => other.lack - one.lack)
      .map(({ name }) => name);
    const numbers = this.#fill([...pair], open, 0, plain);
    const row = numbers?.map((number) => this.#values[number] ?? { name: '', value: '' });
    return row && inOrder(this.#names, Object.fromEntries(row.map(({ name, value }) => [name, value])));
  }

  /** Goes back where a value leaves none for a later dimension. */
  #fill(
    chosen: readonly number[],
    open: readonly string[],
    at: number,
    plain: Row,
  ): readonly number[] | undefined {
    const name = open[at];
    if (name === undefined) return chosen;
    const gain = (number: number): number =>
      chosen.reduce((sum, other) => sum + Number(this.#at(number, other) === 2), 0);
    const candidates = (this.#of.get(name) ?? [])
      .filter((number) => chosen.every((other) => this.#at(number, other) !== 0))
      .map((number) => ({ number, gain: gain(number), isPlain: this.#values[number]?.value === plain[name] }))
      .sort(
        (one, other) =>
          other.gain - one.gain ||
          this.#leftOf(other.number) - this.#leftOf(one.number) ||
          Number(other.isPlain) - Number(one.isPlain),
      );
    for (const { number } of candidates) {
      const whole = this.#fill([...chosen, number], open, at + 1, plain);
      if (whole) return whole;
    }
    return undefined;
  }
}

/** Ids of cases are made of the values in the order of their dimensions. */
export function inOrder(names: readonly string[], row: Row): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? '']));
}
