import { citation } from '../judge/explain.ts';
import type { ClaimsReport, ResultSource } from './claims.gen.ts';

/**
 * What a reader knows each documentation page by: its title, with the path where several pages have the same one; the path
 * alone where nobody has noted a title.
 */
export function pageNames({
  claims,
  observations,
  drafts = [],
  pages = [],
}: Pick<ClaimsReport, 'claims' | 'observations' | 'drafts' | 'pages'>): ReadonlyMap<string, string> {
  const titles = new Map([
    ...pages.map(({ page }): [string, string | undefined] => [page, undefined]),
    ...[...claims, ...observations, ...drafts].map(({ source: { page, title } }) => [page, title] as const),
  ]);
  const numbers = new Map<string, number>();
  for (const title of titles.values()) if (title) numbers.set(title, (numbers.get(title) ?? 0) + 1);
  return new Map(
    [...titles].map(([page, title]) => {
      if (!title) return [page, page];
      return [page, numbers.get(title) === 1 ? title : `${title} (${page})`];
    }),
  );
}

/** Page by its title, heading and row or part, as a reader would look it up. */
export function titledCitation(source: ResultSource): string {
  const { page, title = page, heading, ...place } = source;
  return heading === title
    ? citation({ ...place, page: title, heading: '' })
    : citation({ ...place, page: title, heading });
}
