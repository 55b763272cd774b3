import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../src/run/root.ts';

/** What the suite is compared with; installed here alone. */
export const PEERS = join(ROOT, 'bench', 'peers');

export const bin = (name: string): string => join(PEERS, 'node_modules', '.bin', name);

export function installPeers(): void {
  if (existsSync(join(PEERS, 'node_modules'))) return;
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: PEERS,
    stdio: 'inherit',
  });
}

/** A call as clients send it, where the server does not know its parameters. */
export const PATH = '/rest/1/code/imbot.chat.sendTyping';
export const PLAIN = '{"BOT_ID":39,"DIALOG_ID":"chat123"}';

/** Runs that the median is taken of. */
export const ROUNDS = 3;
