import { assemble, fieldsOf } from './assemble.ts';
import { type Block, type Problem, parsePage, type Reading } from './blocks.ts';
import { type ErrorRow, readErrorTables, readStatuses } from './errors.ts';
import { type Example, hasQuery, readExamples } from './examples.ts';
import { type Field, isFieldTable } from './fields.ts';
import { type Head, readHead } from './head.ts';
import { parametersPart, readParameters } from './parameters.ts';
import {
  beyond,
  isPart,
  type PartOfPage,
  partOf,
  partsOf,
  type Section,
  shown,
  toSections,
} from './sections.ts';
import { plain } from './text.ts';
import { type Unused, unusedBlocks } from './unused.ts';

/** JSON of a page: the value where it parses, and the text as printed. */
export interface Sample {
  value: unknown;
  text: string;
  lang: string;
  line: number;
}

/** A documentation page as data. Nothing is guessed: what cannot be read is missing and told in `problems`. */
export interface PageData extends Head {
  file: string;
  /** Parameters as a tree: tables of objects hang on the parameter they describe. */
  params: Field[];
  examples: Example[];
  success: {
    status: number | undefined;
    statuses: (number | string)[];
    line: number | undefined;
    /** The included file that states them, where it is not the page itself. */
    file?: string;
    sample: Sample | undefined;
    /** All examples of answers, the first one too. */
    samples: Sample[];
  };
  /** Rows of the returned-fields table, as printed. */
  returns: Field[];
  /** The same as a tree: rows of dotted names stand within the row that they name. */
  returned: Field[];
  errors: {
    statuses: (number | string)[];
    line: number | undefined;
    file?: string;
    sample: Sample | undefined;
    samples: Sample[];
    table: ErrorRow[];
    /** Fields of an error, where the page describes them itself. */
    fields: Field[];
  };
  /** Whether the page includes the list of errors that any method may answer, and that list. */
  system: ErrorRow[];
  /** Headings as they stand, for rules and drift. */
  sections: Section[];
  problems: Problem[];
  /** Tables, lists and code of the page from which nothing was read, each with the reason. */
  unused: Unused[];
}

/** What is known of a page that tells nothing. */
const nothing = (): Omit<PageData, 'file' | 'kind' | 'problems'> => ({
  title: '',
  method: undefined,
  scope: undefined,
  who: undefined,
  deprecated: false,
  successor: undefined,
  params: [],
  examples: [],
  success: { status: undefined, statuses: [], line: undefined, sample: undefined, samples: [] },
  returns: [],
  returned: [],
  errors: { statuses: [], line: undefined, sample: undefined, samples: [], table: [], fields: [] },
  system: [],
  sections: [],
  unused: [],
});

/** A page of which nothing but its name is known. */
export function unreadable(file: string, message: string): PageData {
  return { ...nothing(), file, kind: 'unreadable', problems: [{ line: 1, message }] };
}

/** @param include reads an included file; see `Reading` */
export function readMarkdown(file: string, text: string, include: Reading['include']): PageData {
  const problems: Problem[] = [];
  const problem: Reading['problem'] = (line, message) => {
    if (!problems.some((one) => one.line === line && one.message === message))
      problems.push({ line, message });
  };
  const used = new Set<Block>();
  const reading: Reading = { file, include, problem, used };
  const sections = toSections(parsePage(text, reading), file);
  const examples = readExamples(sections, used);
  const head = readHead(file, sections, examples);
  const page: PageData = { ...nothing(), file, ...head, examples, sections, problems };
  const system = partOf(sections, 'system');
  if (system) page.system = readErrorTables([system.own], problem);
  if (head.kind === 'method' || head.kind === 'event') page.params = readParameters(sections, reading);
  if (head.kind === 'method') {
    readAnswers(page, reading);
    if (!parametersPart(sections))
      for (const { text: code, line } of examples)
        if (hasQuery(code)) problem(line, 'no section on the parameters that this example sends');
    page.unused = unusedBlocks(sections, file, used);
  }
  problems.sort((one, other) => one.line - other.line);
  return page;
}

function readAnswers(page: PageData, reading: Reading): void {
  const { sections } = page;
  const response = partOf(sections, 'response');
  if (!response) reading.problem(1, 'no section on the response');
  else readSuccess(page, response, reading);
  const returned = partsOf(sections, 'returned');
  const [first] = returned;
  if (!first) reading.problem(response?.own.line ?? 1, 'no section on the returned fields');
  else {
    const all = returned.flatMap((part) => part.below);
    // What the heading of the whole answer is called may be what its table is called as well.
    const within = all.filter(({ heading }) => isPart(heading, 'returned'));
    const own = [...returned.map((part) => part.own), ...within];
    const below = all.filter((section) => !within.includes(section));
    const { flat, tree } = assemble(own, below, sections, reading, beyond(sections, first.own));
    page.returns = flat;
    page.returned = tree;
    if (flat.length === 0) reading.problem(first.own.line, 'no table of returned fields');
    page.success.samples.push(
      ...samplesIn(
        [...own, ...below].flatMap(({ blocks }) => blocks),
        reading,
      ),
    );
  }
  readErrors(page, reading);
}

function readSuccess(page: PageData, { own, below }: PartOfPage, reading: Reading): void {
  const upTo = below.findIndex(({ heading }) => isPart(heading, 'returned'));
  const blocks = [own, ...(upTo < 0 ? below : below.slice(0, upTo))].flatMap((section) => section.blocks);
  const status = readStatuses(shown(blocks));
  page.success.statuses = status?.statuses ?? [];
  page.success.line = status?.line;
  if (status && status.file !== page.file) page.success.file = status.file;
  page.success.status = status?.statuses.find((listed) => typeof listed === 'number');
  if (page.success.status === undefined)
    reading.problem(status?.line ?? own.line, 'no status of the success answer');
  page.success.samples = samplesIn(blocks, reading);
  page.success.sample = page.success.samples[0];
  if (!page.success.sample) reading.problem(own.line, 'no example of the success answer');
}

function readErrors(page: PageData, reading: Reading): void {
  const { sections } = page;
  const main = partOf(sections, 'errors');
  // Old pages have the codes alone; others have them beside the section on errors.
  const codes = partOf(sections, 'codes');
  const errors = main ?? codes;
  if (!errors) {
    reading.problem(1, 'no section on errors');
    return;
  }
  const status = readStatuses(shown(errors.own.blocks));
  page.errors.statuses = status?.statuses ?? [];
  page.errors.line = status?.line;
  if (status && status.file !== page.file) page.errors.file = status.file;
  const all = [errors.own, ...errors.below];
  const apart = codes && !all.includes(codes.own) ? [codes.own, ...codes.below] : [];
  const own = [...all, ...apart].filter(({ file }) => file === page.file);
  page.errors.sample = samplesIn(errors.own.blocks, reading)[0];
  page.errors.samples = samplesIn(
    own.flatMap(({ blocks }) => blocks),
    reading,
  );
  page.errors.table = readErrorTables(own.map(withoutFields), reading.problem, reading.used);
  page.errors.fields = own.flatMap((section) => fieldsOf(section, reading));
  const silent = errors.own.blocks.map((block) => ('text' in block ? plain(block.text) : '')).join(' ');
  const onlySystem = errors.below.some(({ file }) => file !== page.file);
  if (
    !onlySystem &&
    !status &&
    !page.errors.sample &&
    page.errors.table.length === 0 &&
    !/no (specific |own )?errors|does not return|не возвращает/i.test(silent)
  )
    reading.problem(errors.own.line, 'neither status, example nor table of errors');
  else if (status?.statuses.length === 0) reading.problem(status.line, 'no status can be read');
}

/** Error sections also describe the fields of an error; those tables are no list of errors. */
function withoutFields(section: Section): Section {
  return {
    ...section,
    blocks: section.blocks.filter((block) => block.kind !== 'table' || !isFieldTable(block)),
  };
}

/** Code that shows an answer, wherever it stands among the blocks but in notes. */
function samplesIn(blocks: readonly Block[], reading: Reading): Sample[] {
  return shown(blocks).flatMap((block): Sample[] => {
    if (block.kind !== 'code') return [];
    reading.used?.add(block);
    let value: unknown;
    try {
      value = JSON.parse(block.text);
    } catch {
      value = undefined;
    }
    return [{ value, text: block.text, lang: block.lang, line: block.line }];
  });
}
