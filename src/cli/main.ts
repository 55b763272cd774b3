/**
 * `npx b24-conformance [COMMAND] [options]`: all programs of the suite, as the package has them. Without a command it is
 * the main job. Exit codes: those of the command; 2 where there is no such command.
 */
import { guess } from '../base/guess.ts';
import { keepCodeOfPackage } from '../shell/compiled.mjs';
import { suiteVersion } from '../shell/versions.ts';

/** Each is a program: to load it is to run it. */
const COMMANDS: Readonly<Record<string, { does: string; load: () => Promise<unknown> }>> = {
  run: {
    does: 'tests a portal, or the embedded mock portal, and leaves a report (the default)',
    load: () => import('./conformance.ts'),
  },
  report: {
    does: 'shows the report of the last run, or sets kept runs side by side',
    load: () => import('./report.ts'),
  },
  mock: { does: 'starts the mock portal on its own', load: () => import('./mock.ts') },
  docs: { does: 'checks pages of the documentation', load: () => import('./docs.ts') },
  mutants: {
    does: 'proves that the suite notices portals that are wrong in one way',
    load: () => import('./mutants.ts'),
  },
  openapi: {
    does: 'describes the reviewed methods in OpenAPI 3.1',
    load: () => import('./openapi.ts'),
  },
  init: { does: 'writes .env and a file for your CI', load: () => import('./init.ts') },
};

const HELP = `npx b24-conformance [COMMAND] [options]

Shows whether a Bitrix24 portal does what the REST documentation says.

${Object.entries(COMMANDS)
  .map(([name, { does }]) => `  ${name.padEnd(9)}${does}`)
  .join('\n')}

COMMAND --help says more. --version prints the version.`;

keepCodeOfPackage();
const [first = ''] = process.argv.slice(2);
if (first === 'help') console.log(HELP);
else if (first === '--version') console.log(suiteVersion());
else if (Object.hasOwn(COMMANDS, first)) {
  // The program reads what follows.
  process.argv.splice(2, 1);
  await COMMANDS[first]?.load();
} else if (first === '' || first.startsWith('-')) {
  if (first === '--help' || first === '-h') console.log(`${HELP}\n`);
  await COMMANDS.run?.load();
} else {
  console.error(
    `There is no command '${first}'${guess(first, Object.keys(COMMANDS))}. Commands: ${Object.keys(COMMANDS).join(', ')}.`,
  );
  process.exitCode = 2;
}
