import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/go';
import { childrenOf, offsetAt, readWith, unquote } from './lezer.ts';
import { type Code, createLiteral, isChanged, isMethodName, toParameters, UNKNOWN } from './value.ts';

/** What a fragment stands in, on one line with its beginning. */
const AROUND = 'package main; func main() { ';

/** Go, whole files or fragments of a function, as the grammar of Lezer reads it. */
export function readGo(printed: string): Code {
  const text = /^\s*(\/\/.*\s+)*package\s/.test(printed) ? printed : `${AROUND}${hoisted(printed)}\n}`;
  const { code, assigned, sourceOf, nodes } = readWith(parser, text, [
    'VarDecl',
    'VarSpec',
    'TypedLiteral',
    'CallExpr',
    'LiteralValue',
    'Arguments',
  ]);

  const read = (node: SyntaxNode, depth = 0): unknown => {
    if (depth > 30) return UNKNOWN;
    const source = sourceOf(node);
    switch (node.name) {
      case 'String':
        return unquote(source) ?? UNKNOWN;
      case 'Number':
        return Number(source.replaceAll('_', ''));
      case 'UnaryExp':
        return /^-[\d.]+$/.test(source) ? Number(source) : UNKNOWN;
      case 'Bool':
        return source === 'true';
      case 'Nil':
        return null;
      case 'TypedLiteral': {
        const [type, body] = childrenOf(node);
        const isList = type !== undefined && /^(SliceType|ArrayType)$/.test(type.name);
        return body?.name === 'LiteralValue' ? literalOf(body, isList, depth) : UNKNOWN;
      }
      case 'LiteralValue':
        return literalOf(node, false, depth);
      case 'VariableName': {
        const value = assigned.get(source);
        return value && !isChanged(text, source) ? read(value, depth + 1) : UNKNOWN;
      }
      default:
        return UNKNOWN;
    }
  };
  const literalOf = (node: SyntaxNode, isList: boolean, depth: number): unknown => {
    const elements = childrenOf(node).filter(({ name }) => name === 'Element');
    const keyed = elements.map((element) => {
      const [key, ...rest] = childrenOf(element);
      return { element, key: key?.name === 'Key' ? key : undefined, value: rest.at(-1) ?? key };
    });
    if (isList || (keyed.length > 0 && keyed.every(({ key }) => key === undefined)))
      return keyed.map(({ value }) => (value ? read(value, depth + 1) : UNKNOWN));
    const { literal, add, open } = createLiteral(code.twice);
    for (const { element, key, value } of keyed) {
      const [inner] = key ? childrenOf(key) : [];
      const name = inner ? read(inner, depth + 1) : undefined;
      if ((typeof name === 'string' || typeof name === 'number') && value)
        add(String(name), read(value, depth + 1), () => offsetAt(text, element.from));
      else open();
    }
    return literal;
  };

  // The grammar lets an element end with its line; the compiler wants a comma there.
  for (const node of code.fault ? [] : nodes('LiteralValue', 'Arguments')) {
    const [last, end] = childrenOf(node).slice(-2);
    if (!last || !end || /^[,({]$/.test(last.name) || !/^[)}]$/.test(end.name)) continue;
    const offset = offsetAt(text, last.to);
    if (offset === offsetAt(text, end.from)) continue;
    const within = node.name === 'Arguments' ? 'argument list' : 'composite literal';
    code.fault = { offset, message: `missing ',' before newline in ${within}` };
    break;
  }

  for (const node of nodes('VarDecl', 'VarSpec')) {
    const children = childrenOf(node);
    const [left] = children;
    const right = children.at(-1);
    if (left?.name !== 'DefName' || !right || children[1]?.name === ',') continue;
    const name = sourceOf(left);
    assigned.set(name, assigned.has(name) ? undefined : right);
  }
  const call = (node: SyntaxNode): void => {
    const [callee, list] = childrenOf(node);
    if (!callee || list?.name !== 'Arguments' || !/\.(Call\w*|\w*Batch\w*)$/.test(sourceOf(callee))) return;
    const given = childrenOf(list)
      .filter(({ name }) => !/^[(),]$/.test(name))
      .map((argument) => ({ argument, value: read(argument) }));
    const at = given.findIndex(({ value }) => isMethodName(value));
    const method = given[at]?.value;
    if (isMethodName(method))
      code.calls.push({
        method,
        offset: offsetAt(text, given[at]?.argument.from ?? node.from),
        parameters: toParameters(given[at + 1]?.value ?? undefined),
      });
  };
  for (const node of nodes('TypedLiteral', 'CallExpr'))
    if (node.name === 'CallExpr') call(node);
    else read(node);
  return code;
}

/** Declarations that only a file may have are left out of a fragment: lines stay where they are. */
function hoisted(text: string): string {
  return (
    text
      .replace(/^import\s*(\([\s\S]*?^\)|"[^"]*")/gm, (found) => found.replace(/[^\n]/g, ' '))
      // The grammar takes the block of such a loop for a literal.
      .replace(
        /^(\s*for\b[^\n{]*?range\s[^\n{]*?)(\[[^\]\n]*:[^\]\n]*\])(?=\s*\{\s*$)/gm,
        (_, before: string, slice: string) => before.concat(' '.repeat(slice.length)),
      )
      .replace(/^func (?!\()(\w+)/gm, '$1 := func')
  );
}
