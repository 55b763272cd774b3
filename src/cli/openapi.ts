/**
 * `npm run openapi`: an OpenAPI 3.1 description of the reviewed methods, made from the contract. Exit codes: 0, 1 when
 * --check finds that the file is not up to date, 2 when it cannot be made.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { messageOf } from '../base/message.ts';
import { commandLine } from '../base/program.ts';
import { type SchemaFile, SHARED_SCHEMAS } from '../openapi/components.ts';
import { describeApi } from '../openapi/document.ts';
import { loadContract } from '../run/load.ts';
import { loadFacts } from '../run/load-facts.ts';
import { HOME, ROOT } from '../run/root.ts';
import { ArgumentError, orExit } from '../shell/settings.ts';
import { explainSwallowed, optionsIn } from './npm-options.ts';

const DEFAULT_FILE = join(HOME, 'openapi', 'bitrix24.yaml');

const USAGE = `Usage: ${commandLine('openapi', '[options]')}

Writes openapi/bitrix24.yaml: an OpenAPI 3.1 description of the reviewed methods.

  --out FILE  write it there instead, as JSON where FILE ends so; - is standard output, in YAML
  --check     write nothing; exit 1 when the file is not what would be written
  --help      show this`;

const { out, check, help } = orExit(readOptions);
if (help) console.log(USAGE);
else orExit(() => run(out ?? DEFAULT_FILE, check ?? false));

function readOptions(): {
  out?: string | undefined;
  check?: boolean | undefined;
  help?: boolean | undefined;
} {
  const args = process.argv.slice(2);
  const swallowed = explainSwallowed(optionsIn(USAGE), args, process.env);
  if (swallowed !== undefined) throw new ArgumentError(swallowed);
  try {
    return parseArgs({
      args,
      options: { out: { type: 'string' }, check: { type: 'boolean' }, help: { type: 'boolean' } },
    }).values;
  } catch (error) {
    throw new ArgumentError(`${messageOf(error)}\n${USAGE}`);
  }
}

function run(file: string, isCheck: boolean): void {
  const text = render(file.endsWith('.json'));
  if (file === '-') process.stdout.write(text);
  else if (isCheck) checkFile(file, text);
  else {
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    } catch (error) {
      throw new ArgumentError(`${file} cannot be written: ${messageOf(error)}`);
    }
    console.log(file);
  }
}

function render(asJson: boolean): string {
  const document = describeApi(loadContract('reviewed'), loadFacts().facts, readSchemas());
  if (asJson) return `${JSON.stringify(document, undefined, 2)}\n`;
  // Parts that occur twice are written twice: not every reader of OpenAPI follows YAML's aliases.
  return `# Made from fixtures/ and schemas/ by 'npm run openapi'.\n${stringify(document, { aliasDuplicateObjects: false, lineWidth: 120 })}`;
}

function readSchemas(): Record<keyof typeof SHARED_SCHEMAS, SchemaFile> {
  const read = (name: string): SchemaFile =>
    JSON.parse(readFileSync(join(ROOT, 'schemas', name), 'utf8')) as SchemaFile;
  return Object.fromEntries(Object.keys(SHARED_SCHEMAS).map((name) => [name, read(name)])) as Record<
    keyof typeof SHARED_SCHEMAS,
    SchemaFile
  >;
}

function checkFile(file: string, wanted: string): void {
  let present: string | undefined;
  try {
    present = readFileSync(file, 'utf8');
  } catch {
    // A file that is not there differs like any other.
  }
  if (present === wanted) return;
  console.error(
    `${file} is not what fixtures/ and schemas/ say: run '${commandLine('openapi')}' and commit the result.`,
  );
  process.exitCode = 1;
}
