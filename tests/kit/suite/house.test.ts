import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { ROOT } from '../../../src/run/load.ts';
import { VARIABLES } from '../../../src/target/environment.ts';

it('.env.example lists every variable with its one line, and no other', () => {
  const lines = readFileSync(join(ROOT, '.env.example'), 'utf8').split('\n');
  const listed = lines.flatMap((line, index) => {
    const name = /^#?(B24_[A-Z0-9_]+)=/.exec(line)?.[1];
    return name === undefined ? [] : [[name, (lines[index - 1] ?? '').replace('# ', '')]];
  });
  assert.deepEqual(
    listed,
    Object.entries(VARIABLES).map(([name, { meaning }]) => [name, meaning]),
  );
});
