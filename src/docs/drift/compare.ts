import type { StatusMention } from '../../contract/facts.gen.ts';
import {
  changed,
  listed,
  notComparable,
  type PlacedChange,
  type Stated,
  subjectOf,
  whyNot,
} from './change.ts';
import { errorChanges } from './error-changes.ts';
import { fieldChanges } from './field-changes.ts';

/**
 * What two revisions of a page state differently, by the place that states it, as the sources of claims name places;
 * wording, links and order are nothing. What that does to callers is `changesForCallers` in src/docs/history.
 */
export function changesByPlace(before: Stated, after: Stated): PlacedChange[] {
  return [
    ...headChanges(before, after),
    ...fieldChanges('parameters', before, after),
    ...fieldChanges('returned', before, after),
    ...successChanges(before, after),
    ...errorChanges(before, after),
    ...mentionChanges(before, after),
  ];
}

const HEAD = ['method', 'scope', 'deprecated', 'successor'] as const;
type HeadAspect = (typeof HEAD)[number];

function headChanges(before: Stated, after: Stated): PlacedChange[] {
  const texts = ({
    method,
    scope,
    deprecated,
    successor,
  }: Stated): Record<HeadAspect, string | undefined> => ({
    method,
    scope,
    deprecated: String(deprecated ?? false),
    successor,
  });
  const [old, now] = [texts(before), texts(after)];
  return HEAD.flatMap((aspect) => {
    const source = aspect === 'method' ? undefined : (before.sources?.[aspect] ?? after.sources?.[aspect]);
    return changed({ aspect, ...subjectOf(source, after.title) }, old[aspect], now[aspect]);
  });
}

function successChanges(before: Stated, after: Stated): PlacedChange[] {
  const place = {
    aspect: 'success' as const,
    ...subjectOf(before.sources?.success ?? after.sources?.success, after.title),
  };
  const [old, now] = [before, after].map(({ success }) => listed(success?.statuses));
  const lack = whyNot('success', before, after);
  if (old !== now && (old === undefined || now === undefined) && lack !== undefined)
    return [notComparable(place, lack, old, now)];
  const shapes = [before.success?.shape ?? {}, after.success?.shape ?? {}];
  return [
    ...changed(place, old, now),
    ...Object.entries(shapes[0] ?? {}).flatMap(([path, type]) => {
      const other = shapes[1]?.[path];
      // A number of an example may happen to be whole, and a value to be empty.
      const isSame =
        other === undefined || [type, other].includes('null') || numeric(type) === numeric(other);
      return isSame
        ? []
        : changed({ aspect: 'example', heading: place.heading, row: path || '/' }, type, other);
    }),
  ];
}

function numeric(type: string): string {
  return type === 'integer' ? 'number' : type;
}

/** Statuses in sentences, by their heading; a sentence that has moved states what it stated. */
function mentionChanges(before: Stated, after: Stated): PlacedChange[] {
  const [old, now] = [before.mentions ?? [], after.mentions ?? []];
  const missing = (these: readonly StatusMention[], those: readonly StatusMention[]): StatusMention[] =>
    these.filter(
      ({ status, heading, digest }) =>
        !those.some(
          (other) => other.status === status && (other.heading === heading || other.digest === digest),
        ),
    );
  const [gone, come] = [missing(old, now), missing(now, old)];
  const headings = new Set([...gone, ...come].map(({ heading }) => heading));
  return [...headings].flatMap((heading) => {
    const [lost, found] = [gone, come].map((list) => list.filter((mention) => mention.heading === heading));
    const part = lost?.[0]?.part ?? found?.[0]?.part;
    const texts = [lost, found].map((list) => listed([...new Set(list?.map(({ status }) => status))]));
    return changed({ aspect: 'mention', ...subjectOf({ heading, part }, heading) }, texts[0], texts[1]);
  });
}
