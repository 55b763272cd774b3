import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from '../contract/message.ts';
import { ConfigError, type Settings, type VariableName } from '../target/environment.ts';
import { historyFile } from './history-file.ts';
import { resultsFolder } from './results.ts';

/**
 * Makes sure that a run can leave what it finds; makes nothing itself.
 *
 * @throws ConfigError where it could not
 */
export function checkPlaces(settings: Settings): void {
  checkFile('B24_RESULTS', join(resultsFolder(settings), 'claims.json'));
  checkFile('B24_HISTORY', historyFile(settings));
}

function checkFile(variable: VariableName, path: string): void {
  let place = path;
  while (!existsSync(place)) place = dirname(place);
  const isFolder = statSync(place).isDirectory();
  const wrong = (why: string): ConfigError =>
    new ConfigError(`${path} cannot be written (${variable}): ${why}`);
  if (isFolder && place === path) throw wrong('it is a directory');
  if (!isFolder && place !== path) throw wrong(`${place} is no directory`);
  try {
    accessSync(place, constants.W_OK);
  } catch (error) {
    throw wrong(messageOf(error));
  }
}
