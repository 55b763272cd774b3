import { XMLBuilder } from 'fast-xml-parser';
import { once } from '../../base/once.ts';
import type { Value } from '../call.ts';

type Node = string | readonly Node[] | { [name: string]: Node | Node[] };

const builder = once(() => new XMLBuilder({ processEntities: true, suppressEmptyNode: false }));

/**
 * Renders a body as XML: root `<response>`, lists as `<item>`, `true` as `1`, `false` and `null` as nothing
 * (general-principles.md, Request Result; booleans and items as observed).
 */
export function renderXml(body: { readonly [key: string]: Value }, declared: boolean): string {
  return `${declared ? '<?xml version="1.0" encoding="utf-8"?>' : ''}${builder().build({ response: toNode(body) })}`;
}

function toNode(value: Value): Node {
  if (value === null || value === false) return '';
  if (value === true) return '1';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return printable(value);
  const node: { [name: string]: Node | Node[] } = Object.create(null);
  for (const [key, inner] of Object.entries(value)) {
    const name = /^\d+$/.test(key) ? 'item' : elementName(key);
    const before = node[name];
    const children = Array.isArray(before) ? before : [];
    children.push(toNode(inner));
    node[name] = children;
  }
  return Object.keys(node).length === 0 ? '' : node;
}

/** XML 1.0 has no place for most control characters and half surrogates, not even escaped. */
function printable(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}

/** Batch keys are free text; element names are not. */
function elementName(key: string): string {
  const name = key.replace(/[^A-Za-z0-9_.-]/g, '_');
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}
