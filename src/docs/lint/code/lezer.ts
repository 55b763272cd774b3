import type { SyntaxNode, Tree } from '@lezer/common';

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (!/Comment$/.test(child.name)) children.push(child);
  return children;
}

export function offsetAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length - 1;
}

/** The first place that the grammar has no rule for. */
export function errorIn(tree: Tree): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  tree.iterate({
    enter(node) {
      if (node.type.isError && !found) found = node.node;
      return found === undefined;
    },
  });
  return found;
}

export function everyNode(tree: Tree, look: (node: SyntaxNode) => void): void {
  tree.iterate({
    enter(node) {
      look(node.node);
    },
  });
}

/** What stands where the grammar has no rule: the rest of the line, or its end. */
export function complaint(text: string, { from }: SyntaxNode): string {
  const rest = (text.slice(from).split('\n')[0] ?? '').trim();
  return rest === '' ? 'unexpected end of line' : `unexpected ${rest.slice(0, 40)}`;
}

/** The text within quotes; undefined where it holds what only running the code would tell. */
export function unquote(source: string): string | undefined {
  const [, prefix = '', , body = ''] = /^([A-Za-z]*)("""|'''|["'`])([\s\S]*)\2$/.exec(source) ?? [];
  if (/f/i.test(prefix)) return undefined;
  return body.replace(/\\(["'\\])/g, '$1');
}
