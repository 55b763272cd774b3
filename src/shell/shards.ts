import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { messageOf } from '../base/message.ts';
import { commandLine } from '../base/program.ts';
import type { Selection } from '../report/claims.gen.ts';
import { readContractFiles, readResourceFiles } from '../run/load.ts';
import type { Settings } from '../target/environment.ts';
import { ArgumentError } from './settings.ts';
import { suiteVersion } from './versions.ts';

/** What a run says of itself in its blob report, so that only parts of one run are merged. */
export interface RunMark {
  /** Version of the suite. */
  suite: string;
  /** Digest of the contract data. */
  contract: string;
  /** `mock (self-hosted)` or `portal https://…` */
  target: string;
  /** What chooses tests, and pages of the documentation, as on the command line. */
  selection: string;
  /** Which of its claims and cases are compared with those of other runs. */
  compared: Selection;
}

/** Key of the mark in Playwright's metadata of a run. */
export const MARK = 'b24-conformance';

/** Options that share out or show a run and do not choose its tests. */
const NOT_CHOOSING = /^--(config|shard|reporter|add-reporter|workers|output|quiet)(=|$)|^-j$/;

export function markOf(settings: Settings, words: readonly string[]): RunMark {
  const confidence = settings.get('B24_CONFIDENCE') === 'parsed' ? 'parsed' : 'reviewed';
  const chosen = choosing(words, settings);
  const digest = createHash('sha256');
  for (const { path, text } of [...readContractFiles(), ...readResourceFiles()])
    digest.update(`${path}\n${text}\n`);
  return {
    suite: suiteVersion(),
    contract: digest.digest('hex').slice(0, 16),
    target:
      settings.target === 'mock'
        ? `mock (${settings.mockProfile})`
        : `portal ${settings.webhook?.origin ?? ''}`,
    selection: [
      ...chosen,
      ...(confidence === 'parsed' ? ['B24_CONFIDENCE=parsed'] : []),
      ...(settings.get('B24_DOCS') === undefined ? [] : ['B24_DOCS']),
    ].join(' '),
    compared: { confidence, tests: chosen.join(' ') },
  };
}

function choosing(words: readonly string[], settings: Settings): string[] {
  const chosen: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!NOT_CHOOSING.test(word)) chosen.push(...word.split(/=(.*)/s, 2));
    else if (!word.includes('=') && word !== '--quiet') index++;
  }
  if (settings.get('B24_ALLOW_DISRUPTIVE') === '1') chosen.push('B24_ALLOW_DISRUPTIVE=1');
  return chosen;
}

/** A blob report. */
interface Blob {
  file: string;
  /** Undefined: it is of a whole run. */
  shard: { current: number; total: number } | undefined;
  mark: RunMark;
}

/**
 * Makes sure that the blob reports of a folder are parts of one run.
 *
 * @returns what is missing of the run, in words; empty where it is whole
 * @throws ArgumentError where they cannot be merged: none there, a broken file, parts of different runs, one twice
 */
export function checkShards(folder: string): string[] {
  const blobs = filesOf(folder).map((file) => readBlob(folder, file));
  checkSame(blobs, 'target', 'are of different targets');
  checkSame(blobs, 'suite', 'were made by different versions of the suite');
  checkSame(blobs, 'contract', 'were made from different contract data');
  checkSame(blobs, 'selection', 'are of different selections of tests');
  const totals = new Set(blobs.map(({ shard }) => shard?.total ?? 1));
  if (totals.size > 1)
    throw new ArgumentError(
      `The reports in ${folder} are of different divisions of a run:\n${listed(blobs, ({ shard }) => nameOf(shard))}`,
    );
  const [total = 1] = totals;
  const numbers = Array.from({ length: total }, (_, index) => index + 1);
  const missing = numbers.filter((number) => {
    const files = blobs.filter(({ shard }) => (shard?.current ?? 1) === number).map(({ file }) => file);
    if (files.length > 1)
      throw new ArgumentError(
        `${nameOf(blobs.find(({ file }) => file === files[0])?.shard)} is there ${files.length} times: ${files.join(', ')}.\n` +
          'Its tests would count as often; leave the report in the folder that is to count.',
      );
    return files.length === 0;
  });
  return missing.map((number) => `Shard ${number} of ${total} is missing`);
}

function filesOf(folder: string): string[] {
  let entries: string[];
  try {
    entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    throw new ArgumentError(`--merge ${folder} cannot be read: ${messageOf(error)}`);
  }
  const reports = entries.filter((name) => name.endsWith('.zip') && statSync(join(folder, name)).isFile());
  const here = reports.filter((name) => !/[\\/]/.test(name)).sort();
  const below = reports.filter((name) => /[\\/]/.test(name)).sort();
  if (below.length > 0)
    throw new ArgumentError(
      `Reports in folders below ${folder} would be left out: ${below.join(', ')}.\nPut the reports of all shards into one folder.`,
    );
  if (here.length === 0)
    throw new ArgumentError(
      `There is no blob report (*.zip) in ${folder}.\nEach shard leaves one in blob-report/: ${commandLine('conformance', '--shard 1/2 --reporter blob')}`,
    );
  return here;
}

interface BlobEvent {
  method?: string;
  params?: {
    shard?: Blob['shard'] | null;
    config?: { metadata?: Record<string, unknown> };
  };
}

function readBlob(folder: string, file: string): Blob {
  const path = join(folder, file);
  let events: BlobEvent[];
  try {
    const entries = unzipSync(readFileSync(path), { filter: ({ name }) => name.endsWith('.jsonl') });
    const text = Object.values(entries).map((bytes) => strFromU8(bytes));
    const lines = text.flatMap((content) => content.split('\n')).filter((line) => line !== '');
    // Only the first ones tell of the run; those of its tests may be many.
    events = lines
      .filter((line) => /"(onBlobReportMetadata|onConfigure|onEnd)"/.test(line))
      .map((line) => JSON.parse(line) as BlobEvent);
  } catch (error) {
    throw new ArgumentError(
      `${path} cannot be read: ${messageOf(error)}.\nWas its transfer broken off? Fetch it again, or run its shard again.`,
    );
  }
  const event = (method: string) => events.find((entry) => entry.method === method)?.params;
  if (event('onEnd') === undefined)
    throw new ArgumentError(`${path} is not a whole blob report: it does not say how its run ended.`);
  const mark = event('onConfigure')?.config?.metadata?.[MARK];
  if (!isMark(mark))
    throw new ArgumentError(
      `${path} is not a report of this suite, or of an older version of it: it does not name its target.`,
    );
  return { file, shard: event('onBlobReportMetadata')?.shard ?? undefined, mark };
}

function isMark(value: unknown): value is RunMark {
  if (typeof value !== 'object' || value === null) return false;
  const mark = value as Partial<RunMark>;
  return (
    (['suite', 'contract', 'target', 'selection'] as const).every((key) => typeof mark[key] === 'string') &&
    typeof mark.compared === 'object'
  );
}

function checkSame(blobs: readonly Blob[], part: Exclude<keyof RunMark, 'compared'>, what: string): void {
  if (new Set(blobs.map(({ mark }) => mark[part])).size <= 1) return;
  throw new ArgumentError(
    `The reports ${what} and cannot be merged:\n${listed(blobs, ({ mark }) => mark[part] || 'all')}\n` +
      'Leave those of one run in the folder.',
  );
}

function listed(blobs: readonly Blob[], tell: (blob: Blob) => string): string {
  return blobs.map((blob) => `  ${blob.file}: ${tell(blob)}`).join('\n');
}

const nameOf = (shard: Blob['shard']): string =>
  shard === undefined ? 'a whole run' : `shard ${shard.current} of ${shard.total}`;
