import { own } from '../../base/own.ts';
import type { ResultSource } from '../claims.gen.ts';

const SITE = 'https://apidocs.bitrix24.com/';

/** Pages that are published only as a part of others. */
const SHOWN_ON: Record<string, string> = {
  '_includes/system-errors.md': 'error-codes.html',
  '_includes/error-info.md': 'error-codes.html',
};

/** Address of a documentation page on the public site: `limits.md` is `https://apidocs.bitrix24.com/limits.html`. */
export function pageLink(page: string): string {
  const published = own(SHOWN_ON, page) ?? page.replace(/\.md$/, '.html');
  return SITE + published.split('/').map(encode).join('/');
}

const headingLinks = new Map<string, string>();

/** Address of the heading that a claim stands under. */
export function headingLink({ page, heading }: Pick<ResultSource, 'page' | 'heading'>): string {
  const key = `${page}#${heading}`;
  const link = headingLinks.get(key) ?? toHeadingLink(page, heading);
  headingLinks.set(key, link);
  return link;
}

function toHeadingLink(page: string, heading: string): string {
  if (Object.hasOwn(SHOWN_ON, page)) return pageLink(page);
  const anchor = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return anchor === '' ? pageLink(page) : `${pageLink(page)}#${encode(anchor)}`;
}

/** Address of a claim within its page. */
export const claimLink = (id: string): string => innerLink(id);

/** Id of a documentation page's section within the report, and of what its own checks found. */
export const pageId = (page: string): string => `page:${page}`;
export const findingsId = (page: string): string => `findings:${page}`;

/** Address within the report; what reads well in an address stays as it is. */
export const innerLink = (id: string): string => `#${encode(id).replace(/%2F/g, '/').replace(/%3A/g, ':')}`;

/** Half of a surrogate pair, which no address can hold, becomes a replacement character. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}
