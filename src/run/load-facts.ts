import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import { own } from '../base/own.ts';
import type { ContractContext } from '../contract/contract.ts';
import type { PlatformFacts } from '../contract/facts.gen.ts';
import type { MethodFacts } from '../contract/facts.ts';
import { FACTS, keyOfContract } from './contract-data.ts';
import { keptByContent } from './kept-data.ts';
import { ROOT } from './root.ts';

/**
 * The facts of every documented method, each with the section that its file is of. For who needs all of them: whoever asks
 * for some has {@link loadFacts}, which reads only those.
 */
export function loadAllFacts(directory = FACTS): { section: string; facts: MethodFacts }[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) =>
      readFileSync(join(directory, name), 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('{"method":'))
        .map((line) => ({ section: basename(name, '.jsonl'), facts: JSON.parse(line) as MethodFacts })),
    );
}

/** Where the facts of a method stand: its name, its file, and the bytes of its line. */
type FactPlace = readonly [method: string, file: string, begin: number, end: number];

/** By the method's name in lower case. */
type FactPlaces = Readonly<Record<string, FactPlace>>;

/** Facts of documented methods; a line is only read when its method is asked for. */
export function loadFacts(
  directory = FACTS,
): Required<Pick<ContractContext, 'facts' | 'methodNames' | 'platform'>> {
  let known: FactPlaces | undefined;
  const places = (): FactPlaces => {
    known ??=
      directory === FACTS
        ? keptByContent(ROOT, 'facts', keyOfContract(), () => findFacts(directory))
        : findFacts(directory);
    return known;
  };
  const parsed = new Map<string, MethodFacts>();
  return {
    facts(method) {
      const key = method.toLowerCase();
      const place = own(places(), key);
      if (place === undefined) return undefined;
      const facts = parsed.get(key) ?? (JSON.parse(readLine(directory, place)) as MethodFacts);
      parsed.set(key, facts);
      return facts;
    },
    platform: (page) => readPlatform(directory).find((facts) => facts.page === page),
    methodNames: {
      has: (method) => own(places(), method.toLowerCase()) !== undefined,
      all: () => Object.values(places()).map(([method]) => method),
    },
  };
}

function findFacts(directory: string): FactPlaces {
  const places: Record<string, FactPlace> = {};
  for (const file of readdirSync(directory)) {
    if (!file.endsWith('.jsonl')) continue;
    let begin = 0;
    for (const line of readFileSync(join(directory, file), 'utf8').split('\n')) {
      const end = begin + Buffer.byteLength(line);
      const [, method] = /^\{"method":"([^"]+)"/.exec(line) ?? [];
      if (method !== undefined) places[method.toLowerCase()] = [method, file, begin, end];
      begin = end + 1;
    }
  }
  return places;
}

function readLine(directory: string, [, file, begin, end]: FactPlace): string {
  const line = Buffer.alloc(end - begin);
  const open = openSync(join(directory, file), 'r');
  try {
    readSync(open, line, 0, line.length, begin);
  } finally {
    closeSync(open);
  }
  return line.toString('utf8');
}

function readPlatform(directory: string): PlatformFacts[] {
  return readFileSync(join(directory, 'platform.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as PlatformFacts);
}
