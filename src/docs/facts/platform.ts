import type { PlatformFacts } from '../../contract/facts.gen.ts';
import type { Block } from '../reader/blocks.ts';
import { type ErrorRow, headOf, isErrorTable, readErrorTables, readStatuses } from '../reader/errors.ts';
import { introOf } from '../reader/head.ts';
import type { PageData } from '../reader/page.ts';
import { type Section, shown } from '../reader/sections.ts';
import { sameName } from '../reader/text.ts';
import { errorFact } from './errors.ts';
import { mentionsOf } from './mentions.ts';
import { problemCounts, sha } from './method.ts';
import { createPlaces } from './places.ts';

type Table = Extract<Block, { kind: 'table' }>;

/** Tutorials retell what the pages of methods state. */
const RETOLD = /^tutorials\//;
const OF_ERRORS = /\berrors?\b|ошиб/i;
const CODE = /^[A-Za-z]+(_[A-Za-z]+)+$/;

/** Error tables, and statuses in sentences, of a page that is of no method; undefined where it has neither. */
export function platformFacts(page: PageData, markdown: string): PlatformFacts | undefined {
  const { file } = page;
  if (!['include', 'article', 'section'].includes(page.kind) || RETOLD.test(file)) return undefined;
  const tables = page.sections
    .filter((section) => section.file === file)
    .map((section) => ({ section, rows: rowsOf(section, page) }))
    .filter(({ rows }) => rows.length > 0);
  const places = createPlaces(page, markdown, () => undefined);
  const mentions = mentionsOf(page, places);
  if (tables.length === 0 && mentions.length === 0) return undefined;
  const status = readStatuses(
    tables.flatMap(({ section }) => section.blocks.filter((block) => block.file === file)),
  );
  const lacks = problemCounts(page, 'page');
  const unread = problemCounts(page, 'reader');
  return {
    page: file,
    title: introOf(file, page.sections).title,
    digest: sha(markdown),
    errors: {
      statuses: status?.statuses ?? [],
      rows: tables.flatMap(({ rows }) => rows.map((row) => errorFact(row, places))),
    },
    ...(mentions.length > 0 ? { mentions } : {}),
    ...(lacks ? { lacks } : {}),
    ...(unread ? { unread } : {}),
  };
}

function rowsOf(section: Section, page: PageData): ErrorRow[] {
  const tables = shown(section.blocks).filter(
    (block): block is Table =>
      block.kind === 'table' && block.file === page.file && (isErrorTable(block) || namesErrors(block)),
  );
  return tables.flatMap((table) => {
    const rows = readErrorTables([{ ...section, blocks: [table] }], () => {});
    const isOfErrors = [section.heading, page.title, ...headOf(table)].some((text) => OF_ERRORS.test(text));
    // Tables of types, and of other codes, have the same columns.
    if (!isOfErrors && !rows.every(({ status }) => status !== undefined)) return [];
    return rows.map((row) =>
      row.code === '' && CODE.test(row.text) ? { ...row, code: row.text, text: '' } : row,
    );
  });
}

/** A column 'Error' of codes alone. */
function namesErrors(table: Table): boolean {
  if (!/^(error|ошибка)$/.test(sameName(headOf(table)[0] ?? ''))) return false;
  return table.rows.slice(1).every(([first]) => CODE.test((first?.text ?? '').replace(/`/g, '')));
}
