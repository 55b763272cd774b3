import { messageOf } from '../../base/message.ts';
import { count } from '../../base/phrase.ts';
import { type ChangeKind, type Impact, KINDS } from '../../docs/history/kinds.ts';
import { type DatedChange, type History, replay } from '../../docs/history/replay.ts';
import { ArgumentError, orExit } from '../../shell/settings.ts';
import { type DocsCommand, writeJson, wrongArguments } from './shared.ts';

const IMPACTS: Record<Impact, string> = {
  breaks: 'breaks a caller',
  adds: 'adds',
  words: 'only words',
};

/** Tabulates how the facts of a repository's pages changed, revision by revision. */
export const history: DocsCommand = {
  options: ['head'],
  formats: ['text', 'markdown', 'json'],
  help: `history REPOSITORY [--head REV]
  Replays the revisions of a checkout, a bare repository or a bundle along first parents, and tabulates by kind how the
  facts of its pages changed: in how many places, pages and revisions.
  --head REV   the last revision; HEAD without it`,
  async run({ names, head, json, format }) {
    const [path, ...others] = names;
    orExit(() => {
      if (path === undefined || others.length > 0)
        throw wrongArguments('Name one repository or bundle.', history.help);
    });
    const found = await replay(path ?? '', head).catch((error: unknown) =>
      orExit((): never => {
        throw new ArgumentError(messageOf(error));
      }),
    );
    const isJson = json === '-' || format === 'json';
    const data = { ...found, byKind: tally(found.changes) };
    if (json !== '-') writeJson(json, data);
    if (isJson) writeJson('-', data);
    else for (const line of format === 'markdown' ? markdownTable(found) : table(found)) console.log(line);
    return 0;
  },
};

interface Tally {
  kind: ChangeKind;
  impact: Impact;
  changes: number;
  pages: number;
  revisions: number;
}

function tally(changes: readonly DatedChange[]): Tally[] {
  const kinds = Object.keys(KINDS) as ChangeKind[];
  return kinds.flatMap((kind): Tally[] => {
    const those = changes.filter((change) => change.kind === kind);
    if (those.length === 0) return [];
    const [pages, revisions] = [those.map(({ page }) => page), those.map(({ commit }) => commit)];
    return [
      {
        kind,
        impact: KINDS[kind],
        changes: those.length,
        pages: new Set(pages).size,
        revisions: new Set(revisions).size,
      },
    ];
  });
}

function table(history: History): string[] {
  const lines = tally(history.changes).map(
    ({ kind, impact, changes: number, pages, revisions: of }) =>
      `${String(number).padStart(8)}${String(pages).padStart(7)}${String(of).padStart(11)}  ${kind.padEnd(26)}${IMPACTS[impact]}`,
  );
  const [first, last] = sumsOf(history);
  return [first, `${' changes'.padStart(8)}  pages  revisions  kind`, ...lines, last];
}

function markdownTable(history: History): string[] {
  const lines = tally(history.changes).map(
    ({ kind, impact, changes: number, pages, revisions: of }) =>
      `| ${number} | ${pages} | ${of} | \`${kind}\` | ${IMPACTS[impact]} |`,
  );
  const [first, last] = sumsOf(history);
  const head = ['| changes | pages | revisions | kind | impact |', '| ---: | ---: | ---: | --- | --- |'];
  return [first, '', ...head, ...lines, '', last];
}

function sumsOf({ revisions, from, to, read, first, changes }: History): [first: string, last: string] {
  const speaking = new Set(changes.map(({ commit }) => commit)).size;
  return [
    `${count(revisions, 'revision')}, ${from} to ${to}: ${count(read, 'page content')} read, ${count(first, 'page')} with facts in the first.`,
    `${count(changes.length, 'change')} of facts in ${count(speaking, 'revision')}; ${count(revisions - speaking, 'revision')} changed none.`,
  ];
}
