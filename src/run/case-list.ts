import { type Case, type CaseHead, headOf } from '../cases/case.ts';
import { generateCases, type Selection } from '../cases/generate.ts';
import { type CaseGroup, groupCases } from '../cases/group.ts';
import { keyOfContract } from './contract-data.ts';
import { keptLines, type Lines } from './kept-data.ts';
import { confidenceOfProcess, loadContract } from './load.ts';
import { ROOT } from './root.ts';

/** A case that is parsed when it is asked for. */
export interface ListedCase extends CaseHead {
  whole(): Case;
}

/** A group whose cases are parsed when they are asked for. */
export interface ListedGroup extends Omit<CaseGroup, 'cases'> {
  /** Of cases. */
  readonly size: number;
  cases(): readonly Case[];
}

/** The cases of a selection. */
export interface CaseList {
  readonly length: number;
  all(): readonly ListedCase[];
  groups(): readonly ListedGroup[];
}

const lists = new Map<string, CaseList>();

/** The contract's cases; generated once for all processes, for the same reason. */
export function listCases(selection: Selection): CaseList {
  const confidence = confidenceOfProcess();
  const name = `cases-${confidence}-${selection}`;
  const list = lists.get(name) ?? keptCases(name, selection);
  lists.set(name, list);
  return list;
}

/** Lines before those of the cases: ids of claims; groups and heads, whose claims are places among them. */
const LINES_BEFORE = 3;

/** With places among the ids of claims. */
type Kept<T> = Omit<T, 'claims'> & { claims: readonly number[] };

function keptCases(name: string, selection: Selection): CaseList {
  const lines = keptLines(ROOT, name, keyOfContract(), () => {
    const cases = generateCases(loadContract(), selection);
    return [...headLines(cases), ...cases.map((testCase) => JSON.stringify(testCase))];
  });
  let all: readonly ListedCase[] | undefined;
  const parsed: Case[] = [];
  const parse = (index: number): Case => {
    const known = parsed[index] ?? (JSON.parse(lines.at(index + LINES_BEFORE)) as Case);
    parsed[index] = known;
    return known;
  };
  return {
    length: lines.length - LINES_BEFORE,
    all() {
      const read = (): ListedCase[] =>
        readLine<CaseHead>(lines, 2).map((head, index) => ({ ...head, whole: () => parse(index) }));
      all ??= read();
      return all;
    },
    groups: () =>
      readLine<CaseGroup>(lines, 1).map(({ cases, ...group }) => ({
        ...group,
        size: cases.length,
        cases: () => cases.map(parse),
      })),
  };
}

function headLines(cases: readonly Case[]): string[] {
  const ids = [...new Set(cases.flatMap(({ claims }) => claims))];
  const places = new Map(ids.map((id, place) => [id, place]));
  const keep = <T extends { claims: readonly string[] }>(of: T): Kept<T> => ({
    ...of,
    claims: of.claims.flatMap((id) => places.get(id) ?? []),
  });
  const heads = cases.map(headOf);
  return [ids, groupCases(heads).map(keep), heads.map(keep)].map((line) => JSON.stringify(line));
}

function readLine<T extends { claims: readonly string[] }>(lines: Lines, line: number): T[] {
  const ids = JSON.parse(lines.at(0)) as string[];
  const kept = JSON.parse(lines.at(line)) as Kept<T>[];
  return kept.map(
    (of) => ({ ...of, claims: of.claims.flatMap((place) => ids[place] ?? []) }) as unknown as T,
  );
}

/** All cases of a selection. */
export function loadCases(selection: Selection): readonly Case[] {
  return listCases(selection)
    .all()
    .map((listed) => listed.whole());
}
