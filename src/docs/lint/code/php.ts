import { Engine, type Node } from 'php-parser';
import { once } from '../../../base/once.ts';
import { type Code, createLiteral, isMethodName, toParameters, UNKNOWN } from './value.ts';

const engine = once(
  () => new Engine({ parser: { extractDoc: false, version: 804 }, ast: { withPositions: true } }),
);

/** A node of php-parser's tree, whose types leave out what most kinds have. */
interface PhpNode extends Node {
  [key: string]: unknown;
}

/** PHP, with or without its opening tag, as php-parser reads it. */
export function readPhp(printed: string): Code {
  // The parser knows `clone $x`, but not `clone($x)`.
  const text = printed.replace(/\bclone(?=\()/g, '     ');
  const code: Code = { calls: [], twice: [] };
  let program: PhpNode;
  try {
    program = (/<\?/.test(text)
      ? engine().parseCode(text, 'example.php')
      : engine().parseEval(text)) as unknown as PhpNode;
  } catch (error) {
    if (isFragment(text)) return code;
    const { message, lineNumber } = error as Error & { lineNumber?: number };
    code.fault = {
      offset: Math.max(0, (lineNumber ?? 1) - 1),
      message: message.replace(/^Parse Error\s*:\s*/, '').replace(/ on line \d+$/, ''),
    };
    return code;
  }
  const assigned = new Map<string, PhpNode | undefined>();
  const offsetOf = (node: PhpNode): number => (node.loc?.start.line ?? 1) - 1;

  const read = (node: PhpNode, depth = 0): unknown => {
    if (depth > 30) return UNKNOWN;
    switch (node.kind) {
      case 'string':
      case 'boolean':
        return node.value;
      case 'number':
        return Number(node.value);
      case 'nullkeyword':
        return null;
      case 'cast':
        return read(node.expr as PhpNode, depth + 1);
      case 'unary': {
        const value = read(node.what as PhpNode, depth + 1);
        return node.type === '-' && typeof value === 'number' ? -value : UNKNOWN;
      }
      case 'array':
        return arrayOf(node, depth);
      case 'variable': {
        const value = typeof node.name === 'string' ? assigned.get(node.name) : undefined;
        return value ? read(value, depth + 1) : UNKNOWN;
      }
      default:
        return UNKNOWN;
    }
  };
  const arrayOf = (node: PhpNode, depth: number): unknown => {
    const items = (node.items as PhpNode[]).filter((item) => item !== null);
    if (items.every((item) => item.kind !== 'entry' || (!item.key && !item.unpack)))
      return items.map((item) => read((item.kind === 'entry' ? item.value : item) as PhpNode, depth + 1));
    const { literal, add, open } = createLiteral(code.twice);
    let next = 0;
    for (const item of items) {
      if (item.kind !== 'entry' || item.unpack) {
        open();
        continue;
      }
      const key = item.key ? read(item.key as PhpNode, depth + 1) : next++;
      if (typeof key === 'string' || typeof key === 'number')
        add(String(key), read(item.value as PhpNode, depth + 1), () => offsetOf(item));
      else open();
    }
    return literal;
  };

  const nodes: PhpNode[] = [];
  collect(program, nodes);
  const assign = (node: PhpNode): void => {
    const left = node.left as PhpNode;
    // What is assigned twice, or in part, may be anything.
    let target = left;
    while (target.kind === 'offsetlookup') target = target.what as PhpNode;
    if (target.kind !== 'variable' || typeof target.name !== 'string') return;
    const isOnly = target === left && node.operator === '=' && !assigned.has(target.name);
    assigned.set(target.name, isOnly ? (node.right as PhpNode) : undefined);
  };
  const call = (node: PhpNode): void => {
    const called = ((node.what as PhpNode).offset as PhpNode | undefined)?.name;
    if (typeof called !== 'string' || !/^call\w*$/i.test(called)) return;
    const [first, second] = (node.arguments as PhpNode[]).map((argument) =>
      argument.kind === 'namedargument' ? (argument.value as PhpNode) : argument,
    );
    const method = first && read(first);
    if (isMethodName(method))
      code.calls.push({
        method,
        offset: offsetOf(first ?? node),
        parameters: toParameters(second && read(second)),
      });
    else if (/batch/i.test(called))
      for (const command of Object.values(method && typeof method === 'object' ? method : {}) as unknown[]) {
        const [name, params] =
          typeof command === 'object' && command !== null
            ? [Reflect.get(command, 'method') as unknown, Reflect.get(command, 'params') as unknown]
            : [];
        if (isMethodName(name))
          code.calls.push({ method: name, offset: offsetOf(node), parameters: toParameters(params) });
      }
  };
  // PHP takes such quotes for letters of a constant's name.
  const quoted = nodes.find(({ kind, name }) => kind === 'name' && /[‘’“”«»„]/.test(String(name)));
  if (quoted)
    code.fault = { offset: offsetOf(quoted), message: `typographic quotes around ${String(quoted.name)}` };
  for (const node of nodes) if (node.kind === 'assign') assign(node);
  for (const node of nodes)
    if (node.kind === 'array') arrayOf(node, 0);
    else if (node.kind === 'call') call(node);
  return code;
}

/** A node and all beneath it, in the order of the text. */
function collect(node: object, nodes: PhpNode[]): void {
  if ('kind' in node && typeof node.kind === 'string') nodes.push(node as PhpNode);
  // Their prototypes have nothing of interest, and a loop over them is slow.
  for (const key of Object.keys(node)) {
    const inner: unknown = node[key as keyof typeof node];
    if (typeof inner === 'object' && inner !== null && key !== 'loc') collect(inner, nodes);
  }
}

/** Elements of an array, as they stand in a call. */
function isFragment(text: string): boolean {
  try {
    engine().parseEval(`[${text}\n];`);
    return true;
  } catch {
    return false;
  }
}
