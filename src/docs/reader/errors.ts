import { count } from '../../base/phrase.ts';
import type { Block, Problem } from './blocks.ts';
import { type Section, shown } from './sections.ts';
import { codeSpans, plain, sameName } from './text.ts';

/** A row of an error table; `code` is empty where the table names none. */
export interface ErrorRow {
  code: string;
  status?: number;
  text: string;
  /** Its lines, where it has several: as a rule each is a text of its own. */
  lines?: string[];
  when?: string;
  line: number;
  /** The included file that the row stands in, where it is not the section's. */
  file?: string;
}

type Role = 'status' | 'code' | 'code+text' | 'text' | 'when' | 'field' | 'description';

/** What stands for the code of an answer whose code is empty. */
const NO_CODE = /^(empty|пуст)/i;

const ADVICE = /^(what to do|что делать)$/;
const DESCRIPTION = /^(description|описание)$/;

const COLUMNS: [RegExp, Role][] = [
  [
    /^((http|response|answer|статус|код) )?(status( code)?|статус(а)?( ответа| http)?)$|^http$|^(http|(http )?(response|answer)) code$|^(http код|код (http|ответа|состояния( http)?))$/,
    'status',
  ],
  [
    /^((symbolic|string|символьный|строковый) )?((error )?(code|type)|error (id|identifier|name|key)|код( ошибки)?|тип ошибки|(идентификатор|имя|ключ) ошибки)$/,
    'code',
  ],
  [/^(code (error )?(message|text)|код сообщение( об ошибке)?|код текст( ошибки)?)$/, 'code+text'],
  [
    /^((error|response|server|returned|answer) )*(message|text|response)( text)?( (in english|en))?$|^error description$|^error$|^(error )?description text$|^(сообщение|текст|ответ)( об ошибке| ошибки| сообщения| ответа)?( сервера)?$|^описание ошибки$|^ошибка$/,
    'text',
  ],
  [
    /^(value|meaning|how to (fix|resolve|avoid)( it)?|solution|(possible )?(reason|cause)s?( of the error)?|(occurs )?when( .+)?|conditions?|explanation|comments?|notes?|remarks?|additional info(rmation)?|details|значение|как исправить|решение|(возможн(ая|ые) )?причин[аы]( \p{L}+)?|(в каком случае|когда)( \p{L}+)?|услови[ея]( возникновения)?|пояснени[ея]|комментари[йи]|примечани[ея]|дополнительно|дополнительная информация)$/u,
    'when',
  ],
  [/^(field|parameter|поле|параметр)$/, 'field'],
  [DESCRIPTION, 'description'],
];

/** The columns of an error table, or undefined where it is none. */
function rolesOf(head: readonly string[]): (Role | undefined)[] | undefined {
  const roles = head.map((text) => COLUMNS.find(([pattern]) => pattern.test(sameName(text)))?.[1]);
  const has = (role: Role): boolean => roles.includes(role);
  if (!has('code') && !has('code+text') && !has('text') && !(has('description') && has('when')))
    return undefined;
  // 'Description' is the server's text, unless another column is, or the table is advice.
  const isAdvice = head.some((text) => ADVICE.test(sameName(text)));
  const described: Role = has('text') || has('code+text') || isAdvice ? 'when' : 'text';
  return roles.map((role) => (role === 'description' ? described : role));
}

/** What a table's cells tell of columns whose names are unknown, in a section of which it is known that errors stand there. */
function rolesIn(table: Extract<Block, { kind: 'table' }>): (Role | undefined)[] | undefined {
  const head = headOf(table);
  const named = rolesOf(head);
  if (!named) return undefined;
  const has = (role: Role): boolean => named.includes(role);
  const rows = table.rows.slice(1).filter((row) => row.some(({ text }) => text !== ''));
  const at =
    has('code') || has('code+text')
      ? -1
      : head.findIndex(
          (name, column) =>
            (named[column] === undefined || /^error$/.test(sameName(name))) &&
            rows.length > 0 &&
            rows.every((row) => CODE.test(plain(row[column]?.text ?? ''))),
        );
  const roles: (Role | undefined)[] = named.map((role, column) => (column === at ? 'code' : role));
  // Where it was the errors' codes that were taken for texts, the texts are in the column of descriptions.
  if (at >= 0 && named[at] === 'text') {
    const described = head.findIndex((name) => /^(error )?description$|^описание$/.test(sameName(name)));
    if (described >= 0 && !roles.includes('text')) roles[described] = 'text';
  }
  // What stands beside the code in a column of any other name is the text, and the next such column tells when. Advice is
  // no text of the server's.
  const isDescribed = head.some((name) => DESCRIPTION.test(sameName(name)));
  for (const role of ['text', 'when'] as const) {
    const free = roles.findIndex(
      (one, column) =>
        column > 0 && one === undefined && (role === 'when' || !ADVICE.test(sameName(head[column] ?? ''))),
    );
    if (free > 0 && roles.includes('code') && !roles.includes(role) && (role === 'when' || !isDescribed))
      roles[free] = role;
  }
  return roles;
}

/** A code as programs write it. */
const CODE = /^[A-Z][A-Z\d]*(?:[_.:-][A-Z\d]+)*$/;

/** Reads every error table of the sections; `Error Code: X` above a table is the code of its rows. */
export function readErrorTables(
  sections: readonly Section[],
  problem: (line: number, message: string) => void,
  used?: Set<Block>,
): ErrorRow[] {
  return sections.flatMap((section) => {
    if (!section.blocks.some(({ kind }) => kind === 'table' || kind === 'tabs')) return [];
    let code = '';
    return shown(section.blocks).flatMap((block): ErrorRow[] => {
      if (block.kind === 'paragraph' || block.kind === 'item') {
        const named = /^(error code|код ошибки):?\s*(.*)$/i.exec(plain(block.text));
        if (named) code = codeSpans(block.text)[0] ?? named[2] ?? '';
        return [];
      }
      if (block.kind !== 'table') return [];
      const rows = readErrorTable(block, code, problem);
      if (rows === undefined) problem(block.line, `no error table: ${headOf(block).join(' | ')}`);
      else used?.add(block);
      const { file } = block;
      return file === section.file ? (rows ?? []) : (rows ?? []).map((row) => ({ ...row, file }));
    });
  });
}

export function isErrorTable(table: Extract<Block, { kind: 'table' }>): boolean {
  const head = headOf(table).map(sameName);
  return rolesOf(head)?.some((role) => role === 'code' || role === 'code+text') ?? false;
}

export function headOf(table: Extract<Block, { kind: 'table' }>): string[] {
  return (table.rows[0] ?? []).map((cell) => plain(cell.text));
}

interface ReadTable {
  above: string;
  rows: ErrorRow[] | undefined;
  problems: Problem[];
}

/** Thousands of pages include the same table, and rules ask for the tables of a page again. */
const READ = new WeakMap<Block, ReadTable>();

function readErrorTable(
  table: Extract<Block, { kind: 'table' }>,
  above: string,
  problem: (line: number, message: string) => void,
): ErrorRow[] | undefined {
  let known = READ.get(table);
  if (known?.above !== above) {
    const problems: Problem[] = [];
    const rows = readRows(table, above, (line, message) => problems.push({ line, message }));
    known = { above, rows, problems };
    READ.set(table, known);
  }
  for (const { line, message } of known.problems) problem(line, message);
  return known.rows;
}

function readRows(
  table: Extract<Block, { kind: 'table' }>,
  above: string,
  problem: (line: number, message: string) => void,
): ErrorRow[] | undefined {
  const roles = rolesIn(table);
  if (!roles) return undefined;
  const isShort = headOf(table).some((head) => DESCRIPTION.test(sameName(head))) && !roles.includes('when');
  return table.rows.slice(1).flatMap((row): ErrorRow[] => {
    const line = row[0]?.line ?? table.line;
    if (row.every((cell) => cell.text === '')) return [];
    if (row.length !== roles.length)
      problem(line, `a row of ${count(row.length, 'cell')} in a table of ${count(roles.length, 'column')}`);
    const cell = (role: Role): string => row[roles.indexOf(role)]?.text ?? '';
    const both = cell('code+text').split(/\n|<br\s*\/?>/i);
    const codeText = roles.includes('code+text') ? (both[0] ?? '') : cell('code');
    const codes = codesIn(codeText, above);
    // A table of codes and descriptions alone may print the server's text where it has no code.
    const said =
      isShort && codes.every((code) => code === '') && !NO_CODE.test(codeText) ? plain(codeText) : '';
    const printed = roles.includes('code+text') ? both.slice(1).join('\n') : cell('text');
    const text = said || plain(printed);
    const lines = linesOf(printed);
    const statusText =
      roles.includes('status') || !OF_STATUS.test(codeText) ? cell('status') : plain(codeText);
    const status = Number(/\b[1-5]\d\d\b/.exec(statusText)?.[0] ?? Number.NaN);
    if (roles.includes('status') && Number.isNaN(status))
      problem(line, `'${plain(cell('status'))}' is not a status`);
    const field = plain(cell('field'));
    const described = plain(cell(said === '' ? 'when' : 'text'));
    const when = [field === '-' || field === '' ? '' : field, described].filter(Boolean).join(': ');
    return codes.map((code) => ({
      code,
      ...(Number.isNaN(status) ? {} : { status }),
      text,
      ...(lines.length > 1 ? { lines } : {}),
      ...(when === '' ? {} : { when }),
      line,
    }));
  });
}

function linesOf(markdown: string): string[] {
  return markdown
    .split(/\n|<br\s*\/?>/i)
    .map((line) => plain(line.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, '')))
    .filter((line) => line !== '');
}

const OF_STATUS = /\b(?:status|http)\b|(?<!\p{L})статус/iu;

/** One code a row; several in one cell are rows of their own; 'empty value' and a dash are no code. */
function codesIn(cell: string, above: string): string[] {
  const bare = plain(cell);
  const spans = codeSpans(cell).filter((span) => /^[\w.:-]+$/.test(span) && /\w/.test(span));
  // `CODE` with status `401` is one code.
  const named = spans.filter((span) => !/^[1-5]\d\d$/.test(span));
  if (named.length > 0 && OF_STATUS.test(bare)) return [...new Set(named)];
  if (spans.length > 0) return [...new Set(spans)];
  if (/^[\w.:-]+$/.test(bare) && /\w/.test(bare)) return [bare];
  return [above];
}

const NAMED_STATUS =
  /^(?:http[\s-]*)?(?:(?:response|answer)[\s-]+)?(?:status|code|response|статус|код)(?:[\s-]+(?:code|код|ответа|состояния))?(?:[\s-]+http)?\s*(?::\s*(.+)|(?:[-–—]\s*)?(\d{3}(?:\s*,\s*\d{3})*)\.?)$|^http(?:\/[\d.]+)? (\d{3})(?: [\p{L} ]+)?$/imu;
/** `> 40x, 50x Error` */
const BARE_STATUS = /^((?:\d{3}|\d\d?x{1,2})(?:,\s*(?:\d{3}|\d\d?x{1,2}))*)\s+(?:error|ошибка)$/im;

/** Lines that state statuses, not sentences. */
export const STATED = [NAMED_STATUS, BARE_STATUS];

/** Statuses of `HTTP Status: **400**, **403**`, also `HTTP Code`, `HTTP status`, `Status`, `20x`; of a list, those of all items. */
export function readStatuses(
  blocks: readonly Block[],
): { statuses: (number | string)[]; line: number; file: string } | undefined {
  const stated = blocks.flatMap((block) => {
    if (block.kind !== 'paragraph' && block.kind !== 'quote' && block.kind !== 'item') return [];
    const text = plain(block.text);
    const match = NAMED_STATUS.exec(text) ?? BARE_STATUS.exec(text);
    return match ? [{ block, said: match.slice(1).join(' ') }] : [];
  });
  const [first] = stated;
  if (!first) return undefined;
  const { kind, line, file } = first.block;
  const said = stated.filter((one) => one === first || (kind === 'item' && one.block.kind === 'item'));
  const found = said.flatMap((one) =>
    [...one.said.matchAll(/(?<![\w])(\d{3}|\d\d?x{1,2})(?!\w)/gi)].map(([text]) => text),
  );
  return {
    statuses: [...new Set(found)].map((text) => (/^\d{3}$/.test(text) ? Number(text) : text.toLowerCase())),
    line,
    file,
  };
}
