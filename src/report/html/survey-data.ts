import type { ClaimResult, ClaimsReport } from '../claims.gen.ts';
import { LAYERS, surveyedMethods } from '../survey-methods.ts';
import { printable } from '../text.ts';
import { headingLink, pageLink } from './links.ts';
import type { PageGroup, PageMap, PageSurvey } from './shapes.ts';
import { DRAWINGS, mapOf } from './treemap.ts';

const VERDICTS: readonly ClaimResult['verdict'][] = ['contradicted', 'confirmed', 'not-exercised'];

/** In the order of the numbers by which the page knows them. */
const STRENGTHS: readonly ClaimResult['strength'][] = ['must', 'should', 'observed'];

/** Texts, each once, by the number under which they are kept. */
class Texts {
  readonly all: string[] = [];
  readonly #numbers = new Map<string, number>();

  number(text: string | undefined): number {
    if (text === undefined) return -1;
    const clean = printable(text);
    const known = this.#numbers.get(clean) ?? this.all.push(clean) - 1;
    this.#numbers.set(clean, known);
    return known;
  }
}

/**
 * What the page keeps of a survey; undefined where there was none.
 *
 * @param exchangeNumbers by place in the report's `exchanges`
 */
export function surveyData(report: ClaimsReport, exchangeNumbers: readonly number[]): PageSurvey | undefined {
  if (report.survey === undefined) return undefined;
  const methods = surveyedMethods(report);
  const texts = new Texts();
  const claims = methods.flatMap((method) => method.claims.map((claim) => ({ claim, key: method.key })));
  const sections = groupsOf(methods.map(({ section }) => section));
  // A family does not go beyond its section.
  const families = sections.flatMap(({ first: from, methods: number }) =>
    groupsOf(methods.slice(from, from + number).map(({ method }) => familyOf(method))).map((group) => ({
      ...group,
      first: group.first + from,
    })),
  );
  let first = 0;
  const column = (of: (claim: ClaimResult, key: string) => number): number[] =>
    claims.map(({ claim, key }) => of(claim, key));
  return {
    sections,
    families,
    methods: methods.map(({ key, page, safety, best, contradicted, confirmed, exists, claims: own }) => {
      const before = first;
      first += own.length;
      return {
        name: printable(key),
        page: pageLink(page),
        safety,
        best: best === undefined ? -1 : LAYERS.indexOf(best),
        contradicted,
        confirmed,
        exists: exists === undefined ? -1 : Number(exists),
        first: before,
        claims: own.length,
      };
    }),
    layers: [...LAYERS],
    verdicts: [...VERDICTS],
    ids: column(({ id }, key) => texts.number(id.startsWith(`${key}.`) ? id.slice(key.length + 1) : id)),
    says: column(({ statement }) => texts.number(statement)),
    whys: column(({ shownBy = [], reason }) =>
      texts.number(shownBy.find(({ problem }) => problem !== undefined)?.problem ?? reason),
    ),
    places: column(({ source: { heading, row, part } }) =>
      texts.number([heading, row ?? part].filter((each) => each !== undefined).join(' › ')),
    ),
    links: column(({ source }) => texts.number(headingLink(source))),
    layer: column(({ layer = 'existence' }) => LAYERS.indexOf(layer)),
    verdict: column(({ verdict }) => VERDICTS.indexOf(verdict)),
    strength: column(({ strength }) => STRENGTHS.indexOf(strength)),
    looksAt: column(({ looksAt }) => texts.number(looksAt?.[0])),
    shown: Object.fromEntries(
      claims.flatMap(({ claim: { shownBy = [] } }, index): [number, number[]][] => {
        const numbers = shownBy
          .map(({ exchange }) => exchangeNumbers[exchange] ?? -1)
          .filter((each) => each >= 0);
        return numbers.length === 0 ? [] : [[index, numbers]];
      }),
    ),
    texts: texts.all,
    maps: {
      wide: pageMap(sections, families, DRAWINGS.wide),
      tall: pageMap(sections, families, DRAWINGS.tall),
    },
  };
}

/** Names that follow each other alike, as groups. */
function groupsOf(names: readonly string[]): PageGroup[] {
  const groups: PageGroup[] = [];
  for (const [index, name] of names.entries()) {
    const last = groups.at(-1);
    if (last?.name === name) last.methods += 1;
    else groups.push({ name, first: index, methods: 1 });
  }
  return groups;
}

/** `crm.deal` of `crm.deal.contact.add`; `user` of `user.get`. */
function familyOf(method: string): string {
  const words = method.split('.');
  return words.slice(0, Math.min(2, Math.max(1, words.length - 1))).join('.');
}

function pageMap(
  sections: readonly PageGroup[],
  families: readonly PageGroup[],
  [width, height]: readonly [number, number],
): PageMap {
  const numbersOf = (groups: readonly PageGroup[]) => groups.map(({ methods }) => methods);
  const all = mapOf(numbersOf(sections), [width, height]);
  const alone = sections.flatMap(({ first, methods }) =>
    mapOf(numbersOf(families.filter((family) => family.first >= first && family.first < first + methods)), [
      width,
      height,
    ]),
  );
  return {
    size: [width, height],
    sections: all.map(({ group }) => group),
    families: alone.map(({ group }) => group),
    methods: all.flatMap(({ methods }) => methods),
    alone: alone.flatMap(({ methods }) => methods),
  };
}
