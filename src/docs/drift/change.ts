import type { FactCounts, FactSource, MethodFacts, PlatformFacts } from '../../contract/facts.gen.ts';

/**
 * `not-comparable`: one of the two revisions cannot say it, because it lacks the part or it could not be read; whether
 * it changed, nobody knows.
 */
export type PlacedKind = 'changed' | 'removed' | 'new' | 'not-comparable';

/** What of a page or row changed; rows that came or went have none. */
export type Aspect =
  | 'method'
  | 'scope'
  | 'deprecated'
  | 'successor'
  | 'success'
  | 'example'
  | 'statuses'
  | 'mention'
  | 'name'
  | 'types'
  | 'required'
  | 'values'
  | 'formats'
  | 'default'
  | 'range'
  | 'other names'
  | 'status'
  | 'text';

/** A fact that two revisions of a page state differently. */
export interface PlacedChange {
  kind: PlacedKind;
  aspect?: Aspect;
  heading: string;
  row?: string;
  part?: string;
  before?: string;
  after?: string;
  /** Where the earlier revision states it, as claims name their source. */
  source?: Place;
}

/** A place on a page. */
export type Place = Pick<FactSource, 'heading' | 'row' | 'part'>;

/** What is said of a change beside its values. */
export type Subject = Pick<PlacedChange, 'aspect' | 'heading' | 'row' | 'part' | 'source'>;

/** Facts of a page of any kind. */
export type Stated = Partial<Omit<MethodFacts, 'title' | 'errors'>> &
  Pick<MethodFacts, 'title'> &
  Pick<PlatformFacts, 'errors'>;

/** The change of a value; none where both are the same. */
export function changed(
  subject: Subject,
  before: string | undefined,
  after: string | undefined,
): PlacedChange[] {
  if (before === after) return [];
  return [
    {
      kind: 'changed',
      ...subject,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

export function notComparable(
  subject: Subject,
  { side, reason }: Lack,
  before: string | undefined,
  after: string | undefined,
): PlacedChange {
  const values = { before: before ?? '', after: after ?? '', [side]: reason };
  return { kind: 'not-comparable', ...subject, before: values.before, after: values.after };
}

/** A part of a page as the subject of a change; its title, where neither revision has the part. */
export function subjectOf(
  source: { heading: string; part?: string | undefined } | undefined,
  title: string,
): Subject {
  if (source === undefined) return { heading: title };
  const place: Place = {
    heading: source.heading,
    ...(source.part === undefined ? {} : { part: source.part }),
  };
  return { ...place, source: place };
}

export function listed(values: readonly (string | number)[] | undefined): string | undefined {
  if (values === undefined || values.length === 0) return undefined;
  return [...values]
    .map(String)
    .sort((one, other) => (one < other ? -1 : 1))
    .join(', ');
}

/** Which of the revisions cannot say something, and why. */
export interface Lack {
  side: 'before' | 'after';
  reason: string;
}

/** What loses rows, wherever it stands on a page. */
const BROKEN =
  /^(a table without its end \|#|a row whose name cannot be read|a directive without its end|an include that is not there|a code block without an end)$/;

const LACKS = {
  parameters: /^no table of parameters|^no section on the parameters /,
  returned: /^no (section on the|table of) returned fields|^no section on the response$/,
  success: /^no status (of the success answer|can be read)$|^no section on the response$/,
  errors:
    /^no section on errors$|^neither status, example nor table of errors$|^a table among the errors that is none of errors$/,
} as const;

/** Why one of the two revisions may not have a part that the other has; undefined where both could say it. */
export function whyNot(part: keyof typeof LACKS, before: Stated, after: Stated): Lack | undefined {
  const reasonIn = ({
    lacks = {},
    unread = {},
  }: {
    lacks?: FactCounts;
    unread?: FactCounts;
  }): string | undefined =>
    Object.keys({ ...lacks, ...unread }).find((reason) => LACKS[part].test(reason) || BROKEN.test(reason));
  for (const [side, stated] of [
    ['before', before],
    ['after', after],
  ] as const) {
    const reason = reasonIn(stated);
    if (reason !== undefined) return { side, reason };
  }
  return undefined;
}
