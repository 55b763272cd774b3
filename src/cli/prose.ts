/**
 * `npm run prose`: plain English in documents, messages and statements of the contract, by the words of `prose.yaml`.
 * Exit 1 where one of them is used, with file, line, column, and what to write instead.
 */
import { runProse } from './prose/run.ts';

process.exitCode = await runProse('.', console.error);
