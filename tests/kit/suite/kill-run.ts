import { existsSync, readFileSync } from 'node:fs';

/** Kills the process that a ledger names as at work, and its workers, as kill -9 does; whether there was one. */
export function killRun(ledger: string): boolean {
  if (!existsSync(ledger)) return false;
  const [line = ''] = readFileSync(ledger, 'utf8').split('\n');
  const { pid } = JSON.parse(line) as { pid: number };
  // It was started as the head of a group of its own.
  process.kill(-pid, 'SIGKILL');
  return true;
}
