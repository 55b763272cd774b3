import { type Case, type CaseHead, headOf } from '../cases/case.ts';
import { generateCases, type Selection } from '../cases/generate.ts';
import { keyOfContract } from './contract-data.ts';
import { keptLines } from './kept-data.ts';
import { confidenceOfProcess, loadContract } from './load.ts';
import { ROOT } from './root.ts';

/** A case that is parsed when it is asked for. */
export interface ListedCase extends CaseHead {
  whole(): Case;
}

/** The cases of a selection. */
export interface CaseList {
  readonly length: number;
  all(): readonly ListedCase[];
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

/** Lines before those of the cases: ids of claims; heads, whose claims are places among them. */
const LINES_BEFORE = 2;

type KeptHead = Omit<CaseHead, 'claims'> & { claims: readonly number[] };

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
      if (all) return all;
      const ids = JSON.parse(lines.at(0)) as string[];
      const heads = JSON.parse(lines.at(1)) as KeptHead[];
      all = heads.map((head, index) => ({
        ...head,
        claims: head.claims.flatMap((place) => ids[place] ?? []),
        whole: () => parse(index),
      }));
      return all;
    },
  };
}

function headLines(cases: readonly Case[]): string[] {
  const ids = [...new Set(cases.flatMap(({ claims }) => claims))];
  const places = new Map(ids.map((id, place) => [id, place]));
  const heads = cases.map((testCase): KeptHead => {
    const head = headOf(testCase);
    return { ...head, claims: head.claims.flatMap((id) => places.get(id) ?? []) };
  });
  return [ids, heads].map((line) => JSON.stringify(line));
}

/** All cases of a selection. */
export function loadCases(selection: Selection): readonly Case[] {
  return listCases(selection)
    .all()
    .map((listed) => listed.whole());
}
