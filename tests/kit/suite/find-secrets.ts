import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupBy } from '../../../src/base/group-by.ts';
import type { Run } from './support.ts';

/** Name and content of everything that a run leaves: its output, its files, Playwright's zip unpacked, others given. */
export function textsOf(
  { output, folder }: Run,
  scratch: string,
  ...others: (string | undefined)[]
): [string, string][] {
  unzipReport(folder, scratch);
  const further = others.filter((path): path is string => path !== undefined && existsSync(path));
  return [
    ['output', output],
    ...further.map((path): [string, string] => [path, readFileSync(path, 'latin1')]),
    ...filesIn(folder),
  ];
}

export function assertNowhere(
  secrets: readonly string[],
  texts: readonly (readonly [string, string])[],
): void {
  const secretOf = new Map(secrets.flatMap((secret) => ways(secret).map((written) => [written, secret])));
  const find = finderOf([...secretOf.keys()]);
  for (const [name, text] of texts) {
    const written = find(text);
    assert.equal(
      written,
      undefined,
      `${name} shows ${secretOf.get(written ?? '')?.slice(0, 14)}… as ${written?.slice(0, 12)}…`,
    );
  }
}

/** Characters by which words are told from each other before they are compared. */
const START = 4;

/**
 * A search for the first of many words that a text has; undefined where it has none. It goes through the text once, whatever
 * the number of words: a run leaves megabytes, and must show none of thousands.
 */
export function finderOf(words: readonly string[]): (text: string) => string | undefined {
  const known = words.filter((word) => word.length > 0);
  const byStart = groupBy(known, (word) => word.slice(0, START));
  // Whether a word begins so, mostly; a look into the table of all is for those alone.
  const begins = new Uint8Array(2 ** 16);
  for (const start of byStart.keys()) begins[mark(start, 0)] = 1;
  const short = known.filter(({ length }) => length < START);
  return (text) => {
    for (let at = 0; at <= text.length - START; at++) {
      if (begins[mark(text, at)] === 0) continue;
      const found = byStart.get(text.slice(at, at + START))?.find((word) => text.startsWith(word, at));
      if (found !== undefined) return found;
    }
    return short.find((word) => text.includes(word));
  };
}

/** A number below 65,536 of the characters at a place. */
function mark(text: string, at: number): number {
  let sum = 0;
  for (let index = at; index < at + START; index++) sum = (sum * 31 + text.charCodeAt(index)) & 0xffff;
  return sum;
}

/** A secret as it may stand in a file. */
export function ways(secret: string): string[] {
  const once = encodeURIComponent(secret);
  const form = new URLSearchParams({ a: secret }).toString().slice(2);
  const json = JSON.stringify(secret).slice(1, -1);
  const html = secret.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
  const named = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const slashed = json.replaceAll('/', '\\/');
  const plain = [secret, once, once.toLowerCase(), encodeURIComponent(once), form, encodeURIComponent(form)];
  const escaped = [
    json,
    JSON.stringify(json).slice(1, -1),
    slashed,
    html,
    named,
    named.replaceAll('"', '&quot;'),
  ];
  const base64 = [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    // Characters that depend on what stands before and after are left out.
    const text = bytes.toString('base64').slice(shift === 0 ? 0 : 4, Math.floor(bytes.length / 3) * 4);
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [...new Set([...plain, ...escaped, ...base64])];
}

function filesIn(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readFileSync(path, 'latin1')]);
}

/** Playwright's page carries what it shows as a zip in base64. */
function unzipReport(folder: string, scratch: string): void {
  const page = join(folder, 'playwright', 'index.html');
  if (!existsSync(page)) return;
  const [, zip] = /data:application\/zip;base64,([A-Za-z0-9+/=]+)/.exec(readFileSync(page, 'latin1')) ?? [];
  assert.ok(zip, "Playwright's page holds no zip any more");
  const file = join(mkdtempSync(join(scratch, 'zip-')), 'report.zip');
  writeFileSync(file, Buffer.from(zip, 'base64'));
  execFileSync(process.execPath, ['-e', UNZIP, file, join(folder, 'unzipped-')]);
  copyFileSync(page, join(folder, 'page.html'));
}

/** Every entry of a zip, by its central directory, inflated. */
const UNZIP = `
const fs = require('node:fs'), zlib = require('node:zlib');
const [, path, prefix] = process.argv;
const zip = fs.readFileSync(path);
const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
let at = zip.readUInt32LE(end + 16);
const count = zip.readUInt16LE(end + 10);
for (let index = 0; index < count; index++) {
  const size = zip.readUInt32LE(at + 20), local = zip.readUInt32LE(at + 42);
  const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const data = zip.subarray(from, from + size);
  fs.writeFileSync(prefix + index, zip.readUInt16LE(at + 10) === 8 ? zlib.inflateRawSync(data) : data);
  at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
}
if (count === 0) process.exit(1);`;
