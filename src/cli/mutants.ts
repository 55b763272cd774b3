/**
 * `npm run mutants`: proves that the suite notices broken portals and keeps quiet about others. Exit codes: 0, 1 when there is
 * a survivor, a surprise, a check that is missing in one form, a claim without a mutant or a false alarm, 2 when it cannot be
 * run.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { guess } from '../base/guess.ts';
import { messageOf } from '../base/message.ts';
import { commandLine } from '../base/program.ts';
import { type ProfileName, profiles } from '../mock/index.ts';
import { explainMutant } from '../mutants/explain.ts';
import { mutants as byHand } from '../mutants/index.ts';
import { isClean as isMatrixClean } from '../mutants/matrix.ts';
import { toPage } from '../mutants/page.ts';
import { derivedText, pairsText, toText } from '../mutants/print.ts';
import { runMatrix } from '../mutants/run.ts';
import { explainDerived } from '../mutants/why.ts';
import { claimsShown, isClean, KINDS, type Kind, runAllPairs, runDerived } from '../mutation/derived.ts';
import { isNoticed } from '../mutation/pairs.ts';
import { loadContract } from '../run/load.ts';
import { HOME } from '../run/root.ts';
import { explainSwallowed, optionsIn } from './npm-options.ts';

const USAGE = `Usage: ${commandLine('mutants', '[kinds] [options]')}

Kinds of wrong portals; all of them unless some are named:
  --by-hand      portals broken in ways of their own, and those that differ as they may
  --answers      answers of one run that are changed in every way, and judged again without a portal
  --requests     requests that are accepted, refused or misread otherwise than they must
  --states       portals that do otherwise than they answer with what they hold

Options:
  --why NAME     show one of any kind: which exchange changed, and which claims looked there
  --pairs NUMBER put two faults of requests or states at a time into one portal; both must be noticed
  --seed NUMBER  which pairs; the same number draws the same ones
  --method NAME  derived kinds: those that strike calls of this method alone
  --beneath NAME let all portals answer by this profile of the mock apart from their faults; without variations
  --json FILE    write what became of each as JSON
  --page FILE    write the figures elsewhere than to results/mutants.md
  --help         show this`;

class UsageError extends Error {}

function readOptions(args: readonly string[]) {
  const swallowed = explainSwallowed(optionsIn(USAGE), args, process.env);
  if (swallowed !== undefined) throw new UsageError(swallowed);
  const values = parse(args);
  const { method, why, pairs, seed, beneath } = values;
  const methods = loadContract().methods.map(({ name }) => name);
  if (method !== undefined && !methods.includes(method))
    throw new UsageError(`there is no method '${method}'${guess(method, methods)}`);
  if (method !== undefined && values['by-hand'])
    throw new UsageError('--method is about the derived kinds; those by hand strike several methods');
  if (why !== undefined && (pairs ?? method ?? values.json ?? values.page) !== undefined)
    throw new UsageError('--why shows one portal alone; it goes with --beneath');
  if (seed !== undefined && pairs === undefined) throw new UsageError('--seed goes with --pairs');
  return {
    ...values,
    pairs: wholeNumber('--pairs', pairs),
    seed: wholeNumber('--seed', seed) ?? 1,
    beneath: profileOf(beneath),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        'by-hand': { type: 'boolean' },
        answers: { type: 'boolean' },
        requests: { type: 'boolean' },
        states: { type: 'boolean' },
        why: { type: 'string' },
        pairs: { type: 'string' },
        seed: { type: 'string' },
        method: { type: 'string' },
        beneath: { type: 'string' },
        json: { type: 'string' },
        page: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function wholeNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(value))
    throw new UsageError(`${name} wants a whole number from 1, not '${value}'`);
  return Number(value);
}

function profileOf(name: string | undefined): ProfileName | undefined {
  const known = Object.keys(profiles).find((one): one is ProfileName => one === name);
  if (name !== undefined && known === undefined)
    throw new UsageError(`there is no profile '${name}'${guess(name, Object.keys(profiles))}`);
  return known;
}

/** A line that is written over on a terminal; elsewhere one for every 100, and about twenty of very many. */
function progress(id: string, done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${done}/${all} ${id}${done === all ? '\n' : ''}`);
  else if (done % Math.max(100, Math.ceil(all / 20)) === 0 || done === all)
    process.stderr.write(`${done} of ${all}\n`);
}

/** Shows one of any kind; what it is called tells which. */
async function why(id: string, beneath: ProfileName | undefined): Promise<number> {
  const contract = loadContract();
  const found = byHand.find((each) => each.id === id);
  const shown = found ? await explainMutant(found) : await explainDerived(contract, id, beneath);
  if ('names' in shown)
    throw new UsageError(
      `there is no mutant '${id}'${guess(id, [...byHand.map((each) => each.id), ...shown.names])}; --json lists all`,
    );
  console.log(shown.text);
  return shown.isKilled ? 0 : 1;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const { beneath, method, pairs, seed } = options;
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  if (options.why !== undefined) return why(options.why, beneath);
  const contract = loadContract();
  if (pairs !== undefined) {
    const made = await runAllPairs(contract, pairs, seed, beneath, ({ id }, done) =>
      progress(id, done, pairs),
    );
    writeJson(options.json, made);
    console.log(pairsText(made, seed));
    return made.every(isNoticed) ? 0 : 1;
  }
  const named = KINDS.filter((kind) => options[kind]);
  const isWhole = named.length === 0 && !options['by-hand'];
  const kinds: readonly Kind[] = isWhole ? KINDS : named;
  const derived = await runDerived(contract, kinds, beneath, {
    method,
    onOperator: ({ id }, done, all) => progress(id, done, all),
  });
  const matrix =
    (isWhole && method === undefined) || options['by-hand']
      ? await runMatrix(contract, {
          onAnswer: ({ id }, done, all) => progress(id, done, all),
          beneath,
          // By hand alone it is not known which claims the derived ones show.
          shownByDerived: Promise.resolve(
            isWhole ? claimsShown(derived) : new Set(contract.claims.map(({ id }) => id)),
          ),
        })
      : undefined;
  writeJson(options.json, { ...derived, ...matrix });
  if (method === undefined) {
    const page = options.page ?? join(HOME, 'results', 'mutants.md');
    mkdirSync(dirname(page), { recursive: true });
    writeFileSync(page, toPage(contract, derived, matrix));
  }
  if (matrix) console.log(toText(matrix));
  if (kinds.length > 0)
    console.log(derivedText(contract, derived, { isWhole: isWhole && method === undefined }));
  return isClean(derived) && (matrix === undefined || isMatrixClean(matrix)) ? 0 : 1;
}

function writeJson(file: string | undefined, value: unknown): void {
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError) && !isFileError(error)) throw error;
  console.error(`${commandLine('mutants')}: ${error.message}`);
  process.exitCode = 2;
}

function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}
