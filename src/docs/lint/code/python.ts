import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import { callOfRequest } from './http.ts';
import { childrenOf, offsetAt, readWith, unquote } from './lezer.ts';
import { type Code, createLiteral, isChanged, isMethodName, toParameters, UNKNOWN } from './value.ts';

/** Python, as the grammar of Lezer reads it. */
export function readPython(text: string): Code {
  const { code, assigned, sourceOf, nodes } = readWith(parser, text, [
    'AssignStatement',
    'DictionaryExpression',
    'CallExpression',
  ]);

  const read = (node: SyntaxNode, depth = 0): unknown => {
    if (depth > 30) return UNKNOWN;
    const source = sourceOf(node);
    switch (node.name) {
      case 'String':
        return unquote(source) ?? UNKNOWN;
      case 'ContinuedString': {
        const parts = childrenOf(node).map((part) =>
          part.name === 'String' ? unquote(sourceOf(part)) : undefined,
        );
        return parts.every((part) => part !== undefined) ? parts.join('') : UNKNOWN;
      }
      case 'Number':
        return Number(source.replaceAll('_', ''));
      case 'UnaryExpression':
        return /^-[\d.]+$/.test(source) ? Number(source) : UNKNOWN;
      case 'Boolean':
        return source === 'True';
      case 'None':
        return null;
      case 'ParenthesizedExpression': {
        const [inner] = childrenOf(node).filter(({ name }) => !/^[()]$/.test(name));
        return inner ? read(inner, depth + 1) : UNKNOWN;
      }
      case 'ArrayExpression':
      case 'TupleExpression':
        return childrenOf(node)
          .filter(({ name }) => !/^[[\](),]$/.test(name))
          .map((element) => read(element, depth + 1));
      case 'DictionaryExpression':
        return dictionaryOf(node, depth);
      case 'CallExpression':
        return calledDict(node, depth);
      case 'VariableName': {
        const value = assigned.get(source);
        return value && !isChanged(text, source) ? read(value, depth + 1) : UNKNOWN;
      }
      default:
        return UNKNOWN;
    }
  };
  const dictionaryOf = (node: SyntaxNode, depth: number): unknown => {
    const { literal, add, open } = createLiteral(code.twice);
    const children = childrenOf(node);
    children.forEach((child, index) => {
      if (child.name === '**') open();
      if (child.name !== ':') return;
      const [before, after] = [children[index - 1], children[index + 1]];
      const key = before && read(before, depth + 1);
      if ((typeof key === 'string' || typeof key === 'number') && after)
        add(String(key), read(after, depth + 1), () => offsetAt(text, child.from));
      else open();
    });
    return literal;
  };

  /** `dict(id=1)`. */
  const calledDict = (node: SyntaxNode, depth: number): unknown => {
    const [callee, list] = childrenOf(node);
    if (!callee || sourceOf(callee) !== 'dict' || list?.name !== 'ArgList') return UNKNOWN;
    const { literal, add, open } = createLiteral(code.twice);
    const { positional, named, isUnpacked } = argumentsOf(list, sourceOf);
    if (positional.length > 0 || isUnpacked) open();
    for (const [name, value] of named) add(name, read(value, depth + 1), () => offsetAt(text, value.from));
    return literal;
  };

  for (const node of nodes('AssignStatement')) {
    const [left, ...rest] = childrenOf(node);
    const right = rest.at(-1);
    if (left?.name !== 'VariableName' || !right) continue;
    const name = sourceOf(left);
    assigned.set(name, assigned.has(name) ? undefined : right);
  }
  /** An address; in one with braces, something stands for what only running the code would tell. */
  const addressOf = (node: SyntaxNode): unknown => {
    if (node.name !== 'FormatString') return read(node);
    return unquote(sourceOf(node).replace(/^[a-z]+/i, ''))?.replace(/\{[^}]*\}/g, 'x');
  };
  const call = (node: SyntaxNode): void => {
    const [callee, list] = childrenOf(node);
    if (!callee || list?.name !== 'ArgList') return;
    const { positional, named } = argumentsOf(list, sourceOf);
    const called = sourceOf(callee).replace(/\s+/g, '');
    const offset = offsetAt(text, node.from);
    const [first, second] = positional;
    const name = first ?? named.get('api_method') ?? named.get('method');
    const method = name && read(name);
    if (/(^|[._])call\w*$/i.test(called) && isMethodName(method)) {
      const given = (first ? second : undefined) ?? named.get('params') ?? named.get('parameters');
      code.calls.push({ method, offset, parameters: toParameters(given && read(given)) });
      return;
    }
    if (/^(requests|httpx|session)\.(get|post)$/.test(called)) {
      const body = named.get('json') ?? named.get('data') ?? named.get('params') ?? second;
      const address = first ?? named.get('url');
      const sent = address && callOfRequest(addressOf(address), body && read(body));
      if (sent) code.calls.push({ ...sent, offset });
      return;
    }
    // `client.crm.lead.add(fields={…})`: the library has a name of its own for some parameters.
    const path = /^(?:\w*client|b24|bitrix24?|bx24)\.([a-z]\w*(?:\.\w+)+)$/i.exec(called)?.[1];
    if (path === undefined) return;
    const { literal, add } = createLiteral([]);
    for (const [name, value] of named) add(name, read(value), () => offset);
    code.calls.push({ method: path, offset, parameters: literal, translated: true });
  };
  for (const node of nodes('DictionaryExpression', 'CallExpression'))
    if (node.name === 'CallExpression') call(node);
    else dictionaryOf(node, 0);
  return code;
}

function argumentsOf(
  list: SyntaxNode,
  sourceOf: (node: SyntaxNode) => string,
): { positional: SyntaxNode[]; named: Map<string, SyntaxNode>; isUnpacked: boolean } {
  const positional: SyntaxNode[] = [];
  const named = new Map<string, SyntaxNode>();
  let isUnpacked = false;
  const children = childrenOf(list).filter(({ name }) => !/^[(),]$/.test(name));
  for (let index = 0; index < children.length; index++) {
    const [child, next, value] = children.slice(index, index + 3);
    if (!child) break;
    if (next?.name === 'AssignOp' && value) {
      named.set(sourceOf(child), value);
      index += 2;
    } else if (!/^\*+$/.test(child.name)) positional.push(child);
    else {
      isUnpacked = true;
      index++;
    }
  }
  return { positional, named, isUnpacked };
}
