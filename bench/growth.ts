import { generateCases } from '../src/cases/generate.ts';
import { compileContract } from '../src/contract/build.ts';
import type { TextFile } from '../src/contract/contract.ts';
import type { MethodFacts } from '../src/contract/facts.ts';
import { linkContract } from '../src/contract/link.ts';
import { tally } from '../src/judge/tally.ts';
import { loadResources, loadSchemas, readContractFiles } from '../src/run/load.ts';
import { loadFacts } from '../src/run/load-facts.ts';
import { processorMs } from './processor-time.ts';
import type { GrowthFigures } from './results.ts';

/** Of what a method of the family costs; the last makes as many methods as the documentation has. */
const TIMES = [1, 10, 60] as const;

/**
 * What reading the contract, generating its cases and counting its verdicts cost with copies of the family's methods under
 * other names: `imbot.chat.get`, `imbot.chat.getCopy1`, … Facts are copied with them.
 *
 * @returns a row per number of copies
 */
export function measureGrowth(): GrowthFigures[] {
  return TIMES.map((times) => measure(times));
}

export function measure(times: number): GrowthFigures {
  const files = readContractFiles();
  const copies = files.flatMap((file) => copiesOf(file, times - 1));
  const { facts, methodNames, platform } = loadFacts();
  const copied = new Map<string, MethodFacts>();
  const context = {
    resources: loadResources(),
    platform,
    methodNames: { has: (name: string) => methodNames.has(original(name)), all: methodNames.all },
    facts(name: string): MethodFacts | undefined {
      const found = facts(original(name));
      if (found === undefined || name === original(name)) return found;
      const known =
        copied.get(name) ?? (JSON.parse(renamed(JSON.stringify(found), found.method, name)) as MethodFacts);
      copied.set(name, known);
      return known;
    },
  };
  const schemas = loadSchemas();
  const all = [...copies, ...files];
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const [compileMs, compiled] = processorMs(() => compileContract(all, schemas, context));
  const contract = linkContract(compiled, schemas, context);
  const [casesMs, cases] = processorMs(() => generateCases(contract, 'pairwise'));
  const [tallyMs] = processorMs(() => tally(contract, [], []));
  globalThis.gc?.();
  const memory = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  return {
    methods: contract.methods.length,
    claims: contract.claims.length,
    cases: cases.length,
    compileMs,
    casesMs,
    tallyMs,
    memory,
  };
}

const COPY = /Copy\d+$/;
const original = (name: string): string => name.replace(COPY, '');

/** Files of one method each, under other names. */
function copiesOf({ path, text }: TextFile, count: number): TextFile[] {
  const [, method] = /\/(imbot\.[\w.]+)\.yaml$/.exec(path) ?? [];
  if (method === undefined) return [];
  return Array.from({ length: count }, (_, index) => {
    const name = `${method}Copy${index + 1}`;
    return { path: path.replace(method, name), text: renamed(text, method, name) };
  });
}

/** Not where the name is the end or the beginning of another method's. */
function renamed(text: string, method: string, name: string): string {
  return text.replace(new RegExp(`(?<![\\w.])${method.replaceAll('.', '\\.')}(?!\\w)`, 'g'), name);
}
