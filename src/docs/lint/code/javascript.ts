import type typescript from 'typescript';
import { loadTypeScript } from '../../typescript.ts';
import { callOfRequest } from './http.ts';
import {
  type Code,
  type CodeCall,
  createLiteral,
  isChanged,
  isMethodName,
  toParameters,
  UNKNOWN,
} from './value.ts';

/** There from the first example in this language on: to load it takes longer than to read many pages that have none. */
let ts: typeof typescript;

function loadParser(): void {
  ts ??= loadTypeScript();
}

function parse(file: string, text: string): typescript.SourceFile {
  // Comments are of no interest.
  const how = {
    languageVersion: ts.ScriptTarget.ESNext,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  return ts.createSourceFile(file, text, how, false, ts.ScriptKind.TS);
}

/** What sends requests over HTTP without a library of Bitrix24. */
const REQUESTS = /(?:^|\.)(?:fetch|axios\.(?:get|post))$/;

const CALLERS = /(^|\.)(call\w*|fetch\w*|make|request)$/;

/** Fragments: fields of an object, and elements of a list, as they stand in a call. */
function isFragment(text: string): boolean {
  return [`({${text}\n})`, `[${text}\n]`].some((whole) => {
    return faultsOf(parse('fragment.ts', whole)).length === 0;
  });
}

/** The compiler keeps what the parser complains of in a property that its types leave out. */
function faultsOf(source: typescript.SourceFile): readonly typescript.DiagnosticWithLocation[] {
  return (
    (source as typescript.SourceFile & { parseDiagnostics?: readonly typescript.DiagnosticWithLocation[] })
      .parseDiagnostics ?? []
  );
}

/** JavaScript and TypeScript, also within the `<script>` elements of a page, as TypeScript's own parser reads them. */
export function readJavaScript(text: string): Code {
  loadParser();
  const source = parse('example.ts', scriptsOf(text));
  const code: Code = { calls: [], twice: [] };
  const offsetOf = (node: typescript.Node): number =>
    source.getLineAndCharacterOfPosition(node.getStart(source)).line;
  const [fault] = faultsOf(source);
  if (fault && !isFragment(text))
    code.fault = {
      offset: source.getLineAndCharacterOfPosition(fault.start).line,
      message: ts.flattenDiagnosticMessageText(fault.messageText, ' '),
    };
  const declared = new Map<string, typescript.Expression>();
  const known = new Map<typescript.Node, unknown>();

  const read = (node: typescript.Expression | undefined, depth = 0): unknown => {
    if (node === undefined) return undefined;
    if (known.has(node)) return known.get(node);
    const value = readValue(node, depth);
    known.set(node, value);
    return value;
  };
  const readValue = (node: typescript.Expression, depth: number): unknown => {
    if (depth > 30) return UNKNOWN;
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand))
      return -Number(node.operand.text);
    if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
    if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
    if (node.kind === ts.SyntaxKind.NullKeyword) return null;
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isNonNullExpression(node)
    )
      return read(node.expression, depth + 1);
    if (ts.isArrayLiteralExpression(node)) return node.elements.map((element) => read(element, depth + 1));
    if (ts.isObjectLiteralExpression(node)) return objectOf(node, depth);
    if (ts.isIdentifier(node)) {
      const initializer = declared.get(node.text);
      return initializer && !isChanged(source.text, node.text) ? read(initializer, depth + 1) : UNKNOWN;
    }
    return UNKNOWN;
  };
  const objectOf = (node: typescript.ObjectLiteralExpression, depth: number): unknown => {
    const { literal, add, open } = createLiteral(code.twice);
    for (const property of node.properties) {
      const name = property.name;
      const key =
        name && (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name))
          ? name.text
          : undefined;
      if (key === undefined) open();
      else if (ts.isPropertyAssignment(property))
        add(key, read(property.initializer, depth + 1), () => offsetOf(property));
      else if (ts.isShorthandPropertyAssignment(property))
        add(key, read(property.name, depth + 1), () => offsetOf(property));
      else add(key, UNKNOWN, () => offsetOf(property));
    }
    return literal;
  };
  const addCall = (method: unknown, parameters: unknown, node: typescript.Node): void => {
    if (typeof method === 'string')
      code.calls.push({ method, offset: offsetOf(node), parameters: toParameters(parameters) });
  };

  /** An address, with something that stands for what only running the code would tell. */
  const addressOf = (node: typescript.Expression): unknown => {
    if (!ts.isTemplateExpression(node)) return read(node);
    return node.head.text + node.templateSpans.map(({ literal }) => `x${literal.text}`).join('');
  };
  /** What `fetch` gets as the body of its options, and `axios` as its second argument. */
  const bodyOf = (callee: string, given: typescript.Expression | undefined): unknown => {
    if (given === undefined) return undefined;
    if (callee.endsWith('axios.post')) return unpacked(given);
    const name = callee.endsWith('axios.get') ? 'params' : 'body';
    if (!ts.isObjectLiteralExpression(given)) return UNKNOWN;
    const option = given.properties.find((property) => property.name?.getText(source) === name);
    if (option === undefined) return given.properties.some(ts.isSpreadAssignment) ? UNKNOWN : undefined;
    return ts.isPropertyAssignment(option) ? unpacked(option.initializer) : UNKNOWN;
  };
  /** The object within `JSON.stringify(…)` or `new URLSearchParams(…)`. */
  const unpacked = (node: typescript.Expression): unknown => {
    const [inner] =
      (ts.isCallExpression(node) && calleeOf(node.expression) === 'JSON.stringify') ||
      (ts.isNewExpression(node) && calleeOf(node.expression) === 'URLSearchParams')
        ? (node.arguments ?? [])
        : [];
    return read(inner ?? node);
  };

  const nodes: typescript.Node[] = [];
  const collect = (node: typescript.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, collect);
  };
  collect(source);
  const declare = (node: typescript.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      // What is declared twice may be either.
      if (declared.has(node.name.text)) declared.set(node.name.text, ts.factory.createVoidZero());
      else declared.set(node.name.text, node.initializer);
    } else if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(node.left)
    )
      declared.set(node.left.text, ts.factory.createVoidZero());
  };
  nodes.forEach(declare);

  const visit = (node: typescript.Node): void => {
    if (ts.isCallExpression(node)) {
      const callee = calleeOf(node.expression);
      const [first, second] = node.arguments;
      if (/(^|\.)callBatch$|\bbatch\b/i.test(callee))
        for (const call of commandsOf(read(first))) code.calls.push({ ...call, offset: offsetOf(node) });
      else if (CALLERS.test(callee) && first) {
        const value = read(first);
        if (isMethodName(value))
          addCall(value, second && !ts.isFunctionLike(second) ? read(second) : undefined, node);
        else if (typeof value === 'object' && value !== null && 'method' in value)
          addCall(value.method, 'params' in value ? value.params : undefined, node);
      }
      const sent =
        REQUESTS.test(callee) && first ? callOfRequest(addressOf(first), bodyOf(callee, second)) : undefined;
      if (sent) code.calls.push({ ...sent, offset: offsetOf(node) });
    }
    if (ts.isObjectLiteralExpression(node)) read(node);
  };
  nodes.forEach(visit);
  code.calls = code.calls.filter(({ method }) => isMethodName(method) || /^\w+$/.test(method));
  return code;
}

/** `a.b().c` of what is called. */
function calleeOf(node: typescript.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return `${calleeOf(node.expression)}.${node.name.text}`;
  if (ts.isCallExpression(node) || ts.isNonNullExpression(node)) return calleeOf(node.expression);
  return '';
}

/** Commands of a batch: `['method', {…}]` or `{ method, params }`, in a list or by name. */
function commandsOf(value: unknown): Omit<CodeCall, 'offset'>[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((command: unknown): Omit<CodeCall, 'offset'>[] => {
    if (typeof command !== 'object' || command === null) return [];
    const [method, params]: unknown[] = Array.isArray(command)
      ? command
      : [Reflect.get(command, 'method'), Reflect.get(command, 'params')];
    return isMethodName(method) ? [{ method, parameters: toParameters(params) }] : [];
  });
}

/** The scripts of an HTML page, everything else blank: lines stay where they are. */
function scriptsOf(text: string): string {
  if (!/<script[\s>]/i.test(text)) return /^\s*<[!a-z]/i.test(text) ? '' : text;
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  let at = 0;
  let scripts = '';
  for (const match of text.matchAll(/(<script\b([^>]*)>)([\s\S]*?)<\/script>/gi)) {
    const [, tag = '', attributes = '', body = ''] = match;
    const isScript = !/\btype\s*=\s*["']?(?!module|text\/javascript|application\/javascript)[\w/+-]/i.test(
      attributes,
    );
    scripts += blank(text.slice(at, match.index) + tag) + (isScript ? `${body};` : blank(body));
    at = match.index + tag.length + body.length;
  }
  return scripts;
}
