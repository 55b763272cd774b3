/**
 * `npm run mutants`: proves that the suite notices broken portals and keeps quiet about others. Exit codes: 0, 1 when
 * there is a survivor, a claim without a mutant or a false alarm, 2 when it cannot be run.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { guess } from '../base/guess.ts';
import { messageOf } from '../base/message.ts';
import { type ProfileName, profiles } from '../mock/index.ts';
import { claimsShown, runAnswerMutants } from '../mutants/answers/matrix.ts';
import { toText as answersToText } from '../mutants/answers/print.ts';
import { recordRun } from '../mutants/answers/record.ts';
import { explainMutant } from '../mutants/explain.ts';
import { furtherMethods } from '../mutants/further-methods.ts';
import { mutantsOf } from '../mutants/index.ts';
import { isClean } from '../mutants/matrix.ts';
import { replaceMade, toPage } from '../mutants/page.ts';
import { toText } from '../mutants/print.ts';
import { runMatrix } from '../mutants/run.ts';
import { loadContract } from '../run/load.ts';
import { explainSwallowed, optionsIn } from './npm-options.ts';

const USAGE = `Usage: npm run mutants -- [options]

  --json FILE    write the matrix as JSON
  --page FILE    write it as a page of the documentation
  --mutant NAME  run one mutant and show what the suite says of it
  --answers      change the answers of one recorded run in every way, and judge it again without a portal; 30,000 in
                 half a minute
  --method NAME  run the mutants of one method beside imbot.chat.sendTyping, with its cases alone
  --beneath NAME let all portals answer by this profile of the mock apart from their faults; without variations
  --help         show this`;

class UsageError extends Error {}

interface Options {
  help?: boolean | undefined;
  json?: string | undefined;
  page?: string | undefined;
  mutant?: string | undefined;
  method?: string | undefined;
  beneath?: string | undefined;
  answers?: boolean | undefined;
}

function readOptions(args: readonly string[]): Options {
  const swallowed = explainSwallowed(optionsIn(USAGE), args, process.env);
  if (swallowed !== undefined) throw new UsageError(swallowed);
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        json: { type: 'string' },
        page: { type: 'string' },
        mutant: { type: 'string' },
        method: { type: 'string' },
        beneath: { type: 'string' },
        answers: { type: 'boolean' },
      },
    });
    const { mutant, method } = values;
    const methods = furtherMethods(loadContract());
    if (method !== undefined && !methods.includes(method))
      throw new UsageError(`no mutants are derived for '${method}'${guess(method, methods)}`);
    if (method !== undefined && (mutant ?? values.json ?? values.page) !== undefined)
      throw new UsageError('--method shows the mutants of one method; it goes with --beneath alone');
    const names = mutantsOf(loadContract()).map(({ id }) => id);
    if (mutant !== undefined && !names.includes(mutant))
      throw new UsageError(`there is no mutant '${mutant}'${guess(mutant, names)}`);
    if (mutant !== undefined && (values.json !== undefined || values.page !== undefined))
      throw new UsageError('--mutant runs one mutant alone; --json and --page are about all of them');
    return values;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(messageOf(error));
  }
}

function profileOf(name: string | undefined): ProfileName | undefined {
  const known = Object.keys(profiles).find((one): one is ProfileName => one === name);
  if (name !== undefined && known === undefined)
    throw new UsageError(`there is no profile '${name}'${guess(name, Object.keys(profiles))}`);
  return known;
}

/** A line that is written over on a terminal; elsewhere one for every 25 portals. */
function progress(id: string, done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${done}/${all} ${id}${done === all ? '\n' : ''}`);
  else if (done % 25 === 0 || done === all) process.stderr.write(`${done} of ${all} portals\n`);
}

async function main(): Promise<number> {
  const { help, json, page, mutant, method, beneath, answers } = readOptions(process.argv.slice(2));
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const contract = loadContract();
  if (answers) {
    const made = await runAnswerMutants(contract, await recordRun(contract, profileOf(beneath)));
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(made, null, 2)}\n`);
    console.log(answersToText(made));
    return made.mutants.some(({ missed, surprising }) => missed.length + surprising.length > 0) ? 1 : 0;
  }
  const found = mutantsOf(contract).find(({ id }) => id === mutant);
  if (found) {
    const { text, isKilled } = await explainMutant(found);
    console.log(text);
    return isKilled ? 0 : 1;
  }
  // Of one method, each claim is to have a portal that breaks it.
  const shownByAnswers =
    method === undefined
      ? recordRun(contract)
          .then((cases) => runAnswerMutants(contract, cases))
          .then(claimsShown)
      : undefined;
  const matrix = await runMatrix(contract, {
    onAnswer: ({ id }, done, all) => progress(id, done, all),
    beneath: profileOf(beneath),
    method,
    shownByAnswers,
  });
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(matrix, null, 2)}\n`);
  if (page !== undefined) {
    const text = existsSync(page) ? readFileSync(page, 'utf8') : '';
    writeFileSync(page, replaceMade(text, toPage(matrix, contract)));
  }
  console.log(toText(matrix));
  return isClean(matrix) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError) && !isFileError(error)) throw error;
  console.error(`npm run mutants: ${error.message}`);
  process.exitCode = 2;
}

function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}
