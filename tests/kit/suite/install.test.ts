import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import semver from 'semver';
import { ROOT } from '../../../src/run/load.ts';

/** What a lock file says of one package. */
interface LockedPackage {
  engines?: { node?: string; npm?: string };
  hasInstallScript?: true;
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
const { engines, allowScripts = {} } = read('package.json') as {
  engines: { node: string };
  allowScripts?: Readonly<Record<string, boolean>>;
};
const { packages } = read('package-lock.json') as { packages: Readonly<Record<string, LockedPackage>> };
const locked = Object.entries(packages).filter(([path]) => path !== '');

/** The npm that came with the first release of Node that the project supports. */
const OLDEST_NPM = '10.8.2';

describe('npm ci', () => {
  it('finds every package fit for every Node that the project supports', () => {
    assert.deepEqual(
      locked.flatMap(([path, { engines: wanted }]) =>
        wanted?.node !== undefined && !semver.subset(engines.node, wanted.node) ? [[path, wanted.node]] : [],
      ),
      [],
    );
  });

  it('finds every package fit for the npm that comes with the oldest Node', () => {
    assert.deepEqual(
      locked.flatMap(([path, { engines: wanted }]) =>
        wanted?.npm !== undefined && !semver.satisfies(OLDEST_NPM, wanted.npm) ? [[path, wanted.npm]] : [],
      ),
      [],
    );
  });

  it('knows of every script that a package runs on installation whether it may run', () => {
    const named = locked
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    assert.deepEqual([...new Set(named)].sort(), Object.keys(allowScripts).sort());
  });
});
