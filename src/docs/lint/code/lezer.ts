import type { Parser, SyntaxNode } from '@lezer/common';
import type { Code } from './value.ts';

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (!/Comment$/.test(child.name)) children.push(child);
  return children;
}

/** Lines before a position. */
export function offsetAt(text: string, position: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** What a grammar makes of a text. */
export interface Reading {
  /** Where the text does not parse; its calls are still to be found. */
  code: Code;
  /** What variables are assigned, where it is the only value of theirs. */
  assigned: Map<string, SyntaxNode | undefined>;
  sourceOf(node: SyntaxNode): string;
  /** Nodes of those names, in the order of the text. */
  nodes(...names: string[]): SyntaxNode[];
}

/** @param names of the nodes that will be asked for: most of a tree is not worth a node of its own */
export function readWith(parser: Parser, text: string, names: readonly string[]): Reading {
  const code: Code = { calls: [], twice: [] };
  const wanted = new Set(names);
  const found: SyntaxNode[] = [];
  let fault: SyntaxNode | undefined;
  parser.parse(text).iterate({
    enter(node) {
      // The first place that the grammar has no rule for.
      if (node.type.isError) fault ??= node.node;
      else if (wanted.has(node.name)) found.push(node.node);
    },
  });
  if (fault) code.fault = { offset: offsetAt(text, fault.from), message: complaint(text, fault) };
  return {
    code,
    assigned: new Map(),
    sourceOf: ({ from, to }) => text.slice(from, to),
    nodes: (...asked) => found.filter(({ name }) => asked.includes(name)),
  };
}

/** What stands where the grammar has no rule: the rest of the line, or its end. */
function complaint(text: string, { from }: SyntaxNode): string {
  const rest = (text.slice(from).split('\n')[0] ?? '').trim();
  return rest === '' ? 'unexpected end of line' : `unexpected ${rest.slice(0, 40)}`;
}

/** The text within quotes; undefined where it holds what only running the code would tell. */
export function unquote(source: string): string | undefined {
  const [, prefix = '', , body = ''] = /^([A-Za-z]*)("""|'''|["'`])([\s\S]*)\2$/.exec(source) ?? [];
  if (/f/i.test(prefix)) return undefined;
  return body.replace(/\\(["'\\])/g, '$1');
}
