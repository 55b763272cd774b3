import type { FactRange, FieldFact } from '../../contract/facts.gen.ts';
import {
  type Aspect,
  changed,
  listed,
  notComparable,
  type PlacedChange,
  type Stated,
  type Subject,
  whyNot,
} from './change.ts';

/** Parameters, or returned fields, that came, went, got another name, or are stated otherwise; nested ones too. */
export function fieldChanges(part: 'parameters' | 'returned', before: Stated, after: Stated): PlacedChange[] {
  const [old, now] = [before[part] ?? [], after[part] ?? []];
  const lack = whyNot(part, before, after);
  // All of a part that one revision lacks is not new, and not removed.
  if ((old.length === 0) !== (now.length === 0) && lack !== undefined)
    return [
      notComparable({ heading: (old[0] ?? now[0])?.heading ?? after.title }, lack, names(old), names(now)),
    ];
  return compareLists(old, now, part === 'parameters', '');
}

function names(fields: readonly FieldFact[]): string | undefined {
  return fields.length === 0 ? undefined : fields.map(({ name }) => name).join(', ');
}

function compareLists(
  old: readonly FieldFact[],
  now: readonly FieldFact[],
  isParameter: boolean,
  path: string,
): PlacedChange[] {
  const pairs: [FieldFact, FieldFact][] = [];
  const come = [...now];
  const gone = old.filter((field) => {
    const at = come.findIndex(({ name }) => name === field.name);
    const [found] = at < 0 ? [] : come.splice(at, 1);
    if (found) pairs.push([field, found]);
    return found === undefined;
  });
  const [lost] = gone;
  const [found] = come;
  const isRenamed = lost && found && gone.length === 1 && come.length === 1 && isAlike(lost, found, old, now);
  const subject = ({ heading, name }: FieldFact, known?: FieldFact): Subject => ({
    heading,
    row: `${path}${name}`,
    ...(known ? { source: { heading: known.heading, row: known.row ?? known.name } } : {}),
  });
  return [
    ...pairs.flatMap(([one, other]) => [
      ...aspects(one, other, isParameter, subject(other, one)),
      ...compareLists(one.fields ?? [], other.fields ?? [], isParameter, `${path}${one.name}.`),
    ]),
    ...(isRenamed
      ? [
          ...changed({ aspect: 'name', ...subject(lost, lost) }, `name: ${lost.name}`, `name: ${found.name}`),
          ...compareLists(lost.fields ?? [], found.fields ?? [], isParameter, `${path}${found.name}.`),
        ]
      : [
          ...gone.map(
            (field): PlacedChange => ({ kind: 'removed', ...subject(field, field), before: told(field) }),
          ),
          ...come.map((field): PlacedChange => ({ kind: 'new', ...subject(field), after: told(field) })),
        ]),
  ];
  function told(field: FieldFact): string {
    return `${path}${field.name}`;
  }
}

/** Whether one field is the other by another name: in the same place, of the same types and mark. */
function isAlike(
  lost: FieldFact,
  found: FieldFact,
  old: readonly FieldFact[],
  now: readonly FieldFact[],
): boolean {
  return (
    old.indexOf(lost) === now.indexOf(found) &&
    old.length === now.length &&
    lost.required === found.required &&
    listed(lost.types) === listed(found.types)
  );
}

function aspects(old: FieldFact, now: FieldFact, isParameter: boolean, subject: Subject): PlacedChange[] {
  const changes: PlacedChange[] = [];
  const types = { aspect: 'types' as const, ...subject };
  if (old.types.length === 0 && now.types.length > 0)
    changes.push(
      notComparable(types, { side: 'before', reason: 'no type' }, undefined, now.types.join(' | ')),
    );
  else if (now.types.length === 0 && old.types.length > 0)
    changes.push(
      notComparable(types, { side: 'after', reason: 'no type' }, old.types.join(' | '), undefined),
    );
  else if (listed(old.types) !== listed(now.types))
    changes.push(...changed(types, old.types.join(' | '), now.types.join(' | ')));
  const mark = ({ required }: FieldFact): string => `required: ${required ?? false}`;
  if (isParameter) changes.push(...changed({ aspect: 'required', ...subject }, mark(old), mark(now)));
  for (const [aspect, value] of [
    ['values', ({ values }) => listed(values)],
    ['formats', ({ formats }) => listed(formats)],
    ['default', (field) => field.default],
    ['range', ({ range }) => rangeText(range)],
    ['other names', ({ alternatives }) => listed(alternatives)],
  ] as [Aspect, (field: FieldFact) => string | undefined][]) {
    const label = (text: string | undefined): string | undefined => text && `${aspect}: ${text}`;
    changes.push(...changed({ aspect, ...subject }, label(value(old)), label(value(now))));
  }
  return changes;
}

function rangeText(range: FactRange | undefined): string | undefined {
  if (range === undefined) return undefined;
  const { min, max, of } = range;
  const limits = [min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`];
  return `${limits.filter(Boolean).join(', ')}${of === 'length' ? ' characters' : ''}`;
}
