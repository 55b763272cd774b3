/** Whom a change of facts concerns: callers whose code no longer fits, callers who may use more, or readers alone. */
export type Impact = 'breaks' | 'adds' | 'words';

/**
 * Every kind of change, with its impact. What was not described before is `described`, not added: the earlier revision
 * could not tell, so nobody knows whether the server changed.
 */
export const KINDS = {
  'method-removed': 'breaks',
  'method-renamed': 'breaks',
  'scope-changed': 'breaks',
  'parameter-removed': 'breaks',
  'parameter-renamed': 'breaks',
  'parameter-added-required': 'breaks',
  'parameter-required': 'breaks',
  'parameter-type-changed': 'breaks',
  'parameter-unit-changed': 'breaks',
  'parameter-values-removed': 'breaks',
  'parameter-default-changed': 'breaks',
  'parameter-range-narrowed': 'breaks',
  'returned-removed': 'breaks',
  'returned-renamed': 'breaks',
  'returned-type-changed': 'breaks',
  'returned-unit-changed': 'breaks',
  'error-removed': 'breaks',
  'error-renamed': 'breaks',
  'error-status-changed': 'breaks',
  'success-status-changed': 'breaks',
  'statuses-removed': 'breaks',
  'rights-required': 'breaks',
  'method-added': 'adds',
  deprecated: 'adds',
  'not-deprecated': 'adds',
  'parameter-added': 'adds',
  'parameter-optional': 'adds',
  'parameter-type-widened': 'adds',
  'parameter-values-added': 'adds',
  'parameter-range-widened': 'adds',
  'returned-added': 'adds',
  'returned-values-added': 'adds',
  'error-added': 'adds',
  'error-text-added': 'adds',
  'statuses-added': 'adds',
  'rights-dropped': 'adds',
  'page-moved': 'words',
  'method-spelled-otherwise': 'words',
  'successor-changed': 'words',
  'rights-changed': 'words',
  'type-named-otherwise': 'words',
  'values-removed': 'words',
  'error-text-changed': 'words',
  'error-text-removed': 'words',
  'error-example-changed': 'words',
  'answer-example-changed': 'words',
  described: 'words',
  undescribed: 'words',
  unread: 'words',
} as const satisfies Record<string, Impact>;

export type ChangeKind = keyof typeof KINDS;

/** What a change is of, where its kind does not say it. */
export type Part =
  | 'parameters'
  | 'returned'
  | 'errors'
  | 'texts'
  | 'types'
  | 'values'
  | 'default'
  | 'range'
  | 'statuses'
  | 'scope';

/** A fact that one revision of a page states otherwise than another. */
export interface CallerChange {
  kind: ChangeKind;
  impact: Impact;
  /** Path in the later revision; of a page that is gone, in the earlier one. */
  page: string;
  /** The method, the title of an event, or the path of an included file. */
  method: string;
  /** A field's path, an error code, or what else the kind is about. */
  name?: string;
  part?: Part;
  before?: string;
  after?: string;
}
