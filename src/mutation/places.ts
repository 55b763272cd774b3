import { type Exchange, header, type WireResponse } from '../wire/exchange.ts';
import { isXml, textOf, valueIn } from './answer.ts';

/** Headers that say how an answer travels, not what it is. */
const OF_TRANSPORT = ['content-length', 'date'];

/** Where two answers to one request differ, in the words of `looksAt`; nothing where they are the same. */
export function placesChanged(before: Exchange, after: Exchange): readonly string[] {
  const [one, other] = [before.response, after.response];
  if (!one || !other) return one === other ? [] : ['status', 'body'];
  const names = new Set([...one.headers, ...other.headers].map(([name]) => name.toLowerCase()));
  return [
    ...(one.status === other.status ? [] : ['status']),
    ...[...names]
      .filter((name) => !OF_TRANSPORT.includes(name))
      .filter((name) => header(one.headers, name) !== header(other.headers, name))
      .map((name) => `header ${name}`),
    ...ofBodies(one, other),
  ];
}

function ofBodies(one: WireResponse, other: WireResponse): string[] {
  const [before, after] = [one, other].map(textOf);
  if (before === after) return [];
  const [json, changed] = [one, other].map((response) => valueIn(response, ''));
  if (json !== undefined && changed !== undefined) return differences(json, changed, '');
  return [
    'body',
    ...['error', 'error_description', 'result']
      .filter((name) => elementOf(one, name) !== elementOf(other, name))
      .map((name) => `/${name}`),
  ];
}

function differences(one: unknown, other: unknown, pointer: string): string[] {
  if (one === other) return [];
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return [pointer];
  if (Array.isArray(one) !== Array.isArray(other)) return [pointer];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].flatMap((key) =>
    differences(
      (one as Record<string, unknown>)[key],
      (other as Record<string, unknown>)[key],
      `${pointer}/${key}`,
    ),
  );
}

/** Text of an element of an answer in XML; undefined where there is none. */
export function elementOf(response: WireResponse, name: string): string | undefined {
  return new RegExp(`<${name}>([\\s\\S]*)</${name}>|<${name}/>`).exec(textOf(response))?.[0];
}

/** Code of an error, in either format. */
export function codeOf(response: WireResponse): unknown {
  if (!isXml(response)) return valueIn(response, '/error');
  return /<error>([^<]*)<\/error>/.exec(textOf(response))?.[1];
}

/** Whether a method did what it was asked for. */
export function isSuccess(response: WireResponse | undefined): boolean {
  if (!response || response.status >= 300) return false;
  if (isXml(response)) return elementOf(response, 'result') !== undefined;
  return valueIn(response, '/error') === undefined && valueIn(response, '') !== undefined;
}
