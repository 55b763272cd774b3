import { grouped } from '../base/phrase.ts';
import type { Lack } from '../report/claims.gen.ts';
import { BATCH } from './asker.ts';
import { idsOfDefaults } from './defaults.ts';
import { Memory } from './given.ts';
import { NEWER_TOOLS } from './newer.ts';
import { wayOfNewer } from './newer-refusals.ts';
import { LONGEST_REST } from './pace.ts';
import { wayOf } from './refusals.ts';
import { lackingScope, scopesOf } from './scopes.ts';
import type { Subject } from './subject.ts';
import { claimAll } from './survey.ts';
import { countTakes } from './takes.ts';

/** What a survey will take, as far as it is known before the first answer: what lists give is counted as given. */
export interface SurveyPlan {
  methods: number;
  claims: number;
  requests: number;
  /** What each missing scope, webhook and leave would add, the most first. */
  lacking: Lack[];
}

export interface SurveyGiven {
  /** Scopes of the webhook. */
  scopes: ReadonlySet<string>;
  /** Whether there is a webhook that must be refused. */
  hasNoScope: boolean;
  /** Whether that may call methods that change something. */
  hasLeave: boolean;
}

export function planSurvey(subjects: readonly Subject[], given: SurveyGiven): SurveyPlan {
  const claims = claimAll(subjects);
  const older = new Memory(subjects);
  const newer = new Memory(subjects, 3);
  const ofOlder = subjects.filter(({ facts }) => facts.rest === undefined);
  const inBatches = (calls: number): number => Math.ceil(calls / BATCH);
  const lacking = new Map<string, { methods: number; claims: number }>();
  const lack = (what: string, methods: number, number: number): void => {
    const known = lacking.get(what) ?? { methods: 0, claims: 0 };
    lacking.set(what, { methods: known.methods + methods, claims: known.claims + number });
  };

  let reads = 0;
  let shaped = 0;
  let refusals = 0;
  /** What is asked by a query string as well, of one method in each section. */
  const byGet = new Set<string>();
  for (const [subject, reading] of claims.readings) {
    const lacks = lackingScope(subject, given.scopes);
    if (lacks !== undefined) {
      lack(`the scope ${lacks}`, 1, claims.byMethod.get(subject) ?? 0);
      continue;
    }
    const isNewer = subject.facts.rest === 3;
    const memory = isNewer ? newer : older;
    if (memory.mightGive(subject)) {
      reads++;
      const defaults = idsOfDefaults(subject).length;
      const ofParameters = 2 * defaults + Math.min(1, defaults) + countTakes(subject);
      const aspects = [...Object.keys(reading.shaping), ...(reading.paging.start ? ['start'] : [])];
      for (const aspect of aspects) byGet.add(`${subject.section} ${aspect}`);
      if (isNewer) reads += ofParameters;
      else shaped += aspects.length + Number(reading.selectable.length > 0) + ofParameters;
    }
    const ways = ((isNewer ? claims.newerRows : claims.rows).get(subject) ?? []).flatMap((row) => {
      const { parameters } = subject.facts;
      const way = isNewer ? wayOfNewer(row, parameters) : wayOf(row, parameters);
      return way && memory.mightGive(subject, way.parameter.name)
        ? [`${way.parameter.name} ${isNewer ? row.key : 'kind' in way && way.kind}`]
        : [];
    });
    refusals += new Set(ways).size;
  }
  const provoked = [...claims.provokedRows].filter(
    ([subject]) => lackingScope(subject, given.scopes) === undefined,
  );
  for (const [{ facts }, rows] of provoked) {
    const ways = rows.flatMap((row) => {
      const way = wayOf(row, facts.parameters);
      return way && way.kind !== 'beyond' ? [`${way.parameter.name} ${way.kind}`] : [];
    });
    if (given.hasLeave) refusals += new Set(ways).size;
    else lack('B24_ALLOW_PROVISION=1', 1, ways.length);
  }
  const refused = ofOlder.filter(
    ({ ids, safety }) => claims.book.has(ids.scopeRefused) && safety !== 'never',
  );
  const reading = refused.filter(({ safety }) => safety === 'reads');
  const mayBeRefused = given.hasLeave ? refused : reading;
  if (!given.hasNoScope) lack('B24_WEBHOOK_NO_SCOPE', mayBeRefused.length, mayBeRefused.length);
  else if (!given.hasLeave)
    lack('B24_ALLOW_PROVISION=1', refused.length - reading.length, refused.length - reading.length);
  const scopes = new Set(ofOlder.flatMap(scopesOf));
  return {
    methods: subjects.length,
    claims: claims.book.claims.filter(({ strength }) => strength !== 'observed').length,
    requests:
      1 +
      inBatches(ofOlder.length) +
      1 +
      inBatches(scopes.size) +
      (given.hasNoScope ? 1 + inBatches(mayBeRefused.length) : 0) +
      (ofOlder.length < subjects.length ? NEWER_TOOLS.length : 0) +
      reads +
      inBatches(shaped) +
      byGet.size +
      refusals,
    lacking: [...lacking]
      .map(([what, more]) => ({ what, ...more }))
      .sort((one, other) => other.claims - one.claims || one.what.localeCompare(other.what)),
  };
}

/** The plan in words, as the rest of a run's plan. Pure. */
/** @param rate requests a second; undefined where nothing holds them back */
export function renderSurveyPlan(
  { methods, claims, requests, lacking }: SurveyPlan,
  rate: number | undefined,
): string {
  const time =
    rate === undefined
      ? ''
      : `, about ${Math.max(1, Math.ceil(requests / rate / 60))} min at ${rate} a second`;
  return [
    `survey       ${grouped(claims)} claims of ${grouped(methods)} documented methods, nothing written`,
    `             at most ${grouped(requests)} requests${time}`,
    `             and ${LONGEST_REST / 60_000} min at most of waiting, where methods near the running time that a portal allows`,
    ...lacking.map(
      ({ what, methods: of, claims: more }) =>
        `             ${what} would add ${grouped(more)} claims of ${grouped(of)} ${of === 1 ? 'method' : 'methods'}`,
    ),
  ]
    .map((line) => `  ${line}`)
    .join('\n');
}
