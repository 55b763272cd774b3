import { isUtf8 } from 'node:buffer';
import { posix } from 'node:path';
import type { MethodFacts } from '../../contract/facts.gen.ts';
import { methodFacts, sha } from '../facts/method.ts';
import { platformFacts } from '../facts/platform.ts';
import type { Reading } from '../reader/blocks.ts';
import { type PageData, readMarkdown, unreadable } from '../reader/page.ts';
import type { Words } from './changes.ts';
import type { Repository } from './repository.ts';
import { rightsOf } from './rights.ts';
import { unitsOf } from './units.ts';

/** A page as it stood in a revision. */
export interface RevisionPage {
  data: PageData;
  text: string;
  readonly facts: MethodFacts | undefined;
  readonly words: Words;
}

/** The pages of one revision, each read once, when it is asked for. */
export class RevisionPages {
  /** Ids of contents by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Which files each file includes itself, as far as pages were read. */
  readonly included = new Map<string, Set<string>>();
  readonly #repository: Repository;
  readonly #known = new Map<string, RevisionPage | undefined>();
  readonly #include: Reading['include'];

  constructor(repository: Repository, files: ReadonlyMap<string, string>) {
    this.#repository = repository;
    this.files = files;
    this.#include = (name, from) => {
      const file = includedFile(name, from);
      this.included.set(from, (this.included.get(from) ?? new Set()).add(file));
      const text = this.text(file);
      return text === undefined ? undefined : { file, text };
    };
  }

  /** Reads the contents of several pages at once; without it each is read when it is asked for. */
  fetch(files: Iterable<string>): void {
    this.#repository.fetch([...files].flatMap((file) => this.files.get(file) ?? []));
  }

  /** The text of a file, whatever ends its lines; undefined where there is none. */
  text(file: string): string | undefined {
    const blob = this.files.get(file);
    return blob === undefined ? undefined : toText(this.#repository.bytes(blob));
  }

  /** @param file path; undefined, or a path that is not there, has no page */
  read(file: string | undefined): RevisionPage | undefined {
    if (file === undefined) return undefined;
    if (!this.#known.has(file)) this.#known.set(file, this.#read(file));
    return this.#known.get(file);
  }

  #read(file: string): RevisionPage | undefined {
    const blob = this.files.get(file);
    if (blob === undefined) return undefined;
    const bytes = this.#repository.bytes(blob);
    if (bytes.includes(0) || !isUtf8(bytes)) {
      const data = unreadable(file, 'cannot be read: it is not a text in UTF-8');
      return { data, text: '', facts: undefined, words: wordsOf(data) };
    }
    const text = toText(bytes);
    const data = readMarkdown(file, text, this.#include);
    let facts: { known: MethodFacts | undefined } | undefined;
    return {
      data,
      text,
      // Pages that others only link to are not asked for theirs.
      get facts() {
        facts ??= { known: factsOfAny(data, text) };
        return facts.known;
      },
      get words() {
        return wordsOf(data);
      },
    };
  }
}

/** What a page states in words that can be compared. */
export function wordsOf(page: PageData): Words {
  return { units: unitsOf(page), rights: rightsOf(page) };
}

/** The path that an include names; one that leads out of the repository stays without a file. */
export function includedFile(name: string, from: string): string {
  return name.startsWith('/')
    ? posix.normalize(name.slice(1))
    : posix.normalize(posix.join(posix.dirname(from), name));
}

function toText(bytes: Buffer): string {
  return bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n');
}

/**
 * Facts of a method page; those of an event are what it sends, and those of an included file the errors that it lists: they
 * are stated in the same form, under the name that the title or the path gives. So are those of an article that lists errors
 * of many methods.
 */
function factsOfAny(page: PageData, text: string): MethodFacts | undefined {
  if (page.kind === 'method') return methodFacts(page, text);
  if (page.kind === 'event') {
    const method = /(?<![\w.])on[A-Z][\w.:]*/i.exec(page.title)?.[0] ?? page.title;
    return methodFacts({ ...page, kind: 'method', method }, text);
  }
  if (page.kind === 'include' && page.system.length > 0)
    return methodFacts(
      { ...page, kind: 'method', method: page.file, errors: { ...page.errors, table: page.system } },
      text,
    );
  const { errors } = platformFacts(page, text) ?? {};
  if (page.kind === 'include' || !errors || errors.rows.length === 0) return undefined;
  return {
    method: page.file,
    page: page.file,
    title: page.title,
    digest: sha(text),
    sources: {},
    parameters: [],
    success: { statuses: [] },
    returned: [],
    errors,
    examples: [],
  };
}
