import type { PageData } from '../reader/page.ts';
import type { PageOutline } from './outline.ts';

/** A place where a page contradicts itself: what, and why it is wrong. */
export interface LintFinding {
  rule: string;
  file: string;
  line: number;
  message: string;
}

/** How bad a finding is for somebody who follows the page. */
export type Severity = 'breaks a caller' | 'misleads' | 'blemish';

/** Finds another page of the documentation by its path; undefined where it is not at hand. */
export type FindPage = (file: string) => PageData | PageOutline | undefined;

/** A rule looks at one page; what it returns gets the page's name and the rule's id. */
export type Rule = (page: PageData, find: (file: string) => PageOutline | undefined) => Found[];

export interface Found {
  line: number;
  message: string;
}

/** An example in a message: by its tab, where it has one. */
export function nameOf(tab: string): string {
  return tab === '' ? 'the example' : `'${tab}'`;
}
