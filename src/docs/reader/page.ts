import { assemble } from './assemble.ts';
import { type Block, type Problem, parsePage, type Reading } from './blocks.ts';
import { type ErrorRow, readErrorTables, readStatuses } from './errors.ts';
import { type Example, hasQuery, readExamples } from './examples.ts';
import { type Field, isFieldTable } from './fields.ts';
import { type Head, readHead } from './head.ts';
import { parametersPart, readParameters } from './parameters.ts';
import { isPart, partOf, type Section, shown, toSections } from './sections.ts';
import { plain } from './text.ts';

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
    sample: Sample | undefined;
  };
  /** Rows of the returned-fields table, as printed. */
  returns: Field[];
  errors: {
    statuses: (number | string)[];
    line: number | undefined;
    sample: Sample | undefined;
    table: ErrorRow[];
  };
  /** Whether the page includes the list of errors that any method may answer, and that list. */
  system: ErrorRow[];
  /** Headings as they stand, for rules and drift. */
  sections: Section[];
  problems: Problem[];
}

/** What is known of a page that tells nothing. */
const NOTHING: Omit<PageData, 'file' | 'kind' | 'problems'> = {
  title: '',
  method: undefined,
  scope: undefined,
  who: undefined,
  deprecated: false,
  successor: undefined,
  params: [],
  examples: [],
  success: { status: undefined, statuses: [], line: undefined, sample: undefined },
  returns: [],
  errors: { statuses: [], line: undefined, sample: undefined, table: [] },
  system: [],
  sections: [],
};

/** A page of which nothing but its name is known. */
export function unreadable(file: string, message: string): PageData {
  return { ...structuredClone(NOTHING), file, kind: 'unreadable', problems: [{ line: 1, message }] };
}

/** @param include reads an included file; see `Reading` */
export function readMarkdown(file: string, text: string, include: Reading['include']): PageData {
  const problems: Problem[] = [];
  const problem: Reading['problem'] = (line, message) => {
    if (!problems.some((one) => one.line === line && one.message === message))
      problems.push({ line, message });
  };
  const reading: Reading = { file, include, problem };
  const sections = toSections(parsePage(text, reading), file);
  const examples = readExamples(sections);
  const head = readHead(file, sections, examples);
  const page: PageData = { ...structuredClone(NOTHING), file, ...head, examples, sections, problems };
  const system = partOf(sections, 'system');
  if (system) page.system = readErrorTables([system.own], problem);
  if (head.kind === 'method' || head.kind === 'event') page.params = readParameters(sections, reading);
  if (head.kind === 'method') {
    readAnswers(page, reading);
    if (!parametersPart(sections))
      for (const { text: code, line } of examples)
        if (hasQuery(code)) problem(line, 'no section on the parameters that this example sends');
  }
  problems.sort((one, other) => one.line - other.line);
  return page;
}

function readAnswers(page: PageData, reading: Reading): void {
  const { sections } = page;
  const response = partOf(sections, 'response');
  if (!response) reading.problem(1, 'no section on the response');
  else {
    const upTo = response.below.findIndex(({ heading }) => isPart(heading, 'returned'));
    const own = [response.own, ...(upTo < 0 ? response.below : response.below.slice(0, upTo))].flatMap(
      (one) => one.blocks,
    );
    const status = readStatuses([...shown(own)]);
    page.success.statuses = status?.statuses ?? [];
    page.success.line = status?.line;
    page.success.status = status?.statuses.find((one) => typeof one === 'number');
    if (page.success.status === undefined)
      reading.problem(status?.line ?? response.own.line, 'no status of the success answer');
    page.success.sample = sampleIn(own);
    if (!page.success.sample) reading.problem(response.own.line, 'no example of the success answer');
  }
  const returned = partOf(sections, 'returned');
  if (!returned) reading.problem(response?.own.line ?? 1, 'no section on the returned fields');
  else {
    page.returns = assemble([returned.own], returned.below, sections, reading).flat;
    if (page.returns.length === 0) reading.problem(returned.own.line, 'no table of returned fields');
  }
  // Old pages have the codes alone.
  const errors = partOf(sections, 'errors') ?? partOf(sections, 'codes');
  if (!errors) {
    reading.problem(1, 'no section on errors');
    return;
  }
  const status = readStatuses([...shown(errors.own.blocks)]);
  page.errors.statuses = status?.statuses ?? [];
  page.errors.line = status?.line;
  page.errors.sample = sampleIn(errors.own.blocks);
  const tables = errors.below.filter(({ file }) => file === page.file);
  page.errors.table = readErrorTables([errors.own, ...tables].map(withoutFields), reading.problem);
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

function sampleIn(blocks: readonly Block[]): Sample | undefined {
  for (const block of shown(blocks)) {
    if (block.kind !== 'code') continue;
    let value: unknown;
    try {
      value = JSON.parse(block.text);
    } catch {
      value = undefined;
    }
    return { value, text: block.text, lang: block.lang, line: block.line };
  }
  return undefined;
}
