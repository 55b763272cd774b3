/** Finds words of `prose.yaml` in documents, in messages of the source, and in statements of contract data. */
import { TextlintKernel, type TextlintKernelOptions } from '@textlint/kernel';
import markdown from '@textlint/textlint-plugin-markdown';
import text from '@textlint/textlint-plugin-text';
import prh from 'textlint-rule-prh';
import type typescript from 'typescript';
import { isScalar, parseDocument, visit } from 'yaml';
import { loadTypeScript } from '../../docs/typescript.ts';

const ts = loadTypeScript();

export interface Finding {
  file: string;
  /** From 1, as columns are. */
  line: number;
  column: number;
  /** As it is written. */
  found: string;
  /** What to write instead, and why. */
  instead: string;
}

/** Keys of contract data and schemas whose values a person reads. */
const READ_BY_PEOPLE = new Set([
  'says',
  'untestable',
  'because',
  'reason',
  'why',
  'when',
  'lacking',
  'description',
]);

/**
 * The findings of a file, in its order.
 *
 * @param file its path decides how it is read: `.md`, `.ts`, `.yaml` or `.json`
 * @param rules the text of `prose.yaml`
 * @throws Error where a rule does not do what its `specs` say, or for a file of another kind
 */
export async function checkProse(file: string, content: string, rules: string): Promise<Finding[]> {
  const ext = /\.\w+$/.exec(file)?.[0] ?? '';
  const read = READERS[ext];
  if (read === undefined) throw new Error(`${file} is not a .md, .ts, .yaml or .json file`);
  const { messages } = await new TextlintKernel().lintText(read(content), {
    filePath: file,
    ext: ext === '.md' ? '.md' : '.txt',
    plugins: [
      { pluginId: 'markdown', plugin: moduleOf(markdown) },
      { pluginId: 'text', plugin: moduleOf(text) },
    ],
    rules: [
      {
        ruleId: 'prh',
        rule: moduleOf(prh),
        options: { ruleContents: [rules], checkLink: true, checkBlockQuote: true, checkEmphasis: true },
      },
    ],
  } satisfies TextlintKernelOptions);
  return messages.map(({ message, loc }) => {
    const [change = '', advice = ''] = message.split('\n');
    const [found = '', expected = ''] = change.split(' => ');
    const { line, column } = loc.start;
    return { file, line, column, found, instead: `'${expected}'. ${advice}` };
  });
}

/** What to lint of a file: everything else is blanked, so that lines and columns stay as they are. */
const READERS: Record<string, ((content: string) => string) | undefined> = {
  '.md': (content) => content,
  '.ts': messagesOf,
  '.yaml': statementsOf,
  '.json': statementsOf,
};

/** String and template literals of two words and more. */
function messagesOf(source: string): string {
  const kept = new Kept(source);
  const visitNode = (node: typescript.Node): void => {
    if (ts.isStringLiteralLike(node)) kept.keep([[node.getStart(tree) + 1, node.end - 1]]);
    if (ts.isTemplateExpression(node)) {
      kept.keep([
        [node.head.getStart(tree) + 1, node.head.end - 2],
        ...node.templateSpans.map(({ literal }): [number, number] => [
          literal.getStart(tree) + 1,
          literal.end - (ts.isTemplateTail(literal) ? 1 : 2),
        ]),
      ]);
    }
    ts.forEachChild(node, visitNode);
  };
  const tree = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest);
  visitNode(tree);
  return kept.text();
}

function statementsOf(data: string): string {
  const kept = new Kept(data);
  const document = parseDocument(data);
  visit(document, {
    Pair(_, { key, value }) {
      if (isScalar(key) && READ_BY_PEOPLE.has(String(key.value)) && isScalar(value) && value.range) {
        kept.keep([[value.range[0], value.range[1]]]);
      }
    },
  });
  return kept.text();
}

const SENTENCE = /[\p{L}\d'’]\s+[\p{L}\d'’]|^\s*\p{L}+\s|\s\p{L}+\s*$/u;

/** A text of which only parts are kept, at their places. */
class Kept {
  readonly #whole: string;
  readonly #characters: string[];

  constructor(whole: string) {
    this.#whole = whole;
    this.#characters = whole.split('').map((character) => (character === '\n' ? character : ' '));
  }

  /** @param parts from and to of each, which make a sentence together or are not kept */
  keep(parts: readonly [number, number][]): void {
    const texts = parts.map(([from, to]) => this.#whole.slice(from, to).replaceAll(/\\[nrt]/g, '  '));
    if (!texts.some((part) => SENTENCE.test(part))) return;
    parts.forEach(([from, to], index) => {
      // What a template fills in is a word, of whatever kind.
      if (index < parts.length - 1) this.#characters[to] = '…';
      texts[index]?.split('').forEach((character, offset) => {
        this.#characters[from + offset] = character;
      });
    });
  }

  text(): string {
    return this.#characters.join('');
  }
}

/** What a package exports by default, whichever way its CommonJS is seen. */
function moduleOf<T>(imported: T | { default: T }): T {
  return typeof imported === 'object' && imported !== null && 'default' in imported
    ? imported.default
    : imported;
}
