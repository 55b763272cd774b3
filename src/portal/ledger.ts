import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { isAlive } from '../base/is-alive.ts';
import type { CredentialKind } from '../contract/contract.ts';
import type { Scalar } from '../contract/values.ts';
import { ConfigError } from '../target/environment.ts';

/** Something that the suite makes on a portal. Holds no secret: they are derived again when needed. */
export interface Creation {
  /** Name of the resource. */
  resource: string;
  /** Which one of its kind: a role as `Instance` has it, or `case` for what a case makes for itself. */
  role: string;
  /** Kind of credential by which it was made, is found and removed. */
  by: CredentialKind;
  /** Unique name by which it can be found again. */
  code: string;
  /** Follows the run's own secret in the one by which it was made. */
  ending: string;
  /** Whether that secret was derived from the run's id; else the settings gave it. */
  derived: boolean;
  /** Id of the run that made it. */
  run: string;
  /** The portal. */
  origin: string;
  /** Process of the run: as long as it lives, nobody else tidies up after it. */
  pid: number;
  /** Where a case makes several of a resource under its one code: which of them it is, from 1. */
  making?: number;
  /** Ids of others that its recipe needs, by reference. */
  values?: Readonly<Record<string, Scalar>>;
  id?: Scalar;
}

type Line =
  | ({ do: 'create' } & Creation)
  | ({ do: 'created'; id: Scalar } & Named)
  | ({ do: 'removed' | 'left' } & Named);

/**
 * What a line is about; version 0.1.0 wrote no resource, as no code had two. Without `making` it is about all that were made
 * under the code.
 */
type Named = Pick<Creation, 'code' | 'making'> & Partial<Pick<Creation, 'resource'>>;

/** What tells a creation from others: a case may make several things under its one code. */
export type Made = Pick<Creation, 'code' | 'resource' | 'making'>;

/** What the suite makes on portals, on disk before it is made: even a killed run leaves a trace of everything. */
export interface Ledger {
  /** Before the request that creates it. */
  intend(creation: Creation): void;
  created(of: Made, id: Scalar): void;
  removed(of: Made): void;
  /** It stays on the portal for good, as nothing can remove it. */
  left(of: Made): void;
  /** What was begun and neither removed nor left. */
  pending(): Creation[];
  /** Forgets everything once nothing is pending. */
  close(): void;
}

/**
 * A ledger in a file of JSON lines, each forced to disk. A line cut off by a crash is the last one and is skipped. Its
 * methods throw a ConfigError where the file cannot be read or written.
 */
export function openLedger(path: string): Ledger {
  const append = (line: Line): void => {
    // A line that a crash cut off must not swallow this one.
    const cut = existsSync(path) && !/(^|\n)$/.test(readFileSync(path, 'utf8'));
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(path, 'a', 0o600);
    try {
      writeSync(file, `${cut ? '\n' : ''}${JSON.stringify(line)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  };
  const write = (line: Line): void => orConfigError(() => append(line));
  const pending = (): Creation[] => {
    const open = new Map<string, Creation>();
    for (const line of orConfigError(() => readLines(path))) {
      if (line.do === 'create') {
        const { do: _, ...creation } = line;
        open.set(keyOf(creation), creation);
        continue;
      }
      for (const [key, creation] of open) {
        if (!isAbout(line, creation)) continue;
        if (line.do === 'created') open.set(key, { ...creation, id: line.id });
        else open.delete(key);
      }
    }
    return [...open.values()];
  };
  return {
    intend: (creation) => write({ do: 'create', ...creation }),
    created: (made, id) => write({ do: 'created', ...named(made), id }),
    removed: (made) => write({ do: 'removed', ...named(made) }),
    left: (made) => write({ do: 'left', ...named(made) }),
    pending,
    close() {
      if (pending().length === 0) rmSync(path, { force: true });
    },
  };
}

/** Whether a run that has ended left something that it could not remove, by the id of its process. */
export const leftBy = (path: string, run: number): boolean =>
  openLedger(path)
    .pending()
    .some(({ pid }) => pid === run);

/** No two creations have the same. */
export const keyOf = ({ resource, code, making = 1 }: Made): string => `${resource} ${code} ${making}`;

const named = ({ code, resource, making }: Made): Made => ({
  code,
  resource,
  ...(making === undefined ? {} : { making }),
});

function isAbout(line: Named, creation: Creation): boolean {
  return (
    line.code === creation.code &&
    (line.resource ?? creation.resource) === creation.resource &&
    (line.making ?? creation.making) === creation.making
  );
}

/** For a portal that ends with the run, such as a mock portal in this process: nothing outlives it. */
export const NO_LEDGER: Ledger = {
  intend() {},
  created() {},
  removed() {},
  left() {},
  pending: () => [],
  close() {},
};

function orConfigError<T>(use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new ConfigError(`B24_LEDGER cannot be read or written: ${error.message}`);
  }
}

function readLines(path: string): Line[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text): Line[] => {
      try {
        const line = JSON.parse(text) as Line | EarlierLine | null;
        if (line === null) return [];
        return ['kind' in line ? asLine(line) : line];
      } catch {
        return [];
      }
    });
}

/** How version 0.1.0 wrote what it was about to make; its ledgers are tidied up all the same. */
interface EarlierLine extends Omit<Creation, 'resource' | 'role' | 'by' | 'ending' | 'values'> {
  do: 'create';
  kind: string;
  /** An ending, or the OAuth application. */
  owner: string;
}

function asLine({ kind, owner, ...creation }: EarlierLine): Line {
  if (owner === 'oauth') return { ...creation, resource: kind, role: 'token', by: 'token', ending: '' };
  const role = owner === '' ? 'own' : owner.replace(/^-/, '');
  return { ...creation, resource: kind, role, by: 'webhook', ending: owner };
}

/** Whether the run that made it is still at work. */
export function isAtWork({ pid }: Pick<Creation, 'pid'>): boolean {
  return pid !== process.pid && isAlive(pid);
}
